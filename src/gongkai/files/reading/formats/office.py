"""What Office packages have in common: properties, links, pictures, embedded files, and parts nobody thinks of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from gongkai.files.reading.content import MAX_NESTED, Content
from gongkai.files.reading.errors import Refused
from gongkai.files.reading.refusals import from_read_error
from gongkai.report.reading import ReadError
from gongkai.report.reading.package import Package

from .pictures import read_embedded_picture

_PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "title": "标题",
    "subject": "主题",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "contentStatus": "状态",
    "Manager": "主管",
    "Company": "单位",
    "HyperlinkBase": "链接基础",
    "Template": "模板",
}
_MEANINGLESS = (
    "/styles",
    "/theme",
    "/fontTable",
    "/webSettings",
    "/stylesWithEffects",
    "/numbering",
    "/calcChain",
    "/commentsExtended",
    "/commentsIds",
    "/tableStyles",
    "/presProps",
    "/viewProps",
)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_INNER = (".docx", ".xlsx", ".pptx", ".pdf", ".doc", ".xls", ".ppt", ".ofd", ".txt", ".csv")


def local(node: Any) -> str:
    """Return the element's name without its namespace; "" for comments and instructions."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: Any, name: str) -> str:
    """Return an attribute by its name without namespace; "" if there is none."""
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


class Parts:
    """An Office package: its parts by name, read within limits; remembers which have been read."""

    def __init__(self, data: bytes) -> None:
        """Open the package. Raises `Refused`."""
        try:
            self._package = Package(data)
        except ReadError as error:
            raise from_read_error(error) from error
        self.names = self._package.names()
        self.seen: set[str] = set()
        self.types = self._types()

    def read(self, name: str) -> bytes:
        """Unpack a part; b"" if there is none. Raises `Refused`."""
        self.seen.add(name)
        try:
            return self._package.read(name) or b""
        except ReadError as error:
            raise from_read_error(error) from error

    def xml(self, name: str) -> Any:
        """Parse a part; None if there is none. Raises `Refused` for XML that is damaged or declares entities."""
        data = self.read(name)
        if not data:
            return None
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
            raise Refused("damaged", "文件里有不该有的XML声明，可能被动过手脚；请用Word或者WPS重新另存后再试")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "depth" in str(error).lower():
                raise Refused(
                    "too_complex", "文件里的表格或者控件嵌套太深，无法检查；请另存一份简单的文档后再试"
                ) from error
            raise Refused("damaged", "文件已损坏，无法打开；请用Word或者WPS打开后另存一份再试") from error

    def main(self) -> str:
        """Name the main part; "" if there is none. Raises `Refused`."""
        try:
            return self._package.main_part() or ""
        except ReadError as error:
            raise from_read_error(error) from error

    def relations(self, part: str) -> Iterator[tuple[str, str, str, bool]]:
        """Give a part's relations: id, type, target (a part's name, or an address outside), whether it lies outside."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for relation in () if root is None else root:
            target, outside = str(relation.get("Target", "")), relation.get("TargetMode") == "External"
            if not outside:
                joined = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                )
                target = joined.lstrip("/")
            yield str(relation.get("Id", "")), str(relation.get("Type", "")), target, outside

    def _types(self) -> dict[str, str]:
        root = self.xml("[Content_Types].xml")
        return {
            str(node.get("PartName", "")).lstrip("/"): str(node.get("ContentType", ""))
            for node in (() if root is None else root)
            if local(node) == "Override"
        }


def read_rest(parts: Parts, content: Content, depth: int) -> None:
    """Read what the kind's own reader has not: properties, links, pictures, embedded files, and every XML part left."""
    pictures = 0
    for name in parts.names:
        lower = name.lower()
        if name in parts.seen or lower.endswith("/"):
            continue
        if lower.startswith("docprops/"):
            _properties(parts, name, content)
        elif lower.endswith(".rels"):
            _links(parts, name, content)
        elif lower.endswith(_PICTURES):
            pictures += read_embedded_picture(parts.read(name), content)
        elif lower.endswith((".xml", ".vml")):
            _left(parts, name, content)
        elif (
            lower.endswith((".odttf", ".fntdata", ".ttf", "printersettings1.bin"))
            or "printersettings" in lower
        ):
            continue
        else:
            _embedded(parts, name, content, depth)
    if pictures:
        content.gap(f"文件中的图片（{pictures}张）", "picture", "图片中的文字需要人工查看")


def paragraphs(root: Any) -> Iterator[str]:
    """Give the texts of a part by paragraph; words that stand in no paragraph are joined by their parent."""
    lines: list[str] = []
    pending: list[Any] = [root]
    loose: list[str] = []
    while pending:
        node = pending.pop()
        name = local(node)
        if name == "p" or name in ("si", "comment", "text", "pt", "threadedComment"):
            text = "".join(_text_nodes(node))
            if text.strip():
                lines.append(text)
            continue
        if node.text and node.text.strip():
            loose.append(node.text)
        pending.extend(reversed(node))
    yield from lines
    if loose:
        yield "\n".join(loose)


def _text_nodes(node: Any) -> Iterable[str]:
    for part in node.iter():
        name = local(part)
        if part.text and name not in ("instrText", "fldSimple"):
            yield part.text
        elif name in ("br", "tab"):
            yield " "


def _properties(parts: Parts, name: str, content: Content) -> None:
    if not name.lower().endswith(".xml"):
        parts.seen.add(name)
        return
    root = parts.xml(name)
    for node in () if root is None else root:
        text = " ".join(part.strip() for part in node.itertext() if part.strip())
        label = _PROPERTIES.get(local(node)) or (node.get("name") or local(node))[:40]
        if local(node) not in ("created", "modified", "lastPrinted", "revision", "TotalTime"):
            content.add(text, f"文件属性：{label}")


def _links(parts: Parts, name: str, content: Content) -> None:
    root = parts.xml(name)
    for relation in () if root is None else root:
        if relation.get("TargetMode") == "External":
            content.add(str(relation.get("Target", "")), "链接地址")


def _left(parts: Parts, name: str, content: Content) -> None:
    stem = f"/{name.rpartition('.')[0]}"
    if stem.endswith(_MEANINGLESS) or "/theme/" in stem or name == "[Content_Types].xml":
        parts.seen.add(name)
        return
    try:
        root = parts.xml(name)
    except Refused:
        content.gap("文件的其他部分", "damaged", "有一部分已损坏，无法读取")
        return
    if root is None:
        return
    place = (
        "图表"
        if "/charts/" in name
        else "智能图形"
        if "/diagrams/" in name
        else "文本框"
        if "/drawings/" in name
        else "文件的其他部分"
    )
    for text in paragraphs(root):
        content.add(text, place)
    for node in root.iter():
        # values of document variables, cached rows of pivot tables, WordArt
        for key in (
            ("v", "string")
            if "pivotCache" in name or name.endswith(".vml")
            else ("val",)
            if local(node) == "docVar"
            else ()
        ):
            value = attribute(node, key)
            if len(value) > 3:
                content.add(value, "数据透视表的缓存" if "pivotCache" in name else place)


def _embedded(parts: Parts, name: str, content: Content, depth: int) -> None:
    from gongkai.files.reading.texts import read_nested

    data = parts.read(name)
    if depth >= MAX_NESTED:
        content.gap("内嵌的文件", "too_complex", "文件层层内嵌，里面的内容需要人工查看")
        return
    read_nested(posixpath.basename(name), data, content, "内嵌的文件", depth + 1)
