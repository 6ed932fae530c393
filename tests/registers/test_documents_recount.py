"""Table 二 of 200 made-up histories equals what a script counts that reads only the exported file."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.portal.sites import an_agency

from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency
from gongkai.registers.documents import export_csv
from gongkai.registers.models import Document, DocumentEvent
from gongkai.registers.services import documents as acts
from gongkai.registers.services.documents import Entry, Happened, Maker
from gongkai.registers.table import rows_at, table_two

SCRIPT = Path(__file__).with_name("recount.py")
KINDS = {"规章": "rules", "行政规范性文件": "normative_documents"}
YEARS = range(2017, 2026)
FIRST, LAST = date(2016, 6, 1), date(2025, 12, 31)

pytestmark = pytest.mark.django_db


def a_day(chance: random.Random, first: date = FIRST, last: date = LAST) -> date:
    # the turn of a year is where counts go wrong
    if chance.random() < 0.3:
        edge = date(chance.choice(YEARS), 12, 31) + timedelta(days=chance.choice((-1, 0, 1)))
        if first <= edge <= last:
            return edge
    return first + timedelta(days=chance.randrange(max((last - first).days, 1)))


def live(chance: random.Random, agency: Agency, number: int, others: list[Document]) -> Document:
    """Make a document and let things happen to it, in any order, some late, some wrong and corrected."""
    made_on = a_day(chance)
    until = a_day(chance, made_on) if chance.random() < 0.4 else None
    leads = chance.random() < 0.8
    makers = [Maker(f"示例市清河区第{n}局") for n in range(chance.randrange(3))]
    if not leads:
        makers.append(Maker("示例市清河区发展和改革局", leads=True))
    facts = {
        "title": f"=关于第{number}号事项的规定" if number % 50 == 0 else f"关于第{number}号，“事项”的规定",
        "number": f"清规〔{made_on.year}〕{number}号" if chance.random() < 0.9 else "",
        "kind": "regulation" if chance.random() < 0.3 else "normative",
        "leads": leads,
    }
    replaces = chance.choice(others) if others and chance.random() < 0.15 else None
    made = (Happened("made", made_on, until),)
    try:
        document = acts.enter(None, agency, Entry(facts, made, tuple(makers), replaces))
    except Refused:  # what is to be replaced changed after this one was made
        document = acts.enter(None, agency, Entry(facts, made, tuple(makers)))
    for _ in range(chance.randrange(5)):
        kind = chance.choice(
            ("amended", "partly_repealed", "extended", "repealed", "declared_expired", "kept")
        )
        on = a_day(chance, made_on)
        longer = a_day(chance, on) if kind == "extended" and chance.random() < 0.7 else None
        try:
            event = acts.happen(None, agency, document, Happened(kind, on, longer))
            if chance.random() < 0.25:
                right = Happened(kind, a_day(chance, made_on), longer) if chance.random() < 0.5 else None
                acts.correct(None, agency, event, "日期登记有误", right)
        except Refused:
            continue
    return document


@pytest.mark.parametrize("seed", [2022])
def test_two_hundred_histories(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    agency = an_agency()
    documents: list[Document] = []
    for number in range(200):
        documents.append(live(chance, agency, number, documents))
    happened = DocumentEvent.objects.values_list("kind", flat=True)
    assert set(happened) == {kind.value for kind in DocumentEvent.Kind}
    rows = Document.objects.for_agency(agency.pk).select_related("agency", "item").order_by("pk")
    exported = tmp_path / "register.csv"
    exported.write_bytes(export_csv(rows.prefetch_related("events", "makers")))
    compared = 0
    for year in YEARS:
        told = subprocess.run(
            [sys.executable, "-I", SCRIPT, exported, str(year)], check=True, capture_output=True, text=True
        )
        figures = table_two(agency, year)
        for label, row in KINDS.items():
            own = [figures[f"proactive.{row}.{column}"].value for column in ("made", "repealed", "in_force")]
            assert own == json.loads(told.stdout)[label], (year, label)
            for column, value in zip(("made", "repealed", "in_force"), own, strict=True):
                assert len(list(rows_at(agency, year, f"proactive.{row}.{column}"))) == value
            compared += sum(own)
    assert compared > 300


def test_the_script_counts_by_the_day(tmp_path: Path) -> None:
    """The script itself, on what can be counted by hand: valid through 31 December 2022, then 失效, which is no 废止."""
    agency = an_agency()
    acts.enter(
        None,
        agency,
        Entry({"title": "甲", "number": "甲1号"}, (Happened("made", date(2021, 1, 1), date(2022, 12, 31)),)),
    )
    exported = tmp_path / "register.csv"
    exported.write_bytes(export_csv(Document.objects.for_agency(agency.pk).select_related("agency", "item")))

    def counted(year: int) -> list[int]:
        told = subprocess.run(
            [sys.executable, "-I", SCRIPT, exported, str(year)], check=True, capture_output=True, text=True
        )
        return json.loads(told.stdout)["行政规范性文件"]

    assert [counted(year) for year in (2020, 2021, 2022, 2023)] == [
        [0, 0, 0],
        [1, 0, 1],
        [0, 0, 1],
        [0, 0, 0],
    ]
