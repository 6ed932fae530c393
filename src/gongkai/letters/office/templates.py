"""The pages on an agency's templates: list, one with its versions, editing with preview and import from Word."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.agencies.views.common import errors_on
from gongkai.law.letters import GROUPS, RECIPIENTS, Kind, fields, kinds
from gongkai.letters.blocks import MARKS, parse
from gongkai.letters.filling import Letter, fill
from gongkai.letters.queries import held, held_all, history, settings_of, version
from gongkai.letters.reading import MOST_BYTES, Unreadable
from gongkai.letters.sample import values_for
from gongkai.letters.services import templates as acts
from gongkai.letters.services.drafting import docx_of, pdf_of, remedy_for
from gongkai.letters.word_templates import template_as_docx, text_from_docx
from gongkai.publishing.views.common import as_file, number

from .common import context_of, is_keeper, kind_or_404, office_view, own_agency
from .forms import RestoreForm, TemplateForm

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@office_view
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """List all kinds, with the version that holds."""
    agency = own_agency(request)
    found = held_all(agency, kinds())
    groups = [
        (words, [(one, found[one.key], RECIPIENTS[one.to]) for one in kinds().values() if one.group == group])
        for group, words in GROUPS.items()
    ]
    settings = settings_of(agency)
    context = context_of(request, agency) | {
        "groups": groups,
        "unset": settings.pk is None or not settings.prefix,
    }
    return render(request, "letters/index.html", context)


@office_view
@require_http_methods(["GET", "HEAD"])
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one kind: its template, what it must have, its versions."""
    agency, one = own_agency(request), kind_or_404(kind)
    return _shown(request, agency, one)


def _shown(request: HttpRequest, agency: Agency, one: Kind, form: RestoreForm | None = None) -> HttpResponse:
    asked = number(request.GET.get("version", ""))
    rows = history(agency, one.key)
    now = held(agency, one.key)
    row = version(agency, one.key, asked) if asked > 0 else None
    if asked > 0 and (row is None or not row.text):
        raise Http404
    context = context_of(request, agency) | {
        "kind": one,
        "to": RECIPIENTS[one.to],
        "text": row.text if row else now.text,
        "row": row,
        "held": now,
        "history": rows,
        "asked": asked if row else 0,
        "form": form or RestoreForm(),
    }
    return render(request, "letters/template.html", context, status=422 if form is not None else 200)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Edit a template: read one from Word, look at it, save it."""
    agency, one = own_agency(request), kind_or_404(kind)
    if not is_keeper(request.user, agency):
        raise Refused(f"文书模板由{agency.short_name}的申请经办人、法制审核人、机关负责人修改。")
    now = held(agency, one.key)
    initial = {"text": now.text, "based_on": now.version.number if now.version else 0, "source": "edited"}
    form = TemplateForm(
        request.POST if request.method == "POST" and "read" not in request.POST else None, initial=initial
    )
    context: dict[str, Any] = {}
    if "read" in request.POST:
        form, context = _read(request, one, initial)
    elif request.method == "POST" and form.is_valid():
        text, based_on = form.cleaned_data["text"], form.cleaned_data["based_on"]
        with errors_on(form):
            if "look" in request.POST:
                if faults := acts.faults_of(one, text):
                    raise Refused("；".join(faults[:20]) + "。")
                return _file(one, _sample(agency, one, text), "pdf", inline=True)
            source = form.cleaned_data["source"] or "edited"
            made = acts.save(
                request.user,
                agency,
                one.key,
                text,
                form.cleaned_data["note"],
                source=source,
                based_on=based_on,
            )
            messages.success(request, f"{one.name}模板已保存为第{made.number}版，以后生成的文书用这一版。")
            return redirect(
                reverse("letters:template", args=[one.key]) + str(context_of(request, agency)["query"])
            )
    context |= context_of(request, agency) | {
        "kind": one,
        "form": form,
        "marks": list(MARKS),
        "fields": [field for field in fields().values() if field.kind != "rows"],
        "rows": [field for field in fields().values() if field.kind == "rows"],
    }
    wrong = bool(form.errors) or bool(context.get("unreadable"))
    return render(request, "letters/edit.html", context, status=422 if wrong else 200)


def _read(request: HttpRequest, one: Kind, initial: dict[str, Any]) -> tuple[TemplateForm, dict[str, Any]]:
    """Read a Word file into the form; what was typed stays where that fails."""
    typed = initial | {
        "text": request.POST.get("text") or initial["text"],
        "note": request.POST.get("note", ""),
    }
    file = request.FILES.get("file")
    if file is None:
        return TemplateForm(initial=typed), {"unreadable": "没有选择文件。"}
    try:
        if (file.size or 0) > MOST_BYTES:
            raise Unreadable(f"文件超过{MOST_BYTES // 1024 // 1024}MB，请删去图片后再传。")
        text = text_from_docx(file.read())
    except Unreadable as error:
        return TemplateForm(initial=typed), {"unreadable": error.message}
    return TemplateForm(initial=typed | {"text": text, "source": "word"}), {
        "was_read": True,
        "faults": acts.faults_of(one, text),
    }


@office_view
@require_POST
def restore(request: HttpRequest, kind: str) -> HttpResponse:
    """Take the standard wording again."""
    agency, one = own_agency(request), kind_or_404(kind)
    form = RestoreForm(request.POST)
    if form.is_valid():
        with errors_on(form):
            acts.restore(request.user, agency, one.key, form.cleaned_data["note"])
            messages.success(request, f"{one.name}已恢复标准文本。")
            return redirect(
                reverse("letters:template", args=[one.key]) + str(context_of(request, agency)["query"])
            )
    return _shown(request, agency, one, form)


@office_view
@require_http_methods(["GET", "HEAD"])
def preview(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Give the template with made-up values, as PDF or Word."""
    agency, one = own_agency(request), kind_or_404(kind)
    if form not in ("pdf", "docx"):
        raise Http404
    asked = number(request.GET.get("version", ""))
    row = version(agency, one.key, asked) if asked > 0 else None
    if asked > 0 and (row is None or not row.text):
        raise Http404
    return _file(one, _sample(agency, one, row.text if row else held(agency, one.key).text), form)


@office_view
@require_http_methods(["GET", "HEAD"])
def word(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the template itself as a Word file, to be changed and read back."""
    agency, one = own_agency(request), kind_or_404(kind)
    return as_file(template_as_docx(held(agency, one.key).text), _WORD, f"{one.name}模板.docx")


def _sample(agency: Agency, one: Kind, text: str) -> Letter:
    from django.utils import timezone

    remedy = remedy_for(agency, one.key, timezone.localdate(), online=True)
    given = {"机关": agency.full_name, "救济途径": remedy.text or "（这种文书不写救济途径）"}
    return fill(parse(text), values_for() | given)


def _file(one: Kind, letter: Letter, form: str, *, inline: bool = False) -> HttpResponse:
    if form == "docx":
        return as_file(docx_of(letter), _WORD, f"{one.name}（样张）.docx")
    answer = as_file(pdf_of(letter), "application/pdf", f"{one.name}（样张）.pdf")
    if inline:
        answer["Content-Disposition"] = content_disposition_header(False, f"{one.name}（样张）.pdf")
    return answer
