"""The words in which files are refused, where several places need them."""

from __future__ import annotations

from gongkai.report.reading import ReadError

from .errors import Refused

TAKEN = "可以上传Word、Excel、PPT、WPS、PDF、OFD、TXT、CSV文件和JPG、PNG、GIF、WebP图片"
"""What may be uploaded instead."""


def from_read_error(error: ReadError) -> Refused:
    """Say a refusal of the report's readers in the words that fit any file."""
    if error.code == "encrypted":
        return encrypted()
    if error.code == "too_large":
        return Refused("bomb", "文件解开以后大得不合情理，无法检查；请分成几个文件，或者减少内容后再试")
    if error.code == "too_complex":
        return Refused("too_complex", "文件结构过于复杂，无法检查；请另存一份简单的文档后再试")
    if error.code in ("too_slow", "no_converter"):
        return Refused(error.code, error.message)
    return Refused("damaged", "文件已损坏，无法打开；请用Word或者WPS打开后另存一份再试")


def encrypted() -> Refused:
    """The refusal of a file with a password."""
    return Refused("encrypted", "文件设有密码，公众打不开，也无法检查；请取消密码后再上传")


def svg() -> Refused:
    """The refusal of an SVG picture."""
    return Refused("svg", "SVG图片里可以藏有程序，不能上传；请另存为PNG图片")


def html() -> Refused:
    """The refusal of a web page or of XML."""
    return Refused(
        "html",
        "这是网页或者XML文件，里面可以藏有程序，不能作为附件；请把内容粘贴到正文，或者另存为Word、PDF文件",
    )


def macro() -> Refused:
    """The refusal of a document with macros (宏)."""
    return Refused("macro", "文档里带有宏（程序），不能上传；请另存为不带宏的docx、xlsx或者pptx文件")


def archive(label: str) -> Refused:
    """The refusal of an archive; `label` says of which kind."""
    return Refused("archive", f"这是{label}压缩包，里面的文件无法逐一检查，公众也不便查看；请解压后逐个上传")


def polyglot(label: str) -> Refused:
    """The refusal of a file that is another besides; `label` says what it shows itself as."""
    return Refused("polyglot", f"这个{label}里还藏着另一种文件或者程序，不能上传；请用原来的软件重新导出")
