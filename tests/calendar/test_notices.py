"""Holiday notices in the back office: entered, looked at, what they move; the calendar everybody counts with."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.duties.desk import a_duty, a_regular, times
from tests.law.test_notice_text import WORDS
from tests.publishing.desk import Desk, desk

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import User
from gongkai.audit.models import Entry
from gongkai.calendar import queries, services
from gongkai.calendar.models import YearNotice
from gongkai.calendar.moving import counters, moves_of
from gongkai.duties.services import clockwork, meeting
from gongkai.law.calendar import WorkdayCalendar
from gongkai.law.notices import HolidayNotice, seed_notices

pytestmark = pytest.mark.django_db
SEED = {notice.year: notice for notice in seed_notices()}
NEXT = {
    **dict.fromkeys([date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)], "元旦"),
    **{date(2027, 2, day): "春节" for day in range(5, 13)},
    date(2027, 4, 5): "清明节",
    **{date(2027, 5, day): "劳动节" for day in range(1, 6)},
    date(2027, 6, 9): "端午节",
    date(2027, 9, 15): "中秋节",
    **{date(2027, 10, day): "国庆节" for day in range(1, 8)},
}
"""Days off of a made-up notice for 2027."""
MADE_UP = HolidayNotice(
    2027,
    NEXT,
    frozenset(date.fromisoformat(f"2027-{day}") for day in ("01-23", "02-13", "05-08", "09-26", "10-09")),
    "示例〔2026〕1号",
)


@pytest.fixture
def root() -> User:
    User.objects.create_superuser("root", password="a long password 3", full_name="管理员")
    return User.objects.get(username="root")


@pytest.fixture
def at() -> Desk:
    return desk()


def office(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestCalendar:
    def test_without_records_it_is_what_the_program_brings(self) -> None:
        assert queries.calendar().is_workday(date(2025, 10, 11))
        assert queries.notice_of(2025) == SEED[2025]

    def test_a_notice_replaces_its_year_as_a_whole_and_at_once(self, root: User) -> None:
        before = queries.calendar()
        assert queries.calendar() is before  # kept as long as nothing is entered
        only = HolidayNotice(2025, {date(2025, 6, 3): "端午节"}, frozenset(), "更正")
        services.enter(root, None, only, reason="演示")
        known = queries.calendar()
        assert known is not before
        assert not known.is_workday(date(2025, 6, 3))
        assert known.is_workday(date(2025, 5, 1))
        assert not known.is_workday(date(2025, 10, 11))
        assert known.is_workday(date(2026, 1, 4))  # other years stay

    def test_another_process_learns_of_it(self, root: User) -> None:
        queries.calendar()
        kept = queries._kept
        services.enter(root, None, MADE_UP)
        queries._kept = kept  # as a process has it that did not enter the notice
        assert queries.calendar().covers(2027)

    def test_the_newest_holds_and_it_can_be_taken_back(self, root: User) -> None:
        services.enter(root, None, MADE_UP)
        services.enter(root, None, HolidayNotice(2027, NEXT, MADE_UP.work, "示例〔2026〕2号"))
        assert queries.notice_of(2027).source == "示例〔2026〕2号"
        services.restore(root, None, 2027, "录错了")
        assert queries.notice_of(2027) is None
        assert not queries.calendar().covers(2027)
        assert [one.restored for one in queries.history_of(2027)] == [True, False, False]
        with pytest.raises(Refused, match="没有录入过"):
            services.restore(root, None, 2027, "再来一次")

    def test_missing_is_warned_of_from_december_on(self, root: User) -> None:
        known = WorkdayCalendar([notice for year, notice in SEED.items() if year <= 2026], seed=False)
        assert queries.missing(date(2026, 11, 30), known) == []
        assert queries.missing(date(2026, 12, 1), known) == [2027]
        assert queries.missing(date(2027, 2, 1), known) == [2027]


class TestEntering:
    def test_only_the_platforms_administrators(self, at: Desk) -> None:
        with pytest.raises(Refused, match="平台管理员"):
            services.enter(at.head, None, MADE_UP)

    @pytest.mark.parametrize(
        ("notice", "told"),
        [
            (HolidayNotice(2027, {}, frozenset(), "号"), "请填写放假的日期"),
            (HolidayNotice(2027, NEXT, MADE_UP.work, " "), "请填写通知的文号"),
            (HolidayNotice(2099, {date(2099, 1, 1): "元旦"}, frozenset(), "号"), "年度应在"),
            (HolidayNotice(2027, {date(2027, 1, 1): "元旦"}, frozenset(), "号"), "核对发现疑点"),
        ],
    )
    def test_refusals(self, root: User, notice: HolidayNotice, told: str) -> None:
        with pytest.raises(Refused, match=told):
            services.enter(root, None, notice)
        assert not YearNotice.objects.exists()

    def test_what_was_doubted_is_kept_with_the_reason_and_the_act_is_logged(self, root: User) -> None:
        one = services.enter(
            root, None, HolidayNotice(2027, {date(2027, 1, 1): "元旦"}, frozenset(), "号"), reason="先录元旦"
        )
        assert one.doubts
        assert one.reason == "先录元旦"
        entry = Entry.objects.get(act="calendar.enter")
        assert (entry.object_id, entry.details["source"]) == ("2027", "号")
        with pytest.raises(Refused, match="没有变动"):
            services.enter(root, None, one.value(), reason="又一次")


class TestMoving:
    def test_open_days_of_duties_move_and_are_shown_before(self, root: User, at: Desk) -> None:
        working = a_duty(at, "机构职能", limit="general")
        calendar_days = a_duty(at, limit="department-budget")
        formed = date(2025, 9, 20)  # 条例第二十六条: 20 working days, over 国庆节
        one = meeting.occasion(at.officer, at.agency, working, "变更", formed)
        two = meeting.occasion(at.officer, at.agency, calendar_days, "批复", formed)
        met = meeting.occasion(at.officer, at.agency, working, "办过的", formed)
        met.way = "confirmed"
        met.met_on = formed
        met.save()
        assert one.due_on == date(2025, 10, 23)
        # one day less off, so that everything after it is a day earlier
        off = {day: name for day, name in SEED[2025].off.items() if day != date(2025, 10, 8)}
        notice = HolidayNotice(2025, off, SEED[2025].work, "更正")
        moves = next(
            one for one in moves_of(services.change_to(2025, notice)) if one.title.startswith("公开任务")
        )
        assert [(line.title, line.before, line.after) for line in moves.lines] == [
            ("机构职能（变更）", date(2025, 10, 23), date(2025, 10, 22))
        ]
        one.refresh_from_db()
        assert one.due_on == date(2025, 10, 23)  # looking moves nothing
        made = services.enter(root, None, notice, reason="演示")
        assert made.moved == 1
        for row, due in ((one, date(2025, 10, 22)), (two, two.due_on), (met, date(2025, 10, 23))):
            row.refresh_from_db()
            assert row.due_on == due
        services.restore(root, None, 2025, "更正作废")
        one.refresh_from_db()
        assert one.due_on == date(2025, 10, 23)

    def test_provisional_days_are_settled_by_the_notice(self, root: User, at: Desk) -> None:
        duty = a_regular(at, begins_on=date(2026, 10, 1))
        clockwork.daily(date(2026, 12, 31))
        (last,) = times(duty)
        assert (last.provisional, last.due_on) == (True, date(2027, 1, 29))
        services.enter(root, None, MADE_UP)
        last.refresh_from_db()
        assert (last.provisional, last.due_on) == (False, date(2027, 1, 28))

    def test_the_rooms_that_count_are_entered(self) -> None:
        assert "duties" in [one.name for one in counters()]


class TestPages:
    def test_pasted_looked_at_and_saved(self, root: User, at: Desk) -> None:
        client = office(root)
        assert "录入2027年" not in client.get("/office/calendar/2025/").content.decode()
        read = client.post(
            "/office/calendar/2025/enter/", {"text": WORDS[2025], "read": "1"}
        ).content.decode()
        assert "2025-01-28至2025-02-04 春节" in read
        assert "国办发明电〔2024〕12号" in read
        given = {
            "off": "2025-01-01 元旦\n2025-01-28至2025-02-04 春节",
            "work": "2025-01-26",
            "source": "示例〔2024〕1号",
        }
        looked = client.post("/office/calendar/2025/enter/", given | {"look": "1"}).content.decode()
        for words in ("没有这些节日：清明节", "取消的放假日", "公开任务的截止日期", "没有变动", "确定保存"):
            assert words in looked, words
        assert not YearNotice.objects.exists()
        refused = client.post("/office/calendar/2025/enter/", given | {"save": "1"})
        assert refused.status_code == 422
        assert "写明理由" in refused.content.decode()
        saved = client.post("/office/calendar/2025/enter/", given | {"save": "1", "reason": "演示"})
        assert saved.status_code == 302
        shown = client.get("/office/calendar/2025/").content.decode()
        assert "示例〔2024〕1号" in shown
        assert "疑点：" in shown
        assert "示例〔2024〕1号" in client.get("/office/calendar/").content.decode()
        assert client.post("/office/calendar/2025/restore/", {"reason": ""}).status_code == 422
        assert client.post("/office/calendar/2025/restore/", {"reason": "演示完"}).status_code == 302
        assert queries.notice_of(2025) == SEED[2025]

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({"off": "元旦一天", "source": "号"}, "看不懂"),
            ({"off": "2027-01-03至2027-01-01 元旦", "source": "号"}, "起止日期不对"),
            ({"off": "2027-01-01", "source": "号"}, "没有写是哪个节日"),
            ({"off": "2027-01-01 元旦", "work": "2027-01-01", "source": "号"}, "既是放假日又是上班日"),
            ({"off": "2031-01-01 元旦", "source": "号"}, "其他年份的日期"),
            ({"off": "2027-01-01 元旦"}, "文号</a>："),
        ],
    )
    def test_bad_days_are_told_beside_the_field(self, root: User, given: dict[str, str], told: str) -> None:
        answer = office(root).post("/office/calendar/2027/enter/", given | {"look": "1"})
        assert answer.status_code == 422
        assert told in answer.content.decode()

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            (WORDS[2024], "这是2024年的安排"),
            ("{", "不是完好的 JSON"),
            (json.dumps({"2026": {"off": ["2026-01-01"]}}), "里面没有2027年的安排"),
            ("早上好", "没有读出放假的日期"),
        ],
    )
    def test_what_cannot_be_read_is_told(self, root: User, text: str, told: str) -> None:
        answer = office(root).post("/office/calendar/2027/enter/", {"text": text, "read": "1"})
        assert answer.status_code == 422
        assert told in answer.content.decode()

    def test_others_read_and_do_not_enter(self, at: Desk) -> None:
        client = office(at.officer)
        assert client.get("/office/calendar/").status_code == 200
        assert client.get("/office/calendar/2025/").status_code == 200
        assert client.get("/office/calendar/2025/enter/").status_code == 302
        assert client.get("/office/calendar/2031/").status_code == 404
        assert client.get("/office/calendar/9999/").status_code == 404

    def test_my_day_warns_the_platforms_administrators(self, root: User, at: Desk) -> None:
        missing = queries.missing(timezone.localdate())
        told = "录入" in office(root).get("/office/").content.decode()
        assert told is bool(missing)
        assert "年的节假日安排" not in office(at.officer).get("/office/").content.decode()
