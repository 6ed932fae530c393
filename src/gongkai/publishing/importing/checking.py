"""Check the rows of an import one by one: what is wrong with each, what is only missing, and whether it is here already."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from rapidfuzz import fuzz, process, utils

from gongkai.agencies.models import Agency
from gongkai.portal.models import ColumnPage, ItemPage, PlatformPage
from gongkai.publishing.models import ImportRow

from .addresses import Addresses
from .bodies import blocks_of
from .fields import FIELDS
from .leading import taken
from .references import Files, References
from .sources import Source
from .table import Row
from .values import Wrong, day, line, moment, old_path, validity

__all__ = ["Agencies", "Checked", "Checker", "Shared", "column_problem", "columns_of"]

_BETWEEN = re.compile(r"[;；\n]")
_WARNED = ("formed_on", "theme", "index_number", "keywords")
_LABELS = {one.name: one.label for one in FIELDS}
_LONGEST = {one.name: one.longest for one in FIELDS if one.longest}
_SHUT = frozenset({ColumnPage.Key.APPLY.value})
_KEPT_WORDS = 500


@dataclass
class Checked:
    """A row after checking.

    `fields` are JSON values ready for making the item (`column` is the column's row id), `given` what stood in the file;
    `state` is an `ImportRow.State`; `errors` and `warnings` are Chinese; `key` tells the same item in another file.
    """

    number: int
    given: dict[str, Any]
    state: str = ImportRow.State.WAITING
    fields: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    key: str = ""
    agency: Agency | None = None
    known: ItemPage | None = None
    findings: list[dict[str, str]] = field(default_factory=list)

    @property
    def message(self) -> str:
        """What is wrong, else what to know, in one line."""
        words = "；".join(self.errors or self.warnings)
        return words if len(words) <= _KEPT_WORDS else f"{words[: _KEPT_WORDS - 1]}…"

    @property
    def blocks(self) -> bool:
        """Whether the reading found something that keeps the row from going in."""
        return any(one["level"] == "block" for one in self.findings)


class Agencies:
    """Finds agencies by unified social credit code or full name; `alone` is the only one rows may be of."""

    def __init__(self, alone: Agency | None = None, *, default: Agency | None = None) -> None:
        self._alone, self._default = alone, alone or default
        found = [alone] if alone else list(Agency.objects.all())
        self._names = {one.full_name: one for one in found}
        self._names |= {one.credit_code.upper(): one for one in found if one.credit_code}

    def find(self, text: str) -> Agency:
        """Give the agency of a row. Raises `Wrong`."""
        name = line(text)
        if not name and self._default is not None:
            return self._default
        if not name:
            raise Wrong("没有写机关")
        found = self._names.get(name) or self._names.get(name.upper())
        if found is None and self._alone is not None:
            raise Wrong(
                f"机关“{name[:30]}”不是{self._alone.full_name}，这里只能导入{self._alone.short_name}的信息"
            )
        if found is None:
            raise Wrong(f"没有“{name[:30]}”这个机关；应写统一社会信用代码或者全称{_near(name, self._names)}")
        if found.dissolved_on is not None:
            raise Wrong(f"{found.short_name}已撤销，不能再导入信息")
        return found


class Shared:
    """What the rows of all agencies share: the files and their addresses, and which old addresses lead to items already."""

    def __init__(self, source: Source) -> None:
        self.addresses, self.files = Addresses(source), Files(source)
        self.redirects = set(taken().values_list("old_path", flat=True))


class Checker:
    """Checks the rows of one agency, against what is in the database and against each other."""

    def __init__(self, agency: Agency, source: Source, shared: Shared | None = None) -> None:
        self.agency = agency
        self._source = source
        self._shared = shared or Shared(source)
        self._now = timezone.now()
        self._columns = columns_of(agency)
        self._numbers = dict(
            ItemPage.objects.filter(agency=agency).exclude(index_number="").values_list("index_number", "pk")
        )
        self._keys = dict(
            ImportRow.objects.filter(agency=agency, item__isnull=False).values_list("key", "item_id")
        )
        self._seen: dict[str, int] = {}
        self._taken: dict[tuple[str, str], int] = {}

    def check(self, row: Row) -> Checked:
        """Check one row."""
        found = Checked(row.number, dict(row.values), agency=self.agency)
        fields: dict[str, Any] = {}
        self._column(row, found, fields)
        self._words(row, found, fields)
        self._days(row, found, fields)
        self._try(found, fields, "validity", row, validity)
        self._try(found, fields, "old_url", row, old_path)
        if found.errors:
            found.state = ImportRow.State.REFUSED
            return found
        found.fields = fields
        found.key = self.key(fields)
        self._doubles(found, fields)
        if found.state != ImportRow.State.DOUBLE:
            self._files(row, found, fields)
            self._body(row, found, fields)
            paths = [*fields.get("attachments", ()), *(one["path"] for one in fields.get("files", ()))]
            if led := {path: old for path in paths if (old := self._shared.addresses.of(path))}:
                fields["addresses"] = led
            missing = [_LABELS[name] for name in _WARNED if not fields.get(name)]
            if missing:
                found.warnings.append(f"没有写{'、'.join(missing)}")
        if found.errors:
            found.state = ImportRow.State.REFUSED
        else:
            self._seen.setdefault(found.key, found.number)
        return found

    def key(self, fields: dict[str, Any]) -> str:
        """Give the keyed hash by which the item is known again: index number, else old address, else title, time and column."""
        if fields.get("index_number"):
            own = ["index", fields["index_number"]]
        elif fields.get("old_url"):
            own = ["url", fields["old_url"]]
        else:
            own = ["title", fields["title"], fields.get("published_at", ""), str(fields["column"])]
        words = "\0".join([self.agency.public_id, *own])
        secret = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
        return hashlib.blake2b(words.encode(), key=secret, digest_size=32, person=b"import-row").hexdigest()

    def _column(self, row: Row, found: Checked, fields: dict[str, Any]) -> None:
        path = _path_of(row.values.get("column", ""))
        if problem := column_problem(path, self._columns):
            found.errors.append(problem)
        else:
            fields["column"] = self._columns[path].pk

    def _words(self, row: Row, found: Checked, fields: dict[str, Any]) -> None:
        for name in ("title", "document_number", "index_number", "theme", "keywords"):
            text = line(row.values.get(name, ""))
            if len(text) > _LONGEST[name]:
                found.errors.append(f"{_LABELS[name]}有{len(text)}个字，超过{_LONGEST[name]}个字")
            elif text:
                fields[name] = text
        if "title" not in fields and not any(one.startswith("标题") for one in found.errors):
            found.errors.append("没有写标题")

    def _days(self, row: Row, found: Checked, fields: dict[str, Any]) -> None:
        self._try(found, fields, "formed_on", row, day)
        self._try(found, fields, "published_at", row, moment)
        formed, published = fields.get("formed_on"), fields.get("published_at")
        today = timezone.localdate(self._now)
        if formed and formed > today:
            found.errors.append(f"成文日期{formed}晚于今天")
        if published and published > self._now:
            found.warnings.append("发布时间还没有到，作为草稿导入；要定时发布，请在送审时填写")
            published = None
        if formed and published and formed > timezone.localdate(published):
            found.warnings.append("成文日期晚于发布日期，请核对")
        if formed:
            fields["formed_on"] = formed.isoformat()
        fields.pop("published_at", None)
        if published:
            fields["published_at"] = published.isoformat()
            found.state = ImportRow.State.HISTORY

    def _try(self, found: Checked, fields: dict[str, Any], name: str, row: Row, understand: Any) -> None:
        text = row.values.get(name, "").strip()
        if not text:
            return
        try:
            fields[name] = understand(text)
        except Wrong as wrong:
            found.errors.append(f"{_LABELS[name]}：{wrong.message}")

    def _doubles(self, found: Checked, fields: dict[str, Any]) -> None:
        if found.key in self._keys:
            found.state = ImportRow.State.DOUBLE
            found.known = ItemPage(pk=self._keys[found.key])
            found.warnings.append("已有，没有再导入")
            return
        if found.key in self._seen:
            found.state = ImportRow.State.DOUBLE
            found.warnings.append(f"与第{self._seen[found.key]}行是同一条信息，没有再导入")
            return
        for name, known in (("index_number", self._numbers), ("old_url", self._shared.redirects)):
            value = fields.get(name)
            if not value:
                continue
            first = self._taken.setdefault((name, value), found.number)
            if value in known:
                found.errors.append(f"{_LABELS[name]}“{value[:60]}”已经属于另一条信息")
            elif first != found.number:
                found.errors.append(f"{_LABELS[name]}与第{first}行相同")

    def _files(self, row: Row, found: Checked, fields: dict[str, Any]) -> None:
        paths = [one.strip() for one in _BETWEEN.split(row.values.get("attachments", "")) if one.strip()]
        for path in paths:
            problem = self._shared.files.look(path).problem
            if problem:
                found.errors.append(problem)
        if paths:
            fields["attachments"] = paths

    def _body(self, row: Row, found: Checked, fields: dict[str, Any]) -> None:
        html = row.values.get("body_html", "")
        if len(html) > _LONGEST["body_html"]:
            found.errors.append(f"正文超过{_LONGEST['body_html'] // 10000}万个字，请作为附件导入")
            return
        if not html.strip():
            return
        page = row.values.get("old_url", "").strip()
        if page and "://" not in page and not page.startswith("/"):
            page = f"/{page}"
        shared = self._shared
        references = References(page, shared.addresses, shared.files, self._source.given)
        fields["body"] = blocks_of(html, references).blocks
        if references.files:
            fields["files"] = references.files
        if references.links:
            fields["links"] = references.links
        if loose := [path for path in references.loose if path not in fields.get("attachments", ())]:
            fields["attachments"] = [*fields.get("attachments", ()), *loose]
        found.warnings += references.told()


def _path_of(text: str) -> str:
    return "/".join(part for part in map(line, text.split("/")) if part)


def column_problem(text: str, known: dict[str, ColumnPage]) -> str:
    """Say in Chinese why items cannot go into the column of this path (see `columns_of`), "" if they can."""
    path = _path_of(text)
    if not path:
        return "没有写栏目"
    column = known.get(path)
    if column is None:
        near = _near(path, known) if known else "；这个机关还没有公开平台"
        return f"没有“{path[:60]}”这个栏目{near}"
    if column.closed_on is not None or not column.live:
        return f"栏目“{path[:60]}”已经关闭，不再放入信息"
    return f"“{column.title}”里不放信息" if column.key in _SHUT else ""


def columns_of(agency: Agency) -> dict[str, ColumnPage]:
    """Give the columns of an agency's platform by their paths: titles from the platform down, with / between."""
    platform = PlatformPage.objects.filter(agency=agency).first()
    if platform is None:
        return {}
    titles = {platform.path: ""}
    found: dict[str, ColumnPage] = {}
    for column in ColumnPage.objects.descendant_of(platform).order_by("path"):
        above = titles.get(column.path[: -column.steplen])
        if above is None:
            continue
        name = "/".join(part for part in (above, line(column.title)) if part)
        titles[column.path] = name
        # of two of one name the open one is meant
        if name not in found or found[name].closed_on is not None:
            found[name] = column
    return found


def _near(name: str, known: Iterable[str]) -> str:
    """Give the names most like this one, as words to hang behind a refusal."""
    close = process.extract(
        name, list(known), scorer=fuzz.ratio, processor=utils.default_process, limit=3, score_cutoff=60
    )
    return f"；是不是“{'”“'.join(str(one) for one, *_ in close)}”" if close else ""
