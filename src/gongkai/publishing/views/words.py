"""The agency's own list of words to be mended (错敏词): looked through, added to, brought in, taken along."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty
from gongkai.agencies.queries import may
from gongkai.files.reading import CLASSES, RowError, read_word_list
from gongkai.files.reading import Refused as NotTaken
from gongkai.publishing import services
from gongkai.publishing.models import SensitiveWord

from .common import agencies_to, as_file, chosen_agency, office_view

PER_PAGE = 100
MOST_BYTES = 10 * 1024 * 1024
_HEADS = ("词语", "类别", "建议", "例外")


class WordForm(forms.Form):
    """One word."""

    word = forms.CharField(label="词语", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=[(one, one) for one in CLASSES], initial="自定义")
    suggestion = forms.CharField(label="建议的写法", max_length=100, required=False)
    exceptions = forms.CharField(
        label="例外", max_length=300, required=False, help_text="包含这个词但没有错的说法，用顿号分开"
    )


def may_word(person: Any, agency: Agency) -> bool:
    """Whether the person may change the agency's list."""
    return may(person, agency, Duty.HEAD, Duty.ADMINISTRATOR, Duty.REVIEWER)


def _agency(request: HttpRequest) -> Agency:
    return chosen_agency(request, agencies_to(request.user, may_word))


@office_view
def words(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    return _page(request, _agency(request))


def _page(
    request: HttpRequest, agency: Agency, form: WordForm | None = None, errors: list[RowError] | None = None
) -> HttpResponse:
    found = SensitiveWord.objects.for_agency(agency.pk).order_by("kind", "word")
    if asked := request.GET.get("q", "").strip():
        found = found.filter(word__icontains=asked)
    context = {
        "agency": agency,
        "agencies": agencies_to(request.user, may_word),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "asked": asked,
        "form": form or WordForm(),
        "errors": errors or [],
        "kinds": list(CLASSES),
    }
    wrong = bool(errors or (form and form.errors))
    return render(request, "publishing/office/words.html", context, status=422 if wrong else 200)


def _back(agency: Agency) -> HttpResponse:
    return redirect(f"{reverse('publishing:words')}?agency={agency.public_id}")


@office_view
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add one word, or change it."""
    agency, form = _agency(request), WordForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            row = (said["word"], said["kind"], said["suggestion"], said["exceptions"])
            services.set_words(request.user, agency, [row])
        except Refused as refused:
            form.add_error("word", refused.message)
        else:
            messages.success(request, f"已加入“{said['word']}”。")
            return _back(agency)
    return _page(request, agency, form)


@office_view
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a word from the list."""
    agency = _agency(request)
    word = SensitiveWord.objects.for_agency(agency.pk).get(pk=number)
    services.remove_word(request.user, agency, word)
    messages.success(request, f"已删除“{word}”。")
    return _back(agency)


@office_view
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Bring in a file of words; rows that cannot be taken are told by their number, the others are taken."""
    agency = _agency(request)
    file = request.FILES.get("file")
    if file is None:
        raise Refused("没有选择文件；请先选择一个CSV或者Excel文件。")
    if (file.size or 0) > MOST_BYTES:
        raise Refused("词表文件超过10MB，请分成几个文件。")
    try:
        found, errors = read_word_list(file.name or "", file.read(), request.POST.get("kind") or "自定义")
    except NotTaken as error:
        raise Refused(error.message) from error
    done = services.set_words(
        request.user,
        agency,
        [(one.word, one.kind, one.suggestion, "、".join(one.exceptions)) for one in found],
    )
    if done:
        messages.success(request, f"已导入{done}个词。")
    return _page(request, agency, errors=errors) if errors else _back(agency)


@office_view
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as CSV, in a form that can be brought in again; Excel opens it."""
    agency = _agency(request)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_HEADS)
    for row in SensitiveWord.objects.for_agency(agency.pk).order_by("kind", "word"):
        writer.writerow([row.word, row.kind, row.suggestion, row.exceptions])
    name = f"{agency.short_name}错敏词-{timezone.localdate():%Y%m%d}.csv"
    return as_file(("\ufeff" + written.getvalue()).encode(), "text/csv; charset=utf-8", name)
