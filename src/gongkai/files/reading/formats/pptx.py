"""PowerPoint presentations: slides, notes, comments."""

from __future__ import annotations

import re

from gongkai.files.reading.content import Content

from .office import Parts, attribute, local, paragraphs, read_rest

_SLIDE = re.compile(r"ppt/(slides|notesSlides)/[^/]*?(\d+)\.xml")


def read_pptx(data: bytes, depth: int = 0) -> Content:
    """Read a presentation. Raises `Refused`."""
    parts = Parts(data)
    content = Content()
    for name in parts.names:
        match = _SLIDE.fullmatch(name)
        if match is None and not name.startswith("ppt/comments/"):
            continue
        root = parts.xml(name)
        if root is None:
            continue
        if match is None:
            content.remarks.add("revisions")
            place = "批注"
        else:
            place = f"第{int(match[2])}页" + ("的备注" if match[1] == "notesSlides" else "")
        if root.get("show") == "0":
            content.remarks.add("hidden")
        for text in paragraphs(root):
            content.add(text, place)
        for node in root.iter():
            if local(node) == "cNvPr":
                content.add(attribute(node, "descr"), f"{place}的图片说明")
    read_rest(parts, content, depth)
    return content
