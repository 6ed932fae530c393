"""The packet of an item for an agency whose public site is elsewhere (交付包): clean page, attachments, metadata."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Duty
from gongkai.files.services import clean_name
from gongkai.portal.files_of import files_of
from gongkai.portal.models import ItemPage
from gongkai.portal.words_of import fields_of, html_of

from .common import locked_item

__all__ = ["hand_over"]


@act("item.hand_over", Duty.OFFICER, Duty.REVIEWER, Duty.HEAD)
def hand_over(doing: Doing, item: ItemPage) -> bytes:
    """Pack what is published as a zip file: 正文.html, 目录信息.json and .csv, and the files byte for byte."""
    item = locked_item(doing, item)
    if item.live_revision is None:
        raise Refused("这条信息现在没有公开，没有可以交付的内容；请先送审、发布。")
    version = item.live_revision.as_object()
    facts = _facts(item, version)
    files = _files(version)
    page = {
        "title": version.title,
        "facts": facts,
        "body": html_of(version),
        "files": [name for name, _ in files],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("正文.html", render_to_string("publishing/packet.html", page))
        archive.writestr(
            "目录信息.json", json.dumps(facts | {"附件": page["files"]}, ensure_ascii=False, indent=2)
        )
        archive.writestr("目录信息.csv", _table(facts))
        for name, one in files:
            with one.file.open("rb") as file:
                archive.writestr(f"附件/{name}", file.read())
    doing.note(files=len(files))
    return packed.getvalue()


def _facts(item: ItemPage, version: ItemPage) -> dict[str, str]:
    published = timezone.localtime(item.published_at) if item.published_at else None
    facts = {
        "标题": version.title,
        "发布机构": item.agency.full_name if item.agency else "",
        "发布时间": f"{published:%Y-%m-%d %H:%M}" if published else "",
    }
    facts |= {label: str(value) for label, value in fields_of(version).items() if value}
    return facts | ({"索引号": item.index_number} if item.index_number else {})


def _table(facts: dict[str, str]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["项目", "内容"])
    writer.writerows((label, f"'{value}" if value[:1] in "=+-@" else value) for label, value in facts.items())
    return "\ufeff" + written.getvalue()


def _files(version: ItemPage) -> list[tuple[str, Any]]:
    """Give the files with the names they have in the packet, each name once."""
    documents, images = files_of(version)
    found: dict[str, Any] = {}
    for model, ids in ((get_document_model(), documents), (get_image_model(), images)):
        for one in model.objects.filter(pk__in=ids).order_by("pk"):
            ending = one.file.name.rpartition(".")[2]
            title = one.title.removesuffix(f".{ending}")
            name, number = clean_name(f"{title}.{ending}").replace("/", "_"), 1
            while name in found:
                number += 1
                name = clean_name(f"{title}({number}).{ending}")
            found[name] = one
    return list(found.items())
