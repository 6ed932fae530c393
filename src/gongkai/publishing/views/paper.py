"""Review on paper (纸质审批): print the forms, and enter what was signed with its scan."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import User
from gongkai.agencies.queries import scope_of
from gongkai.files.reading import Refused as NotTaken
from gongkai.files.reading import kind_of
from gongkai.files.services import UploadRefused, keep_upload
from gongkai.publishing import queries, services
from gongkai.publishing.forms import PaperForm, SecrecyFields
from gongkai.publishing.models import Round
from gongkai.publishing.papers import as_docx, papers_of
from gongkai.publishing.review import refusal

from .common import as_file, may_make, office_view
from .deciding import told

_SCANS = ("pdf", "png", "jpeg", "jpg")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@office_view
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """Enter a decision that was given on paper."""
    one = queries.round_in(scope_of(request.user), public_id)
    step = one.current
    if step is None:
        raise Refused("这次送审已经结束，不能再登记审批。")
    if not may_make(request.user, one.agency):
        raise Refused("纸质审批由信息员、审核人、机关负责人登记。")
    signers = _signers(one)
    people = User.objects.filter(pk__in=[who.pk for who in signers])
    form = PaperForm(
        request.POST or None, request.FILES or None, people=people, initial={"seen": one.verdicts.count()}
    )
    approving = request.POST.get("verdict") == "approve"
    secrecy = (
        SecrecyFields(request.POST if request.method == "POST" and approving else None)
        if step["secrecy"]
        else None
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and (secrecy is None or not approving or secrecy.is_valid())
    ):
        try:
            one = _enter(request, one, form.cleaned_data, secrecy if approving else None)
        except (Refused, UploadRefused) as refused:
            form.add_error(None, refused.message)
        else:
            returned = one.state == Round.State.RETURNED
            messages.success(
                request, "已登记纸质审批：退回。" if returned else f"已登记纸质审批。{told(one)}"
            )
            return redirect("publishing:item", one.item.slug)
    context = {
        "round": one,
        "item": one.item,
        "step": step,
        "form": form,
        "secrecy_form": secrecy,
        "signers": signers,
    }
    wrong = request.method == "POST"
    return render(request, "publishing/office/paper.html", context, status=422 if wrong else 200)


def _signers(one: Round) -> list[User]:
    """List who may sign at the step the round waits at."""
    step = one.current or {}
    holders = queries.holders_of(one.agency)
    people = (one.assigned_to,) if one.assigned_to else holders[step["duty"]].people
    return [who for who in people if who and not refusal(who, one, paper=True)]


def _enter(request: HttpRequest, one: Round, said: dict[str, Any], secrecy: SecrecyFields | None) -> Round:
    with transaction.atomic():
        scan = keep_upload(one.agency, request.user, _checked(said["scan"]))
        signature = services.PaperSignature(said["signer"], said["on"], scan)
        if said["verdict"] == "return":
            return services.give_back(
                request.user, one.agency, one, said["comment"], paper=signature, seen=said["seen"]
            )
        return services.approve(
            request.user,
            one.agency,
            one,
            comment=said["comment"],
            proofread=said["proofread"],
            secrecy=secrecy.answer() if secrecy else None,
            paper=signature,
            seen=said["seen"],
        )


def _checked(file: Any) -> Any:
    """Take PDF files and pictures only, by what is in them."""
    try:
        typed = kind_of(file.name, file.read())
    except NotTaken as error:
        raise Refused(error.message) from error
    finally:
        file.seek(0)
    if typed.kind.id not in _SCANS:
        raise Refused(f"扫描件应为PDF、JPG或者PNG文件，这是{typed.kind.label}。")
    return file


@office_view
@require_safe
def form_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the papers ready to be printed."""
    one = queries.round_in(scope_of(request.user), public_id)
    return render(request, "publishing/office/paper_form.html", {"round": one, "papers": papers_of(one)})


@office_view
@require_safe
def form_docx(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the papers as a Word document."""
    one = queries.round_in(scope_of(request.user), public_id)
    return as_file(as_docx(papers_of(one)), _DOCX, "审批单和保密审查单.docx")


@office_view
@require_safe
def scan(request: HttpRequest, public_id: str, number: int) -> HttpResponse | FileResponse:
    """Hand out the signed paper, to be saved and never shown by the browser."""
    one = queries.round_in(scope_of(request.user), public_id)
    verdict = one.verdicts.select_related("scan").filter(number=number).first()
    if verdict is None or verdict.scan is None:
        raise Http404
    try:
        stream = verdict.scan.file.open("rb")
    except FileNotFoundError as error:
        raise Refused("存放的扫描件不见了；请与平台管理员联系。") from error
    answer = FileResponse(
        stream, as_attachment=True, filename=verdict.scan.name, content_type="application/octet-stream"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
