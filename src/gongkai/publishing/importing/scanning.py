"""Read the rows of an import that would become public, as items are read before review: personal data, mistakes, files."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.files.reading import CLASSES, File, Metadata, Setting, Word, WordList, default_words, read_item
from gongkai.portal.models import ColumnPage, ItemPage
from gongkai.publishing.models import SensitiveWord
from gongkai.publishing.reading import settings_for

from .checking import Checked
from .preparing import uses_of
from .references import MARK
from .sources import Missing, Source

__all__ = ["Scanner"]

_MOST = 20
_LABELS = {"document_number": "文号", "index_number": "索引号", "theme": "主题分类", "keywords": "关键词"}


class Scanner:
    """Reads rows of one agency, by the rules and words of the agency and of the column each row goes to."""

    def __init__(self, agency: Agency, source: Source) -> None:
        self._agency = agency
        self._source = source
        self._words = default_words() + WordList.of(list(_own_words(agency)))
        self._today = timezone.localdate()
        self._rules: dict[int, Any] = {}

    def scan(self, row: Checked) -> None:
        """Read one row; what was found is kept on it, masked, the gravest first. Missing metadata is not told twice."""
        fields = row.fields
        values: dict[str, str | date | None] = {
            label: fields.get(name, "") for name, label in _LABELS.items()
        }
        if fields.get("formed_on"):
            values["成文日期"] = date.fromisoformat(fields["formed_on"])
        reading = read_item(
            fields["title"],
            "\n".join(_html(block) for block in fields.get("body", [])) or row.given.get("body_html", ""),
            metadata=Metadata(values),
            files=self._files([path for use, path in uses_of(fields) if use == "document"]),
            rules=self._settings(fields["column"]),
            words=self._words,
            today=self._today,
            secret=settings.SECRET_KEY.encode(),
        )
        for finding in reading.findings[:_MOST]:
            where = f"{finding.source} {finding.place}".strip()
            words = finding.message + (f"（{finding.excerpt}）" if finding.excerpt else "")
            row.findings.append(
                {"rule": finding.rule, "level": finding.level, "words": f"{where}：{words}"[:300]}
            )
        for unread in reading.unreadable[:_MOST]:
            where = f"{unread.source} {unread.place}".strip() or "正文"
            row.findings.append(
                {"rule": "UNREADABLE", "level": "warn", "words": f"{where}：{unread.reason}"[:300]}
            )

    def _files(self, paths: list[str]) -> list[File]:
        found = []
        for path in paths:
            try:
                found.append(File(PurePosixPath(path.replace("\\", "/")).name, self._source.read(path)))
            except Missing:
                continue  # it was there when the row was checked; making the item will refuse the row
        return found

    def _settings(self, column: int) -> dict[str, Setting]:
        if column not in self._rules:
            page = ColumnPage.objects.get(pk=column)
            place = ItemPage(path=f"{page.path}{'0' * page.steplen}", depth=page.depth + 1)
            self._rules[column] = dict(settings_for(self._agency, place))
        found: dict[str, Setting] = self._rules[column]
        return found


def _html(block: dict[str, Any]) -> str:
    if block["type"] == "paragraph":
        return MARK.sub("", str(block["value"]))
    if block["type"] == "picture":
        return f'<img src="" alt="{_plain(block["value"]["alt"] or "图片")}">'
    rows = block["value"].get("data", []) if isinstance(block["value"], dict) else []
    cells = ("".join(f"<td>{_plain(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _plain(cell: Any) -> str:
    return str(cell or "").replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _own_words(agency: Agency) -> list[Word]:
    return [
        Word(
            word=row.word,
            kind=row.kind if row.kind in CLASSES else "自定义",
            suggestion=row.suggestion,
            exceptions=tuple(
                one for one in row.exceptions.replace("，", ",").replace("、", ",").split(",") if one
            ),
        )
        for row in SensitiveWord.objects.for_agency(agency.pk).order_by("pk")
    ]
