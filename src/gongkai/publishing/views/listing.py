"""The list of items: filtered, sorted, remembered, taken along as a table."""

from __future__ import annotations

import io
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from wagtail.models import get_page_models

from gongkai.agencies.models import Agency
from gongkai.agencies.queries import agencies_of, scope_of
from gongkai.portal.models import ColumnPage, ItemPage
from gongkai.publishing import queries
from gongkai.publishing.models import Round

from .common import agencies_to, as_file, may_make, number, office_view

PER_PAGE = 30
MOST = 20_000
"""How many rows a table holds that is taken along."""
_KEPT = "items_asked"
_ORDERS = {
    "changed": ("最近改动", "latest_revision_created_at"),
    "published": ("发布时间", "published_at"),
    "formed": ("成文日期", "formed_on"),
    "title": ("标题", "draft_title"),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@office_view
def index(request: HttpRequest) -> HttpResponse:
    """List the items; what was asked for last time is asked again."""
    if "clear" in request.GET:
        request.session.pop(_KEPT, None)
        return redirect("publishing:items")
    if not request.GET and request.session.get(_KEPT):
        return redirect(f"{request.path}?{request.session[_KEPT]}")
    kept = request.GET.copy()
    kept.pop("p", None)
    request.session[_KEPT] = kept.urlencode()
    scope = scope_of(request.user)
    asked, found = _asked(request.GET, scope)
    counted = queries.counts(found)
    rows = Paginator(_ordered(_only(found, asked), asked), PER_PAGE).get_page(request.GET.get("p"))
    agencies = list(Agency.objects.filter(pk__in=scope.readable).order_by("full_name"))
    context = {
        "asked": asked,
        "narrowed": any(asked[name] for name in ("agency", "column", "kind", "year", "q")),
        "tabs": [
            (key, words, counted[key], _link(request.GET, stand=key), key == asked["stand"])
            for key, words in (("all", "全部"), *queries.STANDS.items())
            if counted[key] or key in ("all", "draft", "review", "published", asked["stand"])
        ],
        "page": rows,
        "rows": _rows(rows.object_list),
        "agencies": agencies if len(agencies) > 1 else [],
        "columns": _columns(agencies_of(request.user) or agencies),
        "kinds": _kinds(),
        "heads": _heads(request.GET, asked),
        "previous": _link(request.GET, p=rows.number - 1),
        "next": _link(request.GET, p=rows.number + 1),
        "query": kept.urlencode(),
        "may_make": bool(agencies_to(request.user, may_make)),
    }
    return render(request, "publishing/office/items.html", context)


@office_view
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as a table, filtered as asked."""
    asked, found = _asked(request.GET, scope_of(request.user))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("信息")
    sheet.append(
        ["标题", "机关", "栏目", "种类", "状态", "文号", "索引号", "成文日期", "发布时间", "发布机构网址"]
    )
    items = list(_ordered(_only(found, asked), asked)[:MOST])
    for row in _rows(items):
        item: Any = row["item"]
        published = timezone.localtime(item.published_at) if item.published_at else None
        values = [
            item.draft_title,
            item.agency.full_name if item.agency else "",
            row["column"],
            row["kind"],
            row["stand"],
            item.document_number,
            item.index_number,
            f"{item.formed_on:%Y-%m-%d}" if item.formed_on else "",
            f"{published:%Y-%m-%d %H:%M}" if published else "",
            item.outside_address,
        ]
        cells = []
        for value in values:
            cell = WriteOnlyCell(sheet, str(value))
            cell.data_type = "s"  # words that look like a formula stay words
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return as_file(written.getvalue(), _XLSX, f"信息-{timezone.localdate():%Y%m%d}.xlsx")


def _asked(given: QueryDict, scope: Any) -> tuple[dict[str, str], QuerySet[ItemPage]]:
    """Read the filters, and give the items they leave, whatever their state."""
    asked = {
        name: given.get(name, "").strip() for name in ("agency", "column", "kind", "year", "q", "stand", "o")
    }
    asked["stand"] = asked["stand"] if asked["stand"] in queries.STANDS else "all"
    found = queries.items_in(scope)
    if asked["agency"]:
        found = found.filter(agency__public_id=asked["agency"])
    if asked["column"]:
        column = ColumnPage.objects.filter(pk=number(asked["column"])).first()
        found = found.filter(path__startswith=column.path) if column else found.none()
    if asked["kind"]:
        found = found.filter(content_type__model=asked["kind"], content_type__app_label="portal")
    if asked["year"]:
        year = number(asked["year"])
        of_year = Q(published_at__year=year) | Q(published_at=None, formed_on__year=year)
        found = found.filter(of_year) if 1900 < year < 9999 else found.none()
    for word in asked["q"].split()[:5]:
        found = found.filter(
            Q(draft_title__icontains=word)
            | Q(title__icontains=word)
            | Q(document_number__icontains=word)
            | Q(index_number__icontains=word)
        )
    return asked, found


def _only(found: QuerySet[ItemPage], asked: dict[str, str]) -> QuerySet[ItemPage]:
    return found if asked["stand"] == "all" else queries.only(found, asked["stand"])


def _ordered(found: QuerySet[ItemPage], asked: dict[str, str]) -> QuerySet[ItemPage]:
    key, down = asked["o"].removeprefix("-"), asked["o"].startswith("-") or not asked["o"]
    name = _ORDERS.get(key, _ORDERS["changed"])[1]
    order = F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)
    return found.select_related("agency", "content_type").order_by(order, "-pk")


def _rows(items: Any) -> list[dict[str, Any]]:
    items = list(items)
    columns, rounds = queries.columns_of(items), queries.last_rounds(items)
    return [
        {
            "item": item,
            "column": columns.get(item.path[: -item.steplen], ""),
            "kind": _kind_words(item.content_type),
            "stand": queries.STANDS[item.stand],
            "round": rounds.get(item.pk),
            "where": _where(rounds.get(item.pk)),
        }
        for item in items
    ]


def _where(one: Round | None) -> str:
    """Say where a round waits."""
    if one is None:
        return ""
    if one.state == Round.State.APPROVED and one.publish_at:
        return f"定于{timezone.localtime(one.publish_at):%m-%d %H:%M}"
    step = one.current
    return f"等{step['name']}" if step else ""


def _kind_words(kind: ContentType) -> str:
    model = kind.model_class()
    return str(model._meta.verbose_name) if model else ""


def _kinds() -> list[tuple[str, str]]:
    return sorted(
        (str(model._meta.model_name), str(model._meta.verbose_name))
        for model in get_page_models()
        if issubclass(model, ItemPage)
    )


def _columns(agencies: list[Agency]) -> list[tuple[int, str]]:
    columns = queries.columns_in(agencies)
    top = min((one.depth for one in columns), default=0)
    return [(one.pk, "　" * (one.depth - top) + one.title) for one in columns]


def _link(given: QueryDict, **changes: Any) -> str:
    """Give the query string with other values; a change that is not to another page leads to the first one."""
    made = given.copy()
    made.pop("p", None)
    for name, value in changes.items():
        made[name] = str(value)
    return f"?{made.urlencode()}"


def _heads(given: QueryDict, asked: dict[str, str]) -> dict[str, dict[str, Any]]:
    current = asked["o"] or "-changed"
    return {
        key: {
            "words": words,
            "link": _link(given, o=key if current == f"-{key}" else f"-{key}"),
            "sort": {f"-{key}": "descending", key: "ascending"}.get(current, ""),
        }
        for key, (words, _) in _ORDERS.items()
    }
