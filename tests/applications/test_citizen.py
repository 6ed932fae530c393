"""A citizen's way without JavaScript: apply, once; follow, correct, withdraw, receive; what is bad, forged or guessed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.agencies.office import person
from tests.applications.citizen import DELIVERY, FORM, ID, WHO, WISH, draft_of, fill, receipt, send
from tests.applications.desk import entry
from tests.once import once
from tests.portal.sites import a_platform

from gongkai.agencies.models import Agency, Duty
from gongkai.applications import services as acts
from gongkai.applications.citizen import drafting, limits, questions
from gongkai.applications.models import Application, CaseFile, Draft, DraftFile, Event, Knock, Paper, Person

TRACK = "/apply/track/"


def _office() -> tuple[Agency, Any, Any]:
    agency = a_platform("示例市司法局", "sifa", phone="0531-00000000", address="示例路1号")
    return agency, person("banli", agency, Duty.CASE), person("shenhe", agency, Duty.REVIEWER)


built, at = once(_office)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def applied(client: Client, **other: dict[str, Any]) -> tuple[Application, str]:
    fill(client, **other)
    assert send(client).status_code == 303
    number, code = receipt(client)
    year, sequence = number.split("-")
    return Application.everything.get(year=int(year), sequence=int(sequence)), code


def tracked(case: Application, code: str) -> Client:
    client = Client()
    answer = client.post(TRACK, {"number": case.number, "code": code.lower()})
    assert (answer.status_code, answer["Location"]) == (303, TRACK)
    return client


def test_the_guide_has_the_figures_of_the_law_and_the_ways(at: Any, client: Client) -> None:
    answer = client.get("/apply/")
    for piece in (
        "20个工作日",
        "7个工作日",
        "第1至10件",
        "不收费",
        "示例路1号",
        "/apply/form/",
        "/apply/track/",
    ):
        assert piece in words(answer), piece
    assert answer["Cache-Control"].startswith("public")


def test_from_the_form_to_the_case(at: Any, client: Client) -> None:
    agency, *_ = at
    case, code = applied(client)
    assert (case.agency, case.channel, case.status) == (agency, "online", "awaiting_confirmation")
    one = Person.everything.get(application=case)
    assert (one.name, one.identity_number, one.email) == ("欧阳测试", ID, "ouyang@example.cn")
    texts = dict(Paper.everything.filter(application=case).values_list("kind", "text"))
    assert texts["content"] == "名称：2023年法律援助经费支出明细"
    assert "电子文件" in texts["form"]
    assert "purpose" not in texts
    page = client.get(f"{FORM}receipt/")
    assert "no-store" in page["Cache-Control"]
    assert code not in str(client.cookies)
    client.post(f"{FORM}finish/")
    assert code not in words(client.get(f"{FORM}receipt/"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM applications_draft")
        assert "欧阳" not in str(cursor.fetchall())


def test_a_draft_outlives_the_browser_and_is_encrypted_and_can_be_deleted(at: Any, client: Client) -> None:
    client.post(f"{FORM}kind/", {"kind": "person"})
    client.post(f"{FORM}who/", WHO | {"identity_number": "110101199003078030"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM applications_draft")
        assert "欧阳" not in str(cursor.fetchall())
    later = Client()
    later.cookies["gongkai_draft"] = client.cookies["gongkai_draft"].value
    assert "接着填写" in words(later.get(FORM))
    assert "110101199003078030" in words(later.get(f"{FORM}who/"))  # wrong, and kept all the same
    file = SimpleUploadedFile("委托书.txt", "授权委托书".encode())
    later.post(f"{FORM}files/", {"file": file, "more": "1"})
    kept = DraftFile.everything.get()
    storage, name = kept.file.storage, kept.file.name
    assert storage.exists(name)
    assert later.post(f"{FORM}delete/").status_code == 303
    assert not Draft.everything.exists()
    assert not DraftFile.everything.exists()


@pytest.mark.parametrize(
    ("screen", "data", "said"),
    [
        ("kind", {"kind": "king"}, "选择"),
        ("who", WHO | {"name": " "}, "这一项需要填写"),
        ("who", WHO | {"identity_number": "110101199003078030"}, "身份证号码不对"),
        ("who", WHO | {"phone": "", "email": ""}, "请至少填写一项"),
        ("who", WHO | {"phone": "打给我"}, "电话号码"),
        ("who", WHO | {"email": "ouyang@"}, "邮箱地址不完整"),
        ("who", WHO | {"name": "长" * 101}, "最多100个字"),
        ("together", {"rows": "1", "joint_name_0": "李四"}, "请填写证件号码"),
        ("together", {"rows": "0", "agent_number": ID}, "请填写姓名"),
        ("content", WISH | {"title": ""}, "请至少填写一项"),
        ("content", WISH | {"title": "长\x00信息"}, "Null"),
        ("delivery", DELIVERY | {"way": "邮寄"}, "没有填写联系地址"),
        ("delivery", {}, "请选择一项"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    at: Any, client: Client, screen: str, data: dict[str, str], said: str
) -> None:
    fill(client)
    answer = client.post(f"{FORM}{screen}/", data)
    assert answer.status_code == 422
    assert "有几处需要改" in words(answer)
    if said != "Null":
        assert said in words(answer)
    back = client.get(f"{FORM}review/")
    assert (back.status_code, back["Location"]) == (302, f"{FORM}{screen}/")


ANY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(categories=["Cc", "Zs", "Lo", "Nd"]), max_size=12),
    st.sampled_from(["٣", "-1", "9" * 5000, "\x00", "person", "邮寄", "2026-13-45", "<script>"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_typed_is_kept_or_refused_and_nothing_else(at: Any, data: Any) -> None:
    client = Client()
    fill(client)
    fields = {
        "kind": ("kind",),
        "who": tuple(WHO),
        "together": ("rows", "joint_name_0", "joint_number_0", "agent_name", "agent_number", "more"),
        "content": tuple(WISH),
        "delivery": tuple(DELIVERY),
        "files": ("remove", "file"),
        "review": ("consent", "answer", "website"),
        "look": tuple(WISH),
    }
    for screen, names in fields.items():
        typed = {name: data.draw(ANY) for name in names}
        assert client.post(f"{FORM}{screen}/", typed).status_code in (200, 303, 422), screen
        assert client.get(f"{FORM}{screen}/").status_code in (200, 302, 404)
    assert Client().post(TRACK, {"number": data.draw(ANY), "code": data.draw(ANY)}).status_code in (422, 429)


def test_organisations_give_a_credit_code(at: Any, client: Client) -> None:
    client.post(f"{FORM}kind/", {"kind": "business"})
    firm = {"name": "示例有限公司", "identity_number": "91370000MA3C000005", "phone": "0531-1"}
    assert "校验位" in words(client.post(f"{FORM}who/", firm))


def test_joint_applicants_and_an_agent_come_along_with_files(at: Any, client: Client) -> None:
    fill(client)
    assert client.post(f"{FORM}together/", {"rows": "0", "more": "1"}).status_code == 303
    assert "第2位申请人的姓名" in words(client.get(f"{FORM}together/"))
    both = {
        "rows": "1",
        "joint_name_0": "李四",
        "joint_number_0": ID,
        "agent_name": "王律师",
        "agent_number": ID,
    }
    assert client.post(f"{FORM}together/", both).status_code == 303
    assert "还没有上传授权委托书" in words(client.get(f"{FORM}review/"))
    bad = SimpleUploadedFile("委托书.html", b"<html><script>1</script></html>")
    assert client.post(f"{FORM}files/", {"file": bad}).status_code == 422
    client.post(f"{FORM}files/", {"file": SimpleUploadedFile("委托书.txt", "授权委托书".encode())})
    assert send(client).status_code == 303
    case = Application.everything.get()
    roles = list(Person.everything.filter(application=case).values_list("role", flat=True))
    assert (case.joint, roles) == (2, ["applicant", "applicant", "agent"])
    assert CaseFile.everything.get(application=case).name == "委托书.txt"
    assert not DraftFile.everything.exists()


def test_sent_twice_it_is_one_application_and_the_same_receipt(at: Any, client: Client) -> None:
    fill(client)
    draft = draft_of(client)
    entry_sent = send(client)
    assert entry_sent.status_code == 303
    first = receipt(client)
    again = client.post(f"{FORM}review/", {"consent": "on", "answer": "1"})
    assert again["Location"] == f"{FORM}receipt/"
    assert acts.hand_in(draft, None)[:2] == first  # type: ignore[arg-type]
    assert Application.everything.count() == 1
    assert receipt(client) == first


def test_forged_replayed_and_robots_forms_make_nothing(at: Any, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{FORM}kind/", {"kind": "person"}).status_code == 403
    assert Client().post(f"{FORM}review/", {"consent": "on"}).status_code == 409
    fill(client)
    assert send(client, website="http://spam.example").status_code == 422
    assert send(client, answer="不知道").status_code == 422
    assert "请勾选同意" in words(send(client, consent=""))
    asked = draft_of(client)
    client.get(f"{FORM}review/")
    old = drafting.Writing(asked).said["question"]["signs"]
    client.get(f"{FORM}review/")
    assert send(client, answer=old).status_code == 422  # a question holds once
    assert not Application.everything.exists()
    picture = client.get(f"{FORM}captcha/")
    assert picture.content.startswith(b"\x89PNG")
    signs = drafting.Writing(draft_of(client)).said["question"]["signs"]
    assert client.post(f"{FORM}review/", {"consent": "on", "answer": signs}).status_code == 303


def test_every_question_has_its_answer() -> None:
    from tests.applications.citizen import solved

    for _ in range(200):
        asked = questions.ask()
        assert questions.answered(asked, f" {solved(asked['words'])} ")
        assert questions.answered(asked, asked["signs"])
        assert not questions.answered(asked, "")
        assert not questions.answered({}, "")


def test_an_address_may_not_go_on_for_ever_and_is_not_kept(at: Any, client: Client, settings: Any) -> None:
    settings.APPLY_PER_HOUR, settings.GUESSES_PER_HOUR = 1, 2
    case, code = applied(client)
    second = Client()
    fill(second)
    assert "太多" in words(send(second))
    assert Application.everything.count() == 1
    for _ in range(2):
        assert Client().post(TRACK, {"number": case.number, "code": "AAAAAAAAAA"}).status_code == 422
    assert Client().post(TRACK, {"number": case.number, "code": code}).status_code == 429
    assert "127.0.0.1" not in str(list(Knock.objects.values()))
    Knock.objects.update(hour=timezone.now() - timedelta(days=2))
    limits.forget_knocks()
    assert tracked(case, code).get(TRACK).status_code == 200


def test_wrong_numbers_and_codes_get_one_answer(at: Any, client: Client) -> None:
    case, code = applied(client)
    said = {
        words(Client().post(TRACK, {"number": number, "code": tried}))
        .split('role="alert"')[1]
        .split("</div>")[0]
        for number, tried in ((case.number, "AAAAAAAAAA"), ("2024-9999", code), ("x", "y"), ("١-٢", "\u200b"))
    }
    assert len(said) == 1
    other = a_platform("示例市财政局", "caizheng")
    assert other.platform.slug
    strange = Client().post("/caizheng/apply/track/", {"number": case.number, "code": code})
    assert strange.status_code == 422
    forged = Client()
    forged.cookies["gongkai_case"] = f"{case.public_id}:x:y"
    assert forged.get(f"/sifa{TRACK}correct/").status_code == 302


def test_correct_ask_for_time_pay_receive_acknowledge_rate(at: Any, client: Client) -> None:
    agency, officer, reviewer = at
    case, code = applied(client)
    today = timezone.localdate()
    acts.confirm(officer, agency, case, today)
    acts.ask_correction(officer, agency, case, today, today + timedelta(days=15), "请写明是哪一项经费")
    mine = tracked(case, code)
    page = words(mine.get(TRACK))
    assert "待补正" in page
    assert "请写明是哪一项经费" in page
    assert "视为放弃" in page
    assert "希望延长到" in words(mine.post(f"{TRACK}time/", {"until": "", "reason": "出差在外"}))
    assert "出差在外" in words(mine.post(f"{TRACK}time/", {"until": "很久", "reason": "出差在外"}))
    until = (today + timedelta(days=20)).isoformat()
    assert mine.post(f"{TRACK}time/", {"until": until, "reason": "出差在外"}).status_code == 303
    assert mine.post(f"{TRACK}correct/", {"text": ""}).status_code == 422
    file = SimpleUploadedFile("说明.txt", "补正".encode())
    assert mine.post(f"{TRACK}correct/", {"text": "法律援助办案补贴", "file": file}).status_code == 303
    page = words(mine.get(TRACK))
    assert "答复期限" in page
    assert "期限是怎样算的" in page
    assert "收到您的补正" in page
    part = acts.PartOf("granted", "36-2")
    decision = acts.draft(officer, agency, case, today, [part], access="随函附送")
    acts.sign(reviewer, agency, case, decision, today, "示司公复〔2026〕1号")
    hidden = acts.add_file(officer, agency, case, "呈批单.pdf", b"%PDF-1.4 inner")
    given = acts.add_file(officer, agency, case, "答复书.pdf", b"%PDF-1.4 answer", for_applicant=True)
    assert "答复书.pdf" not in words(mine.get(TRACK))
    assert mine.get(f"{TRACK}file/{given.pk}/").status_code == 404  # not served yet
    acts.serve(officer, agency, case, today, "online")
    page = words(mine.get(TRACK))
    assert "予以公开" in page
    assert "示司公复〔2026〕1号" in page
    assert "呈批单" not in page
    assert "随函附送" in page
    got = mine.get(f"{TRACK}file/{given.pk}/")
    assert (b"".join(got.streaming_content), got["Cache-Control"]) == (
        b"%PDF-1.4 answer",
        "private, no-store",
    )
    assert mine.get(f"{TRACK}file/{hidden.pk}/").status_code == 404
    assert mine.post(f"{TRACK}acknowledge/").status_code == 303
    assert mine.post(f"{TRACK}acknowledge/").status_code == 422
    assert mine.post(f"{TRACK}rate/", {"rating": "9"}).status_code == 422
    assert mine.post(f"{TRACK}rate/", {"rating": "5", "text": "很快"}).status_code == 303
    assert "非常满意" in words(mine.get(TRACK))
    assert mine.get(f"{TRACK}leave/").status_code == 302
    assert "查询码" in words(mine.get(TRACK))
    kinds = list(Event.everything.filter(application=case).values_list("kind", flat=True))
    assert kinds.count("acknowledged") == kinds.count("rated") == kinds.count("time_asked") == 1


def test_fee_and_withdrawal(at: Any, client: Client) -> None:
    agency, officer, _ = at
    case, code = applied(client)
    today = timezone.localdate()
    acts.confirm(officer, agency, case, today)
    acts.notify_fee(officer, agency, case, today, {"pages": 50}, served_on=today)
    mine = tracked(case, code)
    page = words(mine.get(TRACK))
    assert "200元" in page
    assert "20页×10元" in page
    assert mine.post(f"{TRACK}paid/", {"receipt": "非税0001"}).status_code == 303
    assert "正在核对" in words(mine.get(TRACK))
    assert mine.post(f"{TRACK}withdraw/", {}).status_code == 422
    assert mine.post(f"{TRACK}withdraw/", {"sure": "1"}).status_code == 303
    assert "已撤回" in words(mine.get(TRACK))


def test_a_late_correction_is_kept_as_what_it_is(at: Any) -> None:
    agency, officer, _ = at
    today = timezone.localdate()
    day = [today - timedelta(days=back) for back in (60, 59, 58, 30)]
    made = acts.register(officer, agency, entry(day[0], channel="online"))
    acts.confirm(officer, agency, made.case, day[1])
    acts.ask_correction(officer, agency, made.case, day[2], day[3], "请写明年份")
    case = Application.everything.get(pk=made.case.pk)
    assert case.status == "lapsed"
    mine = tracked(case, made.code)
    assert "有正当理由的，请马上补上" in words(mine.get(TRACK))
    assert mine.post(f"{TRACK}correct/", {"text": "2023年的"}).status_code == 303
    assert "收到您的补正" in words(mine.get(TRACK))


def test_old_drafts_and_receipts_are_forgotten(at: Any, client: Client) -> None:
    applied(client)
    Client().post(f"{FORM}kind/", {"kind": "person"})
    Draft.everything.update(changed_at=timezone.now() - timedelta(hours=2))
    assert "已经提交过了" in words(client.get(f"{FORM}receipt/"))
    drafting.forget_drafts()
    assert Draft.everything.count() == 1
    Draft.everything.update(changed_at=timezone.now() - timedelta(days=31))
    drafting.forget_drafts()
    assert not Draft.everything.exists()
    assert Application.everything.count() == 1


def test_closed_online_applications_still_can_be_followed(at: Any, client: Client, settings: Any) -> None:
    case, code = applied(client)
    settings.ONLINE_APPLICATIONS = False
    assert Client().get(f"{FORM}kind/").status_code == 404
    assert tracked(case, code).get(TRACK).status_code == 200
