"""Duties on a clock turned by hand over two years with their holidays: due, reminded, late, met. Limits with their articles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.duties.desk import CALENDAR, a_duty, a_regular, put_met, reminded, run, times
from tests.once import once
from tests.publishing.desk import Desk, desk

from gongkai.agencies.models import Role, User
from gongkai.agencies.queries import scope_of
from gongkai.duties import queries
from gongkai.duties.counting import due_of
from gongkai.duties.models import DisclosureDuty
from gongkai.duties.people import answered_by
from gongkai.duties.services import catalogue, clockwork, meeting
from gongkai.law.calendar import WorkdayCalendar

pytestmark = pytest.mark.django_db
BEGIN, END = date(2024, 1, 1), date(2025, 12, 31)
MET = {
    ("2024年第一季度", date(2024, 4, 20)),
    ("2024年第二季度", date(2024, 8, 1)),
    ("2024年7月1日固定内容核对", date(2024, 7, 10)),
    ("2025年1月10日固定内容核对", date(2025, 2, 20)),
    ("预算批复", date(2024, 3, 20)),
}
"""What is met, and on which evening; everything else is left."""


built, at = once(desk)


class TestTwoYears:
    """A duty of each kind passes through due, reminded, late, met, day by day over 2024 and 2025."""

    def test_each_kind(self, at: Desk) -> None:
        quarterly = a_regular(at)
        fixed = a_duty(at, "机构职能", kind="fixed", basis="20.2", review_months=6)
        occasional = a_duty(at, limit="department-budget")
        seen: dict[tuple[int, str], list[str]] = {}

        def evening(day: date) -> None:
            if day == date(2024, 2, 20):
                assert times(occasional) == []  # the clock makes no occasions
                meeting.occasion(at.officer, at.agency, occasional, "预算批复", day)
            rows = queries.occurrences_in(scope_of(at.officer))
            for line in queries.lines_of(rows, day):
                told = seen.setdefault((line.one.duty_id, line.one.name), [])
                if line.stand not in told:
                    told.append(line.stand)
                if not line.one.way and (line.one.name, day) in MET:
                    put_met(line.one, day, at.officer)

        run(BEGIN, END, evening)

        found = times(quarterly)
        assert [one.name for one in found] == [
            f"{year}年第{quarter}季度" for year in (2024, 2025) for quarter in "一二三四"
        ]
        first, second, third = found[:3]
        # over 清明节 with 4-7 and 4-28 worked instead; over 国庆节 with 10-12 worked
        assert (first.formed_on, first.due_on) == (date(2024, 3, 31), date(2024, 4, 28))
        assert (third.formed_on, third.due_on) == (date(2024, 9, 30), date(2024, 11, 1))
        assert seen[quarterly.pk, first.name] == ["waiting", "soon", "met"]
        assert seen[quarterly.pk, second.name] == ["waiting", "soon", "late", "met_late"]
        assert seen[quarterly.pk, third.name] == ["waiting", "soon", "late"]
        assert reminded(first) == [10]  # met eight days before its end
        assert reminded(second) == reminded(third) == [10, 5, 3, 1]
        assert {one.to for one in third.reminders.all()} == {at.officer}

        checks = times(fixed)
        # the second is counted from the day of the first, and while it is open there is no third
        assert [one.formed_on for one in checks] == [date(2024, 7, 1), date(2025, 1, 10), date(2025, 8, 20)]
        assert seen[fixed.pk, checks[0].name] == ["waiting", "met"]
        assert seen[fixed.pk, checks[1].name] == ["waiting", "soon", "late", "met_late"]
        assert seen[fixed.pk, checks[2].name] == ["waiting", "soon", "late"]
        assert reminded(checks[1]) == [10, 5, 3, 1]

        (budget,) = times(occasional)
        assert budget.due_on == date(2024, 3, 11)  # 预算法第十四条: 20日
        assert seen[occasional.pk, budget.name] == ["waiting", "soon", "late", "met_late"]
        assert reminded(budget) == [10, 5, 3, 1]

    def test_running_twice_a_day_changes_nothing(self, at: Desk) -> None:
        duty = a_regular(at, period="month")
        run(BEGIN, date(2024, 4, 15))
        before = [(one.pk, one.due_on, reminded(one)) for one in times(duty)]
        run(date(2024, 4, 15), date(2024, 4, 15))
        run(date(2024, 4, 15), date(2024, 4, 15))
        assert [(one.pk, one.due_on, reminded(one)) for one in times(duty)] == before

    def test_after_days_without_a_worker_all_is_caught_up(self, at: Desk) -> None:
        duty = a_regular(at)
        clockwork.daily(date(2024, 4, 25), CALENDAR)
        (first,) = times(duty)
        assert reminded(first) == [3]  # of the reminders missed only the one that holds now
        clockwork.daily(date(2025, 1, 10), CALENDAR)
        assert len(times(duty)) == 4

    def test_a_void_time_is_not_entered_again(self, at: Desk) -> None:
        duty = a_regular(at)
        run(date(2024, 3, 31), date(2024, 3, 31))
        (first,) = times(duty)
        meeting.void(at.officer, at.agency, first, "本季度由市局统一公布")
        run(date(2024, 4, 1), date(2024, 4, 3))
        assert [one.void for one in times(duty)] == [True]

    def test_nothing_falls_due_after_the_end(self, at: Desk) -> None:
        duty = a_regular(at)
        catalogue.end(at.officer, at.agency, duty, date(2024, 8, 1), "职责划出")
        run(date(2024, 10, 1), date(2024, 10, 10))
        assert [one.name for one in times(duty)] == ["2024年第一季度", "2024年第二季度"]


class TestLimits:
    """Each limit with its article; day 0 is the day counted from."""

    @pytest.mark.parametrize(
        ("limit", "formed_on", "due"),
        [
            # 条例第二十六条: 20个工作日, over 国庆节 with 9-29 and 10-12 worked
            ("general", date(2024, 9, 20), date(2024, 10, 23)),
            # 预算法第十四条: 20日, calendar days whatever they are
            ("department-budget", date(2025, 1, 20), date(2025, 2, 9)),
            ("government-budget", date(2025, 1, 20), date(2025, 2, 9)),
            # 行政处罚法第四十八条、第八十五条: 3日 are working days, over 春节
            ("penalty-withdrawn", date(2025, 1, 26), date(2025, 2, 6)),
            # 国办发〔2018〕118号: 7 and 20 working days
            ("double-publicity", date(2025, 4, 2), date(2025, 4, 14)),
            ("enforcement", date(2025, 4, 2), date(2025, 4, 30)),
            # 国办发〔2016〕80号: 3 working days
            ("interpretation", date(2025, 9, 30), date(2025, 10, 11)),
            # 国办发〔2014〕46号: 20 working days
            ("proposal-answer", date(2025, 5, 30), date(2025, 6, 30)),
        ],
    )
    def test_limits(self, at: Desk, limit: str, formed_on: date, due: date) -> None:
        duty = a_duty(at, limit=limit)
        assert due_of(duty, formed_on, CALENDAR).on == due

    def test_own(self, at: Desk) -> None:
        source = "条例第四十九条：每年1月31日前"
        duty = a_regular(at, period="year", limit="own", own_days=31, own_working=False, own_source=source)
        run(date(2025, 1, 1), date(2025, 1, 1))
        assert [(one.name, one.due_on) for one in times(duty)] == [("2024年", date(2025, 1, 31))]

    def test_provisional_until_the_notice_is_out(self, at: Desk) -> None:
        without = WorkdayCalendar(
            [notice for notice in CALENDAR._notices.values() if notice.year < 2025], seed=False
        )
        duty = a_regular(at)
        clockwork.daily(date(2024, 12, 31), without)
        last = times(duty)[-1]
        assert last.provisional
        assert last.due_on == date(2025, 1, 29)  # without knowing of 春节 (1月28日至2月4日)
        clockwork.daily(date(2025, 1, 2), CALENDAR)
        last.refresh_from_db()
        assert (last.provisional, last.due_on) == (False, date(2025, 2, 5))


class TestWhoAnswers:
    def test_the_deputy_takes_over_when_somebody_leaves(self, at: Desk) -> None:
        duty = a_regular(at)
        run(date(2024, 4, 1), date(2024, 4, 1))
        User.objects.filter(pk=at.officer.pk).update(is_active=False)
        mine = answered_by(DisclosureDuty.objects.everywhere("test"), at.reviewer)
        assert list(mine) == [duty]  # at once, before any task has run
        run(date(2024, 4, 24), date(2024, 4, 24))
        duty.refresh_from_db()
        assert (duty.responsible, duty.deputy) == (at.reviewer, None)
        (one,) = times(duty)
        assert {reminder.to for reminder in one.reminders.all()} == {at.reviewer}

    def test_losing_the_last_duty_counts_as_leaving(self, at: Desk) -> None:
        a_regular(at, deputy=None)
        Role.everyone.filter(person=at.officer).delete()
        run(date(2024, 4, 24), date(2024, 4, 24))
        late = queries.late_by_person(scope_of(at.head), None, date(2024, 6, 3))
        assert [(who, len(lines)) for who, lines in late] == [("", 1)]
        ((_, (line,)),) = late
        assert line.days_late == CALENDAR.count_workdays(line.one.due_on, date(2024, 6, 3))
        assert not line.one.reminders.exists()

    def test_late_is_listed_by_person_with_the_working_days(self, at: Desk) -> None:
        a_regular(at)
        a_regular(at, "业务统计数据", responsible=at.head, deputy=None)
        run(date(2024, 7, 10), date(2024, 7, 10))
        late = dict(queries.late_by_person(scope_of(at.officer), 2024, date(2024, 5, 6)))
        assert set(late) == {str(at.officer), str(at.head)}
        (line,) = late[str(at.officer)]
        assert line.days_late == 3  # due 4-28; 4-29, 4-30, and 5-6 after 劳动节
        assert line.limit.source.endswith("第二十六条")


def test_today_is_taken_from_the_clock_when_none_is_given(at: Desk) -> None:
    today = timezone.localdate()
    duty = a_regular(at, period="month", begins_on=today - timedelta(days=70))
    clockwork.daily()
    assert 1 <= len(times(duty)) <= 4
