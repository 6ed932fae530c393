"""Every act on a report: what it does, who may, in which state, what the audit log says, and that it is whole or nothing."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.reporting.office import file_of, make_person, report, wrong_report

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, Duty, User
from gongkai.audit.models import Entry
from gongkai.files.models import Upload
from gongkai.publishing.models import Event
from gongkai.report.reading import ReadError, read_bytes
from gongkai.report.sample import sample_previous
from gongkai.reporting import queries, services
from gongkai.reporting.contents import report_of
from gongkai.reporting.examining import examine, key_of
from gongkai.reporting.models import Change, Draft, Edition, HandFigure, ReportPage
from gongkai.reporting.services.mending import NotUnderstood

GRANTED = "applications.granted.person"
pytestmark = pytest.mark.django_db


def answered(agency: Agency, draft: Draft) -> dict[str, str]:
    errors = examine(agency, report_of(draft.content)).errors
    return {key_of(finding): "已核对，情况属实" for finding in errors}


def published(officer: User, agency: Agency, one: Any = None) -> Edition:
    draft = services.take_in(officer, agency, one or report())
    return services.publish(
        officer, agency, draft, version=draft.version, acknowledged=answered(agency, draft)
    )


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_an_uploaded_file_becomes_a_draft_and_is_kept_unchanged(agency: Agency, officer: User) -> None:
    file = file_of(report(), "../../etc/2023\u202e年报.docx")
    data = file.read()
    file.seek(0)
    draft = services.upload(officer, agency, file)
    assert report_of(draft.content).figures == report().figures
    assert (draft.year, draft.version, draft.state) == (2023, 0, "open")
    assert draft.upload is not None
    assert draft.upload.name == "2023年报.docx"
    with draft.upload.file.open("rb") as kept:
        assert kept.read() == data
    entry = Entry.objects.last()
    assert (entry.act, entry.actor, entry.object_id) == ("report.upload", officer.public_id, draft.public_id)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.docx", b""),
        ("图.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 50),
        ("坏.docx", b"PK\x03\x04" + b"0" * 50),
        ("会议.txt", "关于召开会议的通知，请准时参加。".encode()),
        ("年报.exe", b"MZ" + bytes(range(256))),
    ],
)
def test_what_the_core_refuses_is_refused_in_its_words_and_nothing_is_kept(
    name: str, data: bytes, agency: Agency, officer: User
) -> None:
    with pytest.raises(ReadError) as core:
        read_bytes(data, name)
    with pytest.raises(services.ReadRefused) as here:
        services.upload(officer, agency, SimpleUploadedFile(name, data))
    assert (here.value.code, here.value.message) == (core.value.code, core.value.message)
    assert not Upload.everything.exists()
    assert not Draft.everything.exists()


def test_a_file_over_the_limit_is_refused(agency: Agency, officer: User, settings: Any) -> None:
    settings.UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(services.ReadRefused, match="超过1MB的上限") as refused:
        services.upload(officer, agency, SimpleUploadedFile("大.txt", b"0" * (1024 * 1024 + 1)))
    assert refused.value.code == "too_large"


def test_begun_from_nothing_every_cell_is_blank_and_an_error(agency: Agency, officer: User) -> None:
    draft = services.begin(officer, agency, 2023)
    content = report_of(draft.content)
    assert content.form == "2021"
    assert set(content.figures.values()) == {None}
    assert examine(agency, content).errors
    assert report_of(services.begin(officer, agency, 2019).content).form == "2019"
    with pytest.raises(Refused, match="年度应在"):
        services.begin(officer, agency, 2999)


def test_a_change_is_logged_with_what_stood_there_and_why(agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, wrong_report())
    before = report_of(draft.content).figures[GRANTED]
    typed = {GRANTED: " ９ ", "sections.other": "没有。\r\n", "year": "2023"}
    draft = services.change(officer, agency, draft, 0, typed, "原文件抄错")
    change = Change.objects.get(place=GRANTED)
    assert (change.before, change.after, change.reason) == (before, 9, "原文件抄错")
    assert (change.version, change.by) == (1, officer)
    assert draft.version == 1
    assert not Change.objects.filter(place="year").exists()
    assert Entry.objects.get(act="report.change").details["places"] == [GRANTED, "sections.other"]


def test_signs_a_database_refuses_are_left_out(agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, report(sections={"overview": "甲\x00乙\ud800丙\n丁"}))
    draft.refresh_from_db()
    assert report_of(draft.content).sections["overview"] == "甲乙丙\n丁"
    typed = {"sections.overview": "戊\x00己", "agency": " 某\u0007\n局 "}
    draft = services.change(officer, agency, draft, 0, typed, "改")
    draft.refresh_from_db()
    assert report_of(draft.content).sections["overview"] == "戊己"
    assert report_of(draft.content).agency == "某 局"


def test_nothing_changed_leaves_the_draft_as_it_is(agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, report())
    words = {f"sections.{key}": f"{text}\r\n" for key, text in report().sections.items()}
    assert services.change(officer, agency, draft, 0, words, "").version == 0


def test_a_change_needs_a_reason_where_a_file_stands_behind(agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, report())
    with pytest.raises(Refused, match="写明修改的理由"):
        services.change(officer, agency, draft, 0, {GRANTED: "5"}, "  ")
    begun = services.begin(officer, agency, 2023)
    assert services.change(officer, agency, begun, 0, {GRANTED: "5"}, "").version == 1


@pytest.mark.parametrize(
    "text", ["三", "-1", "1.5", "1e5", "９９" * 30, "--1", "１,2,x", "+", ".", "0x10", "²"]
)
def test_what_is_no_figure_is_refused_beside_its_cell(text: str, agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, report())
    with pytest.raises(NotUnderstood) as refused:
        services.change(officer, agency, draft, 0, {GRANTED: text, "applications.granted.other": "3"}, "改")
    assert list(refused.value.places) == [GRANTED]
    assert "予以公开" in refused.value.places[GRANTED]
    draft.refresh_from_db()
    assert draft.version == 0


def test_money_may_have_decimals(agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, report())
    draft = services.change(officer, agency, draft, 0, {"proactive.fees": "1,234.56"}, "改")
    assert str(report_of(draft.content).figures["proactive.fees"]) == "1234.56"


@pytest.mark.parametrize(
    "place", ["applications.granted.nobody", "sections.secret", "state", "", "agency_id"]
)
def test_a_place_that_does_not_exist_is_refused(place: str, agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, report())
    with pytest.raises(Refused, match="没有的位置"):
        services.change(officer, agency, draft, 0, {place: "5"}, "改")


def test_the_second_officer_is_told_who_changed_what(agency: Agency, officer: User) -> None:
    second = make_person(agency, Duty.REVIEWER, name="li")
    draft = services.take_in(officer, agency, report())
    services.change(officer, agency, draft, 0, {GRANTED: "5"}, "改")
    with pytest.raises(services.Stale) as stale:
        services.change(second, agency, draft, 0, {GRANTED: "6"}, "改")
    assert [(one.by, one.place, one.after) for one in stale.value.changes] == [(officer, GRANTED, 5)]
    draft.refresh_from_db()
    assert report_of(draft.content).figures[GRANTED] == 5


def test_a_discarded_draft_is_closed(agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, report())
    services.discard(officer, agency, draft)
    for attempt in (
        lambda: services.change(officer, agency, draft, 0, {GRANTED: "5"}, "改"),
        lambda: services.publish(officer, agency, draft, version=0),
        lambda: services.discard(officer, agency, draft),
    ):
        with pytest.raises(Refused, match="已放弃"):
            attempt()


def test_publication_freezes_the_report_and_puts_it_on_its_page(agency: Agency, officer: User) -> None:
    edition = published(officer, agency)
    page = ReportPage.objects.get()
    assert page.live
    assert (page.slug, page.get_parent().title) == ("2023", "政府信息公开年报")
    assert (edition.number, edition.year, edition.page) == (1, 2023, page)
    assert report_of(edition.content) == report()
    assert Draft.everything.get().state == "published"
    assert Event.everything.get().kind == "report.published"
    assert acts()[-2:] == ["report.take_in", "publish"]
    assert Entry.objects.get(act="publish").object_id == edition.public_id


def test_errors_keep_a_report_from_publication_until_each_is_answered_for(
    agency: Agency, officer: User
) -> None:
    draft = services.take_in(officer, agency, wrong_report())
    errors = examine(agency, report_of(draft.content)).errors
    assert len(errors) > 1
    some = {key_of(finding): "属实" for finding in errors[1:]}
    for acknowledged in ({}, some, some | {key_of(errors[0]): "  "}, {"forged": "属实"}):
        with pytest.raises(Refused, match="还有错误"):
            services.publish(officer, agency, draft, version=0, acknowledged=acknowledged)
    assert not Edition.everything.exists()
    edition = services.publish(
        officer, agency, draft, version=0, acknowledged=some | {key_of(errors[0]): "以台账为准"}
    )
    assert {one["reason"] for one in edition.acknowledged} == {"属实", "以台账为准"}


def test_what_was_read_is_what_is_published(agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, report())
    services.change(officer, agency, draft, 0, {GRANTED: "5"}, "改")
    with pytest.raises(Refused, match="又被改动"):
        services.publish(officer, agency, draft, version=0)


def test_the_name_of_another_agency_is_an_error(agency: Agency) -> None:
    found = examine(agency, replace(report(), agency="示例市清河区水务局")).errors
    assert found[0].rule == "OFFICE-AGENCY"
    assert "示例市清河区水务局" in found[0].message


def test_last_years_report_is_compared(agency: Agency, officer: User) -> None:
    published(officer, agency, sample_previous())
    assert examine(agency, report()).previous == sample_previous()
    wrong = wrong_report("applications.carried_in.person")
    assert any("上年" in finding.message for finding in examine(agency, wrong).errors)


def test_a_year_is_published_once_and_then_corrected(agency: Agency, officer: User) -> None:
    first = published(officer, agency)
    with pytest.raises(Refused, match="点“更正”"):
        published(officer, agency)
    draft = services.correct(officer, agency, first)
    with pytest.raises(Refused, match="已经在编辑"):
        services.correct(officer, agency, first)
    draft = services.change(officer, agency, draft, 0, {"sections.other": "补充说明。"}, "漏写")
    told = answered(agency, draft)
    with pytest.raises(Refused, match="更正要写明理由"):
        services.publish(officer, agency, draft, version=1, acknowledged=told)
    second = services.publish(officer, agency, draft, version=1, acknowledged=told, reason="漏写收费依据")
    assert (second.number, second.reason, second.page_id) == (2, "漏写收费依据", first.page_id)
    first.refresh_from_db()
    assert report_of(first.content) == report()
    with pytest.raises(Refused, match="已有第2版"):
        services.correct(officer, agency, first)
    assert queries.current_edition(agency, 2023) == second
    assert ReportPage.objects.count() == 1


def test_a_correction_stays_in_its_year(agency: Agency, officer: User) -> None:
    draft = services.correct(officer, agency, published(officer, agency))
    draft = services.change(officer, agency, draft, 0, {"year": "2022"}, "改")
    with pytest.raises(Refused, match="年度不能改"):
        services.publish(officer, agency, draft, version=1, acknowledged=answered(agency, draft), reason="改")


def test_a_refused_publication_uses_no_number(agency: Agency, officer: User) -> None:
    draft = services.take_in(officer, agency, wrong_report())
    with pytest.raises(Refused):
        services.publish(officer, agency, draft, version=0)
    assert published(officer, agency).number == 1


def test_withdrawal_needs_a_reason_and_is_kept(agency: Agency, officer: User) -> None:
    edition = published(officer, agency)
    with pytest.raises(Refused, match="写明理由"):
        services.withdraw(officer, agency, edition, " ")
    edition = services.withdraw(officer, agency, edition, "数字有误，正在核对")
    assert edition.withdrawn_at is not None
    assert edition.withdrawn_reason == "数字有误，正在核对"
    assert queries.current_edition(agency, 2023) is None
    assert Event.everything.last().kind == "report.withdrawn"
    with pytest.raises(Refused, match="已经撤回"):
        services.withdraw(officer, agency, edition, "再撤")
    draft = services.take_in(officer, agency, report())
    again = services.publish(
        officer, agency, draft, version=0, acknowledged=answered(agency, draft), reason="核对完毕"
    )
    assert again.number == 2


def test_the_outside_address_is_kept(agency: Agency, officer: User) -> None:
    edition = published(officer, agency)
    address = "https://www.example.gov.cn/zfxxgk/nb/2023.html"
    assert (
        services.record_outside_address(officer, agency, edition, f" {address} ").outside_address == address
    )
    for wrong in (
        "www.example.gov.cn",
        "javascript:alert(1)",
        "ftp://example.gov.cn/",
        f"https://a.cn/{'a' * 200}",
    ):
        with pytest.raises(Refused, match="网址"):
            services.record_outside_address(officer, agency, edition, wrong)
    assert services.record_outside_address(officer, agency, edition, "").outside_address == ""


def test_the_packet_to_hand_over_holds_the_report_in_each_format(
    agency: Agency, officer: User, require: Any
) -> None:
    require("cjk-font")
    edition = published(officer, agency)
    with zipfile.ZipFile(io.BytesIO(services.hand_over(officer, agency, edition))) as packet:
        endings = {name.rsplit(".", 1)[1]: packet.read(name) for name in packet.namelist()}
    assert set(endings) == {"html", "docx", "pdf", "xlsx", "txt"}
    page = endings["html"].decode()
    assert not any(sign in page for sign in ("<script", "<style", "<!DOCTYPE", "style="))
    for ending in ("html", "docx", "xlsx"):
        assert read_bytes(endings[ending], f"a.{ending}").figures == report().figures
    assert acts()[-1] == "report.hand_over"


def _every_act(agency: Agency, draft: Draft, edition: Edition) -> dict[str, Any]:
    return {
        "upload": lambda who: services.upload(who, agency, file_of(report())),
        "upload_many": lambda who: services.upload_many(who, agency, [file_of(report())]),
        "take_in": lambda who: services.take_in(who, agency, report()),
        "begin": lambda who: services.begin(who, agency, 2023),
        "change": lambda who: services.change(who, agency, draft, 0, {GRANTED: "5"}, "改"),
        "publish": lambda who: services.publish(who, agency, draft, version=0),
        "discard": lambda who: services.discard(who, agency, draft),
        "correct": lambda who: services.correct(who, agency, edition),
        "withdraw": lambda who: services.withdraw(who, agency, edition, "错"),
        "record_outside_address": lambda who: services.record_outside_address(who, agency, edition, ""),
        "hand_over": lambda who: services.hand_over(who, agency, edition),
        "enter_figure": lambda who: services.enter_figure(
            who, agency, year=2022, key=HandFigure.Key.values[0], value=1, source="台账", reason="没有登记"
        ),
        "answer_doubt": lambda who: services.answer_doubt(
            who, agency, year=2022, key="IN-FORCE", reason="核对过了"
        ),
    }


def test_every_act_is_refused_to_whoever_has_not_the_duty(
    agency: Agency, officer: User, stranger: User
) -> None:
    edition = published(officer, agency)
    draft = services.take_in(officer, agency, report())
    supervisor = make_person(agency, Duty.SUPERVISOR, name="chen")
    counts = (Draft.everything.count(), Upload.everything.count(), Entry.objects.count())
    tried = _every_act(agency, draft, edition)
    assert set(tried) == set(services.__all__) - {
        "MAKERS",
        "MOST_FILES",
        "NotUnderstood",
        "ReadRefused",
        "Stale",
    }
    for act in tried.values():
        for person in (stranger, supervisor):
            with pytest.raises(Refused, match="您没有这项职责"):
                act(person)
    assert counts == (Draft.everything.count(), Upload.everything.count(), Entry.objects.count())


def test_an_act_for_ones_own_agency_does_not_reach_anothers_rows(
    agency: Agency, officer: User, other_agency: Agency, stranger: User
) -> None:
    edition = published(officer, agency)
    draft = services.take_in(officer, agency, report())
    for attempt in (
        lambda: services.change(stranger, other_agency, draft, 0, {GRANTED: "5"}, "改"),
        lambda: services.publish(stranger, other_agency, draft, version=0),
        lambda: services.discard(stranger, other_agency, draft),
        lambda: services.correct(stranger, other_agency, edition),
        lambda: services.withdraw(stranger, other_agency, edition, "错"),
        lambda: services.record_outside_address(stranger, other_agency, edition, ""),
        lambda: services.hand_over(stranger, other_agency, edition),
    ):
        with pytest.raises(Refused, match="没有这份"):
            attempt()


@pytest.mark.django_db(transaction=True)
def test_an_act_the_audit_log_cannot_take_does_not_happen(
    agency: Agency, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = published(officer, agency)
    draft = services.take_in(officer, agency, report(year=2022))
    told = answered(agency, draft)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("gongkai.agencies.acts.record", fail)

    def state() -> Any:
        return (
            list(Draft.everything.order_by("pk").values_list("state", "version")),
            list(Edition.everything.order_by("pk").values_list("number", "withdrawn_at", "outside_address")),
            ReportPage.objects.count(),
            Event.everything.count(),
            Change.objects.count(),
        )

    before = state()
    for attempt in (
        lambda: services.upload(officer, agency, file_of(report())),
        lambda: services.upload_many(officer, agency, [file_of(report())]),
        lambda: services.change(officer, agency, draft, 0, {GRANTED: "5"}, "改"),
        lambda: services.publish(officer, agency, draft, version=0, acknowledged=told),
        lambda: services.discard(officer, agency, draft),
        lambda: services.correct(officer, agency, edition),
        lambda: services.withdraw(officer, agency, edition, "错"),
        lambda: services.record_outside_address(officer, agency, edition, "https://a.gov.cn/"),
    ):
        with pytest.raises(OSError, match="disk full"):
            attempt()
    assert state() == before
