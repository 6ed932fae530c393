"""Purge what should never have been uploaded: name what goes, ask for the word, remove it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Duty
from gongkai.agencies.queries import may, scope_of
from gongkai.portal.models import ItemPage
from gongkai.publishing import queries, services
from gongkai.publishing.forms import PurgeForm
from gongkai.publishing.services.purging import files_of_all_versions

from .common import office_view


@office_view
def purge(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what will go, and remove it."""
    found = queries.item_in(scope_of(request.user), slug)
    if not may(request.user, found.agency, Duty.HEAD, Duty.ADMINISTRATOR):
        raise Refused("清除由机关负责人或者系统管理员办理；情况紧急的，请先撤回。")
    if found.purged_at is not None:
        messages.warning(request, "这条信息已经清除过了。")
        return redirect("publishing:item", slug)
    form = PurgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record = services.purge(
                request.user,
                found.agency,
                found,
                why=form.cleaned_data["why"],
                note=form.cleaned_data["note"],
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(
                request, f"已清除{record.versions}个版本、{record.files}个文件。备份请另行处理。"
            )
            return redirect("publishing:item", slug)
    context = {
        "item": found,
        "form": form,
        "versions": found.revisions.count(),
        "files": _files(found),
        "backups": settings.BACKUPS,
    }
    return render(request, "publishing/office/purge.html", context, status=422 if form.errors else 200)


def _files(found: ItemPage) -> list[str]:
    documents, images = files_of_all_versions(found)
    return [
        title
        for model, ids in ((get_document_model(), documents), (get_image_model(), images))
        for title in model.objects.filter(pk__in=ids).order_by("pk").values_list("title", flat=True)
    ]
