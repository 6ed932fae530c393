"""OFD files (GB/T 33190-2016): the words of pages, annotations, attachments and properties, straight from their XML."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from gongkai.files.reading.content import MAX_NESTED, Content
from gongkai.files.reading.errors import Refused

from .office import Parts, attribute, local

_PAGE = re.compile(r"(?:^|/)Pages?/(?:Page_)?(\d+)/[^/]+\.xml$", re.IGNORECASE)
_LABELS = {
    "Author": "作者",
    "Creator": "制作程序",
    "Title": "标题",
    "Subject": "主题",
    "Abstract": "摘要",
    "Keyword": "关键词",
    "CustomData": "自定义",
}
_DATA = (
    ".xml",
    ".ttf",
    ".otf",
    ".esl",
    ".asn1",
    ".dat",
    ".png",
    ".jpg",
    ".jpeg",
    ".bmp",
    ".gif",
    ".jb2",
    ".gbig2",
    ".tif",
    ".tiff",
)


def read_ofd(data: bytes, depth: int = 0) -> Content:
    """Read an OFD file. Raises `Refused`."""
    parts = Parts(data)
    content = Content()
    found = False
    for name in parts.names:
        lower = name.lower()
        if lower.endswith(".xml"):
            found |= _part(parts, name, content)
        elif ("/attach" in lower and not lower.endswith("/")) or (
            not lower.endswith((*_DATA, "/")) and "/signs/" not in lower
        ):
            _attachment(parts, name, content, depth)
    if not found:
        raise Refused("damaged", "OFD文件已损坏或者没有页面，无法读取；请重新导出后再试")
    return content


def _part(parts: Parts, name: str, content: Content) -> bool:
    """Read one XML part; tell whether it is a page."""
    root = parts.xml(name)
    if root is None:
        return False
    page = _PAGE.search(name)
    if page or local(root) == "Page":
        place = f"第{int(page[1]) + 1}页" if page else "页面"
        text = _page_text(root)
        content.add(text, place)
        if len(text.strip()) < 10 and any(local(node) == "ImageObject" for node in root.iter()):
            content.gap(place, "scan", "这一页是扫描的图片，里面的文字需要人工查看")
        return True
    if "signature" in name.lower() or "/signs/" in name.lower() or name.lower().endswith("res.xml"):
        return False
    if posixpath.basename(name).lower() == "ofd.xml":
        for node in root.iter():
            if local(node) in _LABELS and node.text:
                content.add(node.text, f"文件属性：{_LABELS[local(node)]}")
        return False
    place = "批注" if "annot" in name.lower() else "文件的其他部分"
    words = _page_text(root) or " ".join(text.strip() for text in root.itertext() if text.strip())
    content.add(words, place)
    return False


def _page_text(root: Any) -> str:
    """Join the words of a page: those on one line without a break, for a line may be set sign by sign."""
    words: list[str] = []
    last: float | None = None
    for node in root.iter():
        if local(node) != "TextObject":
            continue
        top = _top(attribute(node, "Boundary"))
        if words and (last is None or top is None or abs(top - last) > 1):
            words.append("\n")
        last = top
        words += [part.text or "" for part in node.iter() if local(part) == "TextCode"]
    return "".join(words)


def _top(boundary: str) -> float | None:
    numbers = boundary.split()
    try:
        return float(numbers[1])
    except (IndexError, ValueError):
        return None


def _attachment(parts: Parts, name: str, content: Content, depth: int) -> None:
    from gongkai.files.reading.texts import read_nested

    if depth >= MAX_NESTED:
        content.gap("内嵌的文件", "too_complex", "文件层层内嵌，里面的内容需要人工查看")
        return
    read_nested(posixpath.basename(name), parts.read(name), content, "内嵌的文件", depth + 1)
