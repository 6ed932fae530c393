"""Begin a new item: choose the column and the kind on one page, then write in the page editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.models import get_page_models

from gongkai.agencies.acts import Refused
from gongkai.portal.models import ColumnPage, ItemPage
from gongkai.publishing import queries
from gongkai.publishing.kinds import kind_for

from .common import agencies_to, may_make, number, office_view

_NOT_FOR_ITEMS = (ColumnPage.Key.APPLY, ColumnPage.Key.REPORTS, ColumnPage.Key.STATUTORY)


@office_view
def new(request: HttpRequest) -> HttpResponse:
    """Choose, and go on to the page editor."""
    agencies = agencies_to(request.user, may_make)
    if not agencies:
        raise Refused("您没有拟写信息的职责；请本机关的系统管理员为您登记信息员职责。")
    columns = queries.columns_in(agencies)
    names = {column.path: column.title for column in columns}
    open_columns = [
        one for one in columns if one.closed_on is None and one.live and one.key not in _NOT_FOR_ITEMS
    ]
    kinds = {str(model._meta.model_name): model for model in _models()}
    mistake = ""
    if request.method == "POST":
        wanted = number(request.POST.get("column", ""))
        column = next((one for one in open_columns if one.pk == wanted), None)
        if column is None:
            mistake = "请选择放在哪个栏目。"
        else:
            kind = kinds.get(request.POST.get("kind", ""), kind_for(column))
            return redirect("wagtailadmin_pages:add", "portal", kind._meta.model_name, column.pk)
    context = {
        "groups": _groups(agencies, open_columns, names),
        "several": len(agencies) > 1,
        "kinds": sorted((key, str(model._meta.verbose_name)) for key, model in kinds.items()),
        "chosen": request.POST.get("column", ""),
        "mistake": mistake,
    }
    return render(request, "publishing/office/new.html", context, status=422 if mistake else 200)


def _models() -> list[Any]:
    return [model for model in get_page_models() if issubclass(model, ItemPage)]


def _groups(agencies: list[Any], columns: list[ColumnPage], names: dict[str, str]) -> list[dict[str, Any]]:
    """Put the columns below what they stand in: one group for each agency and column right below its platform."""
    found: list[dict[str, Any]] = []
    for agency in agencies:
        platform = getattr(agency, "platform", None)
        if platform is None:
            continue
        length = len(platform.path) + platform.steplen
        for column in columns:
            if not column.path.startswith(platform.path):
                continue
            top = column.path[:length]
            if not found or found[-1]["top"] != top:
                found.append({"top": top, "agency": agency, "title": names.get(top, ""), "rows": []})
            above = [
                names[column.path[:end]]
                for end in range(length + column.steplen, len(column.path), column.steplen)
                if column.path[:end] in names
            ]
            kind = kind_for(column)._meta.verbose_name
            found[-1]["rows"].append({"column": column, "above": " › ".join(above), "kind": kind})
    return found
