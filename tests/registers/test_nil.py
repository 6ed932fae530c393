"""Nil declarations (本年无): nought only where somebody says so, and never against what is recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.portal.sites import a_platform, an_agency
from tests.reporting.office import make_person

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Duty
from gongkai.registers.models import CallFigure, DataCall, Decision, NilDeclaration, Register
from gongkai.registers.services import nil
from gongkai.registers.table import figure_at

pytestmark = pytest.mark.django_db


def test_declared_and_withdrawn() -> None:
    agency = an_agency()
    officer = make_person(agency)
    assert figure_at(agency, 2025, "proactive.penalties").value is None
    made = nil.declare(officer, agency, 2025, Register.PENALTIES, "本机关没有处罚权")
    assert figure_at(agency, 2025, "proactive.penalties").value == 0
    with pytest.raises(Refused, match="已经零报告"):
        nil.declare(officer, agency, 2025, Register.PENALTIES)
    nil.withdraw(officer, agency, made)
    assert figure_at(agency, 2025, "proactive.penalties").value is None
    with pytest.raises(Refused, match="已经撤销"):
        nil.withdraw(officer, agency, made)
    nil.declare(officer, agency, 2025, Register.PENALTIES)  # both stay to be seen
    assert NilDeclaration.everything.count() == 2


def test_refused_where_there_are_rows_or_figures() -> None:
    agency = an_agency()
    officer = make_person(agency)
    one = Decision.everything.create(
        agency=agency, kind="penalty", number="司罚〔2025〕1号", decided_on=date(2025, 3, 4), subject="处罚"
    )
    with pytest.raises(Refused, match="已经登记有行政处罚"):
        nil.declare(officer, agency, 2025, Register.PENALTIES)
    nil.declare(officer, agency, 2024, Register.PENALTIES)
    Decision.everything.filter(pk=one.pk).update(void=True)
    call = DataCall.everything.create(
        agency=agency, year=2025, section="执法科", due_on=date(2026, 1, 10), state=DataCall.State.CONFIRMED
    )
    CallFigure.objects.create(call=call, register=Register.PENALTIES, value=Decimal(3))
    with pytest.raises(Refused, match="有科室填报了行政处罚"):
        nil.declare(officer, agency, 2025, Register.PENALTIES)


def test_who_and_what() -> None:
    agency, other = a_platform(), an_agency("示例市清河区水务局", "shuiwu")
    case, officer = make_person(agency, Duty.CASE, name="li"), make_person(agency)
    with pytest.raises(Refused, match="没有这项职责"):
        nil.declare(case, agency, 2025, Register.PENALTIES)
    with pytest.raises(Refused, match="没有这项职责"):
        nil.declare(officer, other, 2025, Register.PENALTIES)
    for year in (2007, 2999):
        with pytest.raises(Refused, match="年度应在"):
            nil.declare(officer, agency, year, Register.PENALTIES)
    with pytest.raises(Refused, match="没有这个事项"):
        nil.declare(officer, agency, 2025, "whatever")
    foreign = nil.declare(None, other, 2025, Register.FEES)
    with pytest.raises(Refused, match="已经撤销"):
        nil.withdraw(officer, agency, foreign)
