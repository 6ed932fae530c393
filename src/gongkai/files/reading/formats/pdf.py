"""PDF files: words page by page, annotations, form fields, bookmarks, properties, attached files; pages that are scans.

`read_pdf` works in a process of its own (`apart`), for the libraries unpack whatever a file tells them to.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from gongkai.files.reading.content import MAX_NESTED, Content
from gongkai.files.reading.errors import Refused
from gongkai.files.reading.refusals import encrypted
from gongkai.report.reading.radicals import without_radicals

MAX_PAGES = 3000
_FEW = 10
"""A page with a picture and fewer signs than this is a scan."""

_LARGE = 0.12
"""The part of the page from which a picture may hold words that matter."""

_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
_UNCODED = re.compile("[\ue000-\uf8ff\ufffd\ufffe\uffff]")
_MARKUP = re.compile(r"<[^>]{0,2000}>")
_LABELS = {
    "/Author": "作者",
    "/Creator": "制作程序",
    "/Title": "标题",
    "/Subject": "主题",
    "/Keywords": "关键词",
}


def read_pdf(data: bytes, depth: int = 0) -> Content:
    """Read a PDF in a process of its own. Raises `Refused`."""
    from gongkai.files.reading.apart import read_apart

    return read_apart("pdf", data, depth)


def parse(data: bytes, depth: int) -> Content:
    """Read a PDF in this process. Raises `Refused`; call `read_pdf` for files from outside."""
    content = Content()
    read_pages(data, content)
    try:
        _around(data, content, depth)
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - a damaged file makes the library raise whatever its code meets
        content.gap("批注、表单和文件属性", "damaged", "文件不规范，这一部分读不到，需要人工查看")
    return content


def read_pages(data: bytes, content: Content, most: int = MAX_PAGES) -> None:
    """Read what stands on the pages, no more than `most` of them, in this process. Raises `Refused`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or getattr(error, "err_code", None) in (4, 5):
            raise encrypted() from error
        raise Refused("damaged", "PDF文件已损坏，无法解析；请重新导出后再试") from error
    if count > most:
        content.gap(f"第{most + 1}页以后", "too_large", f"超过{most}页，后面的没有检查")
    for index in range(min(count, most)):
        place = f"第{index + 1}页"
        try:
            page = document[index]
            text = without_radicals(page.get_textpage().get_text_range(errors="replace"))
            share = _pictures(page)
        except pypdfium2.PdfiumError:
            content.gap(place, "damaged", "这一页已损坏，无法读取")
            continue
        content.add(text.replace("\r\n", "\n"), place)
        _judge(text, share, place, content)
        page.close()
    document.close()


def _judge(text: str, share: float, place: str, content: Content) -> None:
    """Say what of a page could not be read; `share` is the part of it that pictures take."""
    signs = "".join(text.split())
    if len(signs) < _FEW and share > 0:
        content.gap(place, "scan", "这一页是扫描的图片，里面的文字需要人工查看")
    elif len(_UNCODED.findall(signs)) * 4 > len(signs) > 0:
        content.gap(place, "uncoded", "这一页的文字没有编码，只能看不能读，需要人工查看")
    elif share > _LARGE:
        content.gap(f"{place}的图片", "picture", "图片中的文字需要人工查看")


def _pictures(page: Any) -> float:
    """Return what part of the page the largest picture takes, from 0 to 1."""
    width, height = page.get_size()
    largest = 0.0
    for number, picture in enumerate(page.get_objects(filter=[_IMAGE], max_depth=6)):
        left, bottom, right, top = picture.get_bounds()
        largest = max(largest, float((right - left) * (top - bottom)))
        if number > 500:
            break
    return min(largest / max(float(width * height), 1.0), 1.0)


def _around(data: bytes, content: Content, depth: int) -> None:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt("")
    for key, value in (reader.metadata or {}).items():
        if key not in ("/CreationDate", "/ModDate", "/Producer", "/Trapped"):
            content.add(str(value), f"文件属性：{_LABELS.get(key, key.lstrip('/')[:40])}")
    _stream(reader.root_object.get("/Metadata"), "文件属性（XMP）", content)
    for number, page in enumerate(reader.pages, 1):
        if number > MAX_PAGES:
            break
        annotations = page.get("/Annots")
        for one in annotations.get_object() if annotations is not None else ():
            _annotation(one.get_object(), f"第{number}页", content)
    form = reader.root_object.get("/AcroForm")
    if form is not None:
        for field in _fields(form.get_object().get("/Fields"), 0):
            for key in ("/V", "/DV", "/TU"):
                content.add(_string(field.get(key)), "表单的格子")
        xfa = form.get_object().get("/XFA")
        for piece in (
            xfa.get_object() if xfa is not None and not hasattr(xfa.get_object(), "get_data") else (xfa,)
        ):
            _stream(piece, "表单的格子", content)
    for title in _titles(reader.outline):
        content.add(title, "书签")
    _attachments(reader, content, depth)


def _annotation(one: Any, place: str, content: Content) -> None:
    if one.get("/Subtype") in ("/Link", "/Popup"):
        action = one.get("/A")
        if action is not None:
            content.add(_string(action.get_object().get("/URI")), "链接地址")
        return
    kind = one.get("/Subtype")
    where = f"{place}的表单" if kind == "/Widget" else f"{place}的批注"
    for key in ("/Contents", "/RC", "/V"):
        text = _string(one.get(key))
        if text.strip() and kind not in ("/Widget", "/Stamp", "/Watermark"):
            content.remarks.add("revisions")
        content.add(_MARKUP.sub("", text) if key == "/RC" else text, where)


def _fields(kids: Any, level: int) -> Iterator[Any]:
    for kid in kids.get_object() if kids is not None and level < 20 else ():
        field = kid.get_object()
        yield field
        yield from _fields(field.get("/Kids"), level + 1)


def _titles(outline: Any, level: int = 0) -> Iterator[str]:
    for one in outline if level < 20 else ():
        if isinstance(one, list):
            yield from _titles(one, level + 1)
        else:
            yield str(one.title or "")


def _string(value: Any) -> str:
    value = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, list):
        return "\n".join(_string(one) for one in value[:1000])
    return "" if value is None or isinstance(value, dict) else str(value)


def _stream(value: Any, place: str, content: Content) -> None:
    found = value.get_object() if hasattr(value, "get_object") else value
    if hasattr(found, "get_data"):
        text = found.get_data()[:2_000_000].decode("utf-8", errors="replace")
        for line in _MARKUP.sub("\n", text).split("\n"):
            content.add(line, place)


def _attachments(reader: Any, content: Content, depth: int) -> None:
    from gongkai.files.reading.texts import read_nested

    for name, files in reader.attachments.items():
        for data in files:
            if depth >= MAX_NESTED:
                content.gap("内嵌的文件", "too_complex", "文件层层内嵌，里面的内容需要人工查看")
                return
            read_nested(str(name), bytes(data), content, "内嵌的文件", depth + 1)
