"""Publish a report, correct it, withdraw it, and write down where it stands on the agency's own site.

Publication itself is the one act of `gongkai.publishing`; here stands what it means for a report. All of it, from the frozen
edition to the page citizens read, is one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from wagtail.models import Page

from gongkai.agencies.acts import Doing, Refused, act
from gongkai.agencies.models import Agency, User
from gongkai.numbering.services import next_number
from gongkai.portal.models import ColumnPage
from gongkai.publishing import services as publishing
from gongkai.report.model import Finding
from gongkai.reporting import queries
from gongkai.reporting.contents import FIRST_YEAR, report_of
from gongkai.reporting.examining import examine, key_of
from gongkai.reporting.models import Draft, Edition, ReportPage
from gongkai.reporting.public.downloads import forget
from gongkai.tasks.services import defer

from .duties import MAKERS
from .mending import locked
from .preparing import prepare_downloads

KIND = "report"


def publish(
    person: User | None,
    agency: Agency,
    draft: Draft,
    *,
    version: int,
    acknowledged: Mapping[str, str] | None = None,
    reason: str = "",
) -> Edition:
    """Publish a draft as the year's report: edition, page and event in one transaction.

    `version` is that of the draft the person read. Errors keep a report from publication unless `acknowledged` gives a
    reason for each, by `examining.key_of`. `reason` is why a correction (更正版) was made; an edition after the first needs one.
    """
    publication = ReportPublication(draft, version, acknowledged or {}, reason)
    edition: Edition = publishing.publish(person, agency, publication)
    return edition


def withdraw(person: User | None, agency: Agency, edition: Edition, reason: str) -> Edition:
    """Take the year's report from the public; the address then says that and why."""
    withdrawn: Edition = publishing.withdraw(person, agency, _Standing(edition), reason)
    return withdrawn


@dataclass
class ReportPublication:
    """A draft about to be published; what `publish` was told."""

    draft: Draft
    version: int
    acknowledged: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    kind: str = KIND

    def bring_out(self, doing: Doing) -> Edition:
        """Freeze the draft as an edition and put it on the page of its year."""
        draft = locked(doing, self.draft)
        if draft.version != self.version:
            raise Refused("您确认之后，这份年报稿又被改动，没有发布；请重新核对。")
        report = report_of(draft.content)
        year, today = report.year, timezone.localdate()
        if year is None or not FIRST_YEAR <= year <= today.year:
            raise Refused(f"年报的年度应在{FIRST_YEAR}年至{today.year}年之间；请先改正年度。")
        # the number is taken first: it makes two who publish the same year's report wait for each other
        number = next_number(doing.agency.public_id, "report-edition", year)
        reason = self._reason(doing.agency, draft, year)
        left = self._answered(examine(doing.agency, report, today).errors)
        edition = Edition.everything.create(
            agency=doing.agency,
            page=_page(doing, year),
            year=year,
            number=number,
            content=draft.content,
            reason=reason,
            acknowledged=left,
            published_at=timezone.now(),
            published_by=doing.person,
        )
        draft.state = Draft.State.PUBLISHED
        draft.save()
        doing.on("report_edition", edition.public_id)
        doing.note(
            draft=draft.public_id, year=year, number=number, acknowledged=[one["rule"] for one in left]
        )
        defer(prepare_downloads, edition.pk)
        return edition

    def take_back(self, doing: Doing, reason: str) -> Edition:
        """Refuse: a draft is not public."""
        raise Refused("这份年报稿还没有发布，不用撤回。")

    def _reason(self, agency: Agency, draft: Draft, year: int) -> str:
        reason = " ".join(self.reason.split())[:300]
        newest = queries.newest_edition(agency, year)
        if newest is None:
            if draft.corrects is not None:
                raise Refused(
                    f"这份稿子更正的是{draft.corrects.year}年的年报，年度不能改成{year}年；请改回年度。"
                )
            return ""
        if queries.edition_in_the_way(draft, year) is not None:
            raise Refused(
                f"{year}年的年报已经发布（第{newest.number}版）。要改动它，请打开已发布的年报，点“更正”。"
            )
        if not reason:
            raise Refused("更正要写明理由；理由会和更正版一起公开。")
        return reason

    def _answered(self, errors: tuple[Finding, ...]) -> list[dict[str, str]]:
        left = []
        for finding in errors:
            reason = " ".join(self.acknowledged.get(key_of(finding), "").split())[:300]
            if not reason:
                raise Refused(
                    "年报还有错误没有改正，没有发布。请改正；确属实际情况的，逐项写明理由后再发布。"
                )
            left.append(
                {
                    "rule": finding.rule,
                    "place": finding.place,
                    "message": finding.message,
                    "reason": reason,
                }
            )
        return left


@dataclass
class _Standing:
    """A published report about to be withdrawn."""

    edition: Edition
    kind: str = KIND

    def bring_out(self, doing: Doing) -> Edition:
        """Refuse: it is public already."""
        raise Refused("这一版已经发布。")

    def take_back(self, doing: Doing, reason: str) -> Edition:
        """Mark the edition as withdrawn; its page leaves all lists and stays to tell those who follow the old address."""
        edition = locked_edition(doing, self.edition)
        _require_newest(edition, "撤回")
        if edition.withdrawn_at is not None:
            raise Refused("这一版已经撤回。")
        edition.withdrawn_at, edition.withdrawn_reason = timezone.now(), " ".join(reason.split())[:300]
        edition.save()
        # without a person: nobody may unpublish by the page editor's own rights, and this act has asked for the duty
        edition.page.unpublish(log_action=False)
        doing.note(year=edition.year, number=edition.number)
        doing.afterwards(partial(forget, edition))
        return edition


@act("report.correct", *MAKERS)
def correct(doing: Doing, edition: Edition) -> Draft:
    """Begin a correction (更正版): a draft with what the newest edition says. The edition stays as it is."""
    edition = locked_edition(doing, edition)
    _require_newest(edition, "更正")
    if edition.corrections.filter(state=Draft.State.OPEN).exists():
        raise Refused("这一版的更正稿已经在编辑；请在年报稿里接着改，或者先放弃那一份。")
    draft = Draft.everything.create(
        agency=doing.agency,
        year=edition.year,
        source=edition.content,
        content=edition.content,
        corrects=edition,
        created_by=doing.person,
    )
    doing.note(draft=draft.public_id, year=edition.year, number=edition.number)
    return draft


@act("report.outside_address", *MAKERS)
def record_outside_address(doing: Doing, edition: Edition, address: str) -> Edition:
    """Write down where the report stands on the agency's own site; an empty address takes it away."""
    edition = locked_edition(doing, edition)
    address = address.strip()
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            raise Refused("网址应以 http:// 或者 https:// 开头，写完整。") from error
        if len(address) > 200:
            raise Refused("网址超过200个字符，请用报告页面本身的网址。")
    edition.outside_address = address
    edition.save()
    doing.note(year=edition.year, number=edition.number, address=address)
    return edition


def locked_edition(doing: Doing, edition: Edition) -> Edition:
    """Fetch the edition anew inside an act, locked; refuses another agency's."""
    found: Edition | None = (
        Edition.objects.for_agency(doing.agency.pk).select_for_update().filter(pk=edition.pk).first()
    )
    if found is None:
        raise Refused("没有这份年报。")
    doing.on("report_edition", found.public_id)
    return found


def _require_newest(edition: Edition, what: str) -> None:
    newest = queries.newest_edition(edition.agency, edition.year)
    if newest is not None and newest.pk != edition.pk:
        raise Refused(f"{edition.year}年的年报已有第{newest.number}版，只能{what}最新的一版。")


def _page(doing: Doing, year: int) -> ReportPage:
    """Give the page of the year's report, published; made where there is none."""
    column = _column(doing.agency)
    page = ReportPage.objects.filter(agency=doing.agency, year=year).first()
    if page is None:
        title = f"{doing.agency.full_name}{year}年政府信息公开工作年度报告"
        taken = Page.objects.child_of(column).filter(slug=str(year)).exists()
        page = ReportPage(
            title=title,
            draft_title=title,
            slug=f"{year}-report" if taken else str(year),
            agency=doing.agency,
            year=year,
            owner=doing.person,
            live=False,
        )
        column.add_child(instance=page)
    revision = page.save_revision(user=doing.person, log_action=False)
    revision.publish(user=doing.person, log_action=False, skip_permission_checks=True)
    page.refresh_from_db()
    return page


def _column(agency: Agency) -> Any:
    column = queries.reports_column(agency)
    if column is None:
        raise Refused(
            f"{agency.short_name}还没有“{ColumnPage.Key.REPORTS.label}”栏目，年报没有地方发布；请系统管理员先建立公开平台。"
        )
    # two reports of one agency published at once are put under the column one after the other
    return ColumnPage.objects.select_for_update(of=("self",)).get(pk=column.pk)
