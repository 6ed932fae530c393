"""The attachments of the demonstration's items, made up and marked 演示数据: so that words of files are found, too."""

from __future__ import annotations

import io

__all__ = ["LIST_OF_BODIES", "attachments"]

LIST_OF_BODIES = "行政执法主体名单及办理地点（演示数据）.docx"
_ROWS = (
    ("类别", "示例主体", "办理地点"),
    ("法定行政机关", "历下区示例局", "示例路1号政务服务大厅二楼"),
    ("法律法规授权的组织", "历下区示例服务中心", "示例路2号"),
    ("街道办事处", "示例街道办事处", "示例街道便民服务中心"),
)


def attachments() -> dict[str, bytes]:
    """Give the files by their names."""
    return {LIST_OF_BODIES: _list_of_bodies()}


def _list_of_bodies() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("行政执法主体名单及办理地点", level=1)
    document.add_paragraph("演示数据：本文件为演示网站编写，不是该机关发布的信息。")
    table = document.add_table(rows=0, cols=len(_ROWS[0]), style="Table Grid")
    for row in _ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph("办理行政执法事项，请携带本人有效身份证件；咨询请到各主体的综合窗口。")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
