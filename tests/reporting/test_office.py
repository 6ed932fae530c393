"""The office pages: what they show, what they answer, and to whom."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.reporting.office import file_of, make_person, report, wrong_report

from gongkai.agencies.models import Agency, Duty, User
from gongkai.report.form import FORM_2019, FORM_2021
from gongkai.reporting import services
from gongkai.reporting.contents import report_of
from gongkai.reporting.examining import examine, key_of
from gongkai.reporting.models import Batch, Draft, Edition
from gongkai.reporting.urls import urlpatterns

GRANTED = "applications.granted.person"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(officer: User) -> Client:
    return logged_in(officer)


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer: Any) -> str:
    return answer.content.decode()


def address(name: str, *args: str) -> str:
    return reverse(f"reporting:{name}", args=args)


def published(officer: User, agency: Agency) -> Edition:
    draft = services.take_in(officer, agency, report())
    errors = examine(agency, report()).errors
    return services.publish(
        officer, agency, draft, version=0, acknowledged={key_of(one): "属实" for one in errors}
    )


def test_the_way_of_a_wrong_report_from_upload_to_correction(office: Client, agency: Agency) -> None:
    answer = office.post(address("upload"), {"files": [file_of(wrong_report())]}, follow=True)
    draft = Draft.everything.get()
    page = text_of(answer)
    assert answer.redirect_chain[-1][0] == address("draft", draft.public_id)
    assert "检查结果" in page
    assert 'href="#f-applications.granted.person"' in page
    publishing = address("publish", draft.public_id)
    assert "还有" in text_of(office.get(publishing))
    refused = office.post(publishing, {"version": "0"})
    assert refused.status_code == 422
    assert "还有错误没有改正" in text_of(refused)
    right = str(report().figures[GRANTED])
    sheet = {"version": "0", f"at:{GRANTED}": right, "reason": "原文件抄错"}
    saved = office.post(address("draft", draft.public_id), sheet, follow=True)
    assert "已保存1处改动" in text_of(saved)
    assert "原文件抄错" in text_of(saved)
    assert re.search(r"原文件：\d+", text_of(saved))
    assert "没有错误" in text_of(office.get(publishing))
    done = office.post(publishing, {"version": "1"}, follow=True)
    edition = Edition.everything.get()
    assert done.redirect_chain[-1][0] == address("edition", edition.public_id)
    assert "公众现在可以看到" in text_of(done)
    corrected = office.post(address("correct", edition.public_id), follow=True)
    assert "更正第1版" in text_of(corrected)
    correction = Draft.everything.exclude(corrects=None).get()
    office.post(
        address("draft", correction.public_id),
        {"version": "0", "at:sections.other": "补充。", "reason": "漏写"},
    )
    office.post(address("publish", correction.public_id), {"version": "1", "reason": "补充说明"})
    assert [one.number for one in Edition.everything.order_by("number")] == [1, 2]
    listed = text_of(office.get(address("index"), {"state": "published"}))
    assert listed.count("已被更正") == 1
    public = Client().get(edition.page.get_url())
    assert "补充说明" in text_of(public)


def test_the_sheet_has_a_named_field_for_every_place_of_the_form(office: Client, agency: Agency) -> None:
    for year, form in ((2023, FORM_2021), (2020, FORM_2019)):
        draft = services.begin(None, agency, year)
        page = text_of(office.get(address("draft", draft.public_id)))
        for place in form.places:
            assert page.count(f'name="at:{place}"') == 1
        labels = re.findall(r'inputmode="decimal" autocomplete="off" aria-label="([^"]+)"', page)
        assert len(labels) == len(set(labels)) == len(form.places)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))


def test_marked_cells_are_described_by_their_findings(office: Client, agency: Agency) -> None:
    draft = services.take_in(None, agency, wrong_report())
    page = text_of(office.get(address("draft", draft.public_id)))
    cell = re.search(rf'<input[^>]*id="f-{re.escape(GRANTED)}"[^>]*>', page)
    assert cell
    described = re.search(r'aria-describedby="([^"]+)"', cell[0])
    assert described
    for one in described[1].split():
        assert f'id="{one}"' in page
    assert "gr-sign" in page[cell.end() : cell.end() + 300]


def test_what_is_typed_wrongly_stays_in_its_field(office: Client, agency: Agency) -> None:
    draft = services.take_in(None, agency, report())
    answer = office.post(
        address("draft", draft.public_id),
        {"version": "0", f"at:{GRANTED}": "三<b>件", "at:sections.other": "新的话", "reason": "改"},
    )
    assert answer.status_code == 422
    page = text_of(answer)
    assert 'value="三&lt;b&gt;件"' in page
    assert 'aria-invalid="true"' in page
    assert "新的话" in page
    assert 'value="改"' in page
    assert Draft.everything.get().version == 0


def test_the_second_officer_loses_nothing(office: Client, officer: User, agency: Agency) -> None:
    draft = services.take_in(officer, agency, report())
    services.change(
        officer, agency, draft, 0, {GRANTED: "77", "applications.granted.other": "66"}, "对照台账"
    )
    second = logged_in(make_person(agency, Duty.REVIEWER, name="li"))
    seen = report().figures
    sheet = {
        "version": "0",
        "reason": "我的理由",
        f"at:{GRANTED}": "88",
        "at:applications.granted.other": str(seen["applications.granted.other"]),
        "at:applications.granted.business": "55",
    }
    answer = second.post(address("draft", draft.public_id), sheet)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "zhang某" in page
    assert "您填的是“88”" in page

    def field(place: str) -> str:
        found = re.search(rf'name="at:{re.escape(place)}" value="([^"]*)"', page)
        assert found
        return found[1]

    # their own stay; what the first changed and they did not touch is the newest
    assert field(GRANTED) == "88"
    assert field("applications.granted.business") == "55"
    assert field("applications.granted.other") == "66"
    assert 'name="version" value="1"' in page
    sheet |= {"version": "1", "at:applications.granted.other": "66"}
    assert second.post(address("draft", draft.public_id), sheet).status_code == 302
    figures = report_of(Draft.everything.get().content).figures
    assert (figures[GRANTED], figures["applications.granted.business"]) == (88, 55)
    assert figures["applications.granted.other"] == 66


@pytest.mark.parametrize(
    "sheet",
    [
        {"version": "0", "at:applications.granted.nobody": "3", "reason": "改"},
        {"version": "0", "at:state": "published", "reason": "改"},
        {"version": "x", f"at:{GRANTED}": "3", "reason": "改"},
        {f"at:{GRANTED}": "3", "reason": "改"},
        {"version": "-1", f"at:{GRANTED}": "3", "reason": "改"},
        {"version": "0", f"at:{GRANTED}": "3"},
        {"version": "99999", f"at:{GRANTED}": "3", "reason": "改"},
    ],
)
def test_forged_sheets_change_nothing(sheet: dict[str, str], office: Client, agency: Agency) -> None:
    draft = services.take_in(None, agency, report())
    answer = office.post(address("draft", draft.public_id), sheet)
    assert answer.status_code in (302, 409, 422)
    draft.refresh_from_db()
    assert (draft.version, draft.state) == (0, "open")


def test_a_refused_file_is_told_in_the_words_of_the_core(office: Client, agency: Agency) -> None:
    picture = SimpleUploadedFile("<img src=x>.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    answer = office.post(address("upload"), {"files": [picture]})
    assert answer.status_code == 422
    assert "这是图片，里面没有可读的文字" in text_of(answer)
    assert "没有选择文件" in text_of(office.post(address("upload"), {}))


def test_the_original_is_handed_out_as_it_came(office: Client, agency: Agency) -> None:
    file = file_of(report(), '年报"\r\nX: y.docx')
    data = file.read()
    file.seek(0)
    draft = services.upload(None, agency, file)
    answer = office.get(address("original", draft.public_id))
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    begun = services.begin(None, agency, 2023)
    assert office.get(address("original", begun.public_id)).status_code == 404


def test_the_preview_shows_the_page_and_runs_nothing(office: Client, agency: Agency) -> None:
    draft = services.take_in(None, agency, report(sections={"overview": "<script>alert(1)</script>"}))
    answer = office.get(address("preview", draft.public_id))
    assert "预览，尚未发布" in text_of(answer)
    assert "<script>alert" not in text_of(answer)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private, no-store")
    assert "<script>alert" not in text_of(office.get(address("draft", draft.public_id)))


def test_a_begun_report_can_be_filled_in_without_reasons(office: Client, agency: Agency) -> None:
    answer = office.post(address("upload"), {"begin": "1", "year": "2023"})
    draft = Draft.everything.get()
    assert answer["Location"] == address("draft", draft.public_id)
    sheet = {f"at:{place}": "0" for place in FORM_2021.places}
    saved = office.post(address("draft", draft.public_id), {"version": "0", **sheet}, follow=True)
    assert f"已保存{len(FORM_2021.places)}处改动" in text_of(saved)
    assert office.post(address("upload"), {"begin": "1", "year": "20x3"}).status_code == 422


def test_discarding_asks_first(office: Client, agency: Agency) -> None:
    draft = services.take_in(None, agency, report())
    assert "放弃以后" in text_of(office.get(address("discard", draft.public_id)))
    assert Draft.everything.get().state == "open"
    office.post(address("discard", draft.public_id))
    assert Draft.everything.get().state == "discarded"
    page = text_of(office.get(address("draft", draft.public_id)))
    assert "保存并重新检查" not in page
    assert "disabled" in page
    answer = office.get(address("publish", draft.public_id), follow=True)
    assert "不能再发布" in text_of(answer)


def test_withdrawal_says_what_happens_and_needs_a_reason(
    office: Client, officer: User, agency: Agency
) -> None:
    edition = published(officer, agency)
    withdrawing = address("withdraw", edition.public_id)
    assert "公众不再能看到" in text_of(office.get(withdrawing))
    assert office.post(withdrawing, {"reason": " "}).status_code == 422
    done = office.post(withdrawing, {"reason": "数字有误"}, follow=True)
    assert "已经撤回" in text_of(done)
    assert "数字有误" in text_of(done)
    gone = Client().get(edition.page.get_url())
    assert gone.status_code == 410
    assert "数字有误" in text_of(gone)


def test_the_outside_address_and_the_packet(office: Client, officer: User, agency: Agency) -> None:
    edition = published(officer, agency)
    office.post(address("address", edition.public_id), {"address": "https://a.gov.cn/2023.html"})
    assert "https://a.gov.cn/2023.html" in text_of(office.get(address("edition", edition.public_id)))
    wrong = office.post(address("address", edition.public_id), {"address": "javascript:1"}, follow=True)
    assert "网址应以" in text_of(wrong)
    packet = office.post(address("hand_over", edition.public_id))
    assert packet["Content-Type"] == "application/zip"
    assert packet.content.startswith(b"PK")
    for name in ("hand_over", "correct", "address"):
        assert office.get(address(name, edition.public_id)).status_code == 405


def test_a_second_draft_of_a_published_year_is_told_so_early(
    office: Client, officer: User, agency: Agency
) -> None:
    edition = published(officer, agency)
    draft = services.take_in(officer, agency, report())
    for name in ("draft", "publish"):
        page = text_of(office.get(address(name, draft.public_id)))
        assert "这份稿子不能再发布" in page
        assert address("edition", edition.public_id) in page
    assert "点“发布”以后" not in page
    assert office.post(address("publish", draft.public_id), {"version": "0"}).status_code == 422
    services.withdraw(officer, agency, edition, "有误")
    assert "不能再发布" not in text_of(office.get(address("publish", draft.public_id)))


def test_the_sheet_asks_a_fixed_number_of_questions(office: Client, officer: User, agency: Agency) -> None:
    draft = services.take_in(officer, agency, report())
    where = address("draft", draft.public_id)
    office.get(where)
    with CaptureQueriesContext(connection) as few:
        office.get(where)
    for version in range(5):
        draft = services.change(officer, agency, draft, version, {GRANTED: str(version + 50)}, "改")
    with CaptureQueriesContext(connection) as many:
        office.get(where)
    assert len(many) == len(few) <= 25


def test_the_list_by_state_and_year(office: Client, officer: User, agency: Agency) -> None:
    assert "没有正在编辑的年报" in text_of(office.get(address("index")))
    published(officer, agency)
    services.begin(officer, agency, 2021)
    page = text_of(office.get(address("index")))
    assert "2021年年报" in page
    assert "直接填写" in page
    assert "第1版" in text_of(office.get(address("index"), {"state": "published"}))
    assert "第1版" not in text_of(office.get(address("index"), {"state": "published", "year": "2021"}))
    for odd in ({"state": "x"}, {"year": "'"}, {"p": "-1"}, {"year": "9" * 30}):
        assert office.get(address("index"), odd).status_code == 200


def _addresses(draft: Draft, edition: Edition, batch: Batch) -> dict[str, str]:
    """Every address of the office, with rows of the first agency."""
    rows = {"drafts": draft.public_id, "editions": edition.public_id, "batches": batch.public_id}
    found = {}
    for pattern in urlpatterns:
        kind = str(pattern.pattern).split("/", 1)[0]
        found[str(pattern.name)] = address(str(pattern.name), *([rows[kind]] if kind in rows else []))
    return found


def test_another_agencys_officer_reaches_nothing(
    agency: Agency, officer: User, stranger: User, django_assert_max_num_queries: Any
) -> None:
    edition = published(officer, agency)
    draft = services.upload(officer, agency, file_of(report(), "秘密的名字.docx"))
    batch = services.upload_many(officer, agency, [file_of(report()), file_of(report())])
    theirs = _addresses(draft, edition, batch)
    before = (draft.state, Edition.everything.count(), Draft.everything.count())
    visitor = logged_in(stranger)
    for name, where in theirs.items():
        for answer in (visitor.get(where), visitor.post(where, {"reason": "x", "version": "0"})):
            if name in ("index", "upload", "figures", "figure_items", "table_two", "table_two_rows"):
                page = text_of(answer)
                assert "秘密的名字" not in page
                assert agency.full_name not in page
                assert draft.public_id not in page
            else:
                assert answer.status_code in (404, 405), (name, answer.status_code)
                assert "秘密的名字" not in text_of(answer)
    forged = visitor.post(address("upload"), {"for": agency.public_id, "files": [file_of(report())]})
    assert forged.status_code == 404
    draft.refresh_from_db()
    assert before == (draft.state, Edition.everything.count(), Draft.everything.count())


def test_whoever_is_not_logged_in_is_sent_to_the_login(agency: Agency, officer: User) -> None:
    edition = published(officer, agency)
    draft = services.upload(officer, agency, file_of(report()))
    batch = services.upload_many(officer, agency, [file_of(report())])
    for where in _addresses(draft, edition, batch).values():
        for answer in (Client().get(where), Client().post(where)):
            assert answer.status_code == 302
            assert "/office/login/" in answer["Location"]


def test_a_supervisor_reads_and_changes_nothing(agency: Agency, officer: User) -> None:
    above = Agency.objects.create(full_name="示例市清河区人民政府办公室", short_name="区政府办", slug="zfb")
    agency.parent = above
    agency.save()
    reader = logged_in(make_person(above, Duty.SUPERVISOR, name="chen"))
    draft = services.take_in(officer, agency, report())
    page = text_of(reader.get(address("draft", draft.public_id)))
    assert "保存并重新检查" not in page
    for where in (address("draft", draft.public_id), address("publish", draft.public_id)):
        answer = reader.post(where, {"version": "0", f"at:{GRANTED}": "3", "reason": "改"})
        assert "您没有这项职责" in text_of(answer)
    assert (Draft.everything.get().version, Edition.everything.count()) == (0, 0)


def test_the_list_asks_a_fixed_number_of_questions(
    office: Client, agency: Agency, django_assert_num_queries: Any
) -> None:
    def asked(where: str) -> int:
        office.get(where)
        with CaptureQueriesContext(connection) as captured:
            office.get(where)
        return len(captured)

    services.begin(None, agency, 2023)
    few = asked(address("index"))
    for _ in range(20):
        services.take_in(None, agency, report())
    assert asked(address("index")) == few


def test_my_day_tells_of_reports(officer: User, agency: Agency) -> None:
    from gongkai.reporting.day import my_reports

    section = my_reports(officer)
    assert section is not None
    assert any("还没有办理" in row.title for row in section.rows)
    draft = services.take_in(officer, agency, report())
    services.upload_many(officer, agency, [file_of(report()), file_of(report())])
    section = my_reports(officer)
    assert section is not None
    assert any(row.link == address("draft", draft.public_id) for row in section.rows)
    assert any("2份文件正在读取" in row.title for row in section.rows)
    assert my_reports(make_person(agency, Duty.CASE, name="case")) is None


def test_the_page_of_a_report_is_kept_out_of_the_page_editor(officer: User, agency: Agency) -> None:
    from gongkai.reporting.day import page_guard

    page = published(officer, agency).page
    assert page_guard(officer, page, "edit")
    column = page.get_parent()
    assert page_guard(officer, column, "delete")
    assert page_guard(officer, column, "edit") == ""
