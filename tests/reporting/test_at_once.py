"""Two people at the same moment: one act happens, the other is told."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

# the copy the processes work on is made of the test database, which is set up only where a test says it uses one
pytestmark = pytest.mark.django_db

ROOT = str(Path(__file__).parents[2])

_PREPARE = """
import json
from tests.reporting.office import make_agency, make_person, report
from gongkai.reporting import services
agency = make_agency()
officer = make_person(agency)
drafts = [services.take_in(officer, agency, report(year=year)).pk for year in (2023, 2023, 2022, 2021)]
print(json.dumps([agency.pk, officer.pk, drafts]))
"""

# Each of the two does three things, each at a moment both wait for: publishes a draft of 2023 of its own, publishes the one
# draft of 2022, changes the one draft of 2021.
_PERSON = """
import json, time
from gongkai.agencies.acts import Refused
from gongkai.agencies.models import Agency, User
from gongkai.reporting import services
from gongkai.reporting.contents import report_of
from gongkai.reporting.examining import examine, key_of
from gongkai.reporting.models import Draft

which, moment, (agency, officer, drafts) = json.loads('''GIVEN''')
agency, officer = Agency.objects.get(pk=agency), User.objects.get(pk=officer)
own, common, changed = (Draft.everything.get(pk=pk) for pk in (drafts[which], drafts[2], drafts[3]))

def publish(draft):
    told = {key_of(one): "x" for one in examine(agency, report_of(draft.content)).errors}
    return lambda: services.publish(officer, agency, draft, version=0, acknowledged=told).number

def change():
    typed = {"applications.granted.person": str(70 + which)}
    return services.change(officer, agency, changed, 0, typed, "x").version

answers = []
for turn, step in enumerate((publish(own), publish(common), change)):
    time.sleep(max(0, moment + turn * 2 - time.time()))
    try:
        answers.append(str(step()))
    except services.Stale as stale:
        answers.append(f"stale {len(stale.changes)}")
    except Refused as refused:
        answers.append(refused.message)
print(json.dumps(answers))
"""


def test_two_at_once(fresh_database: Any) -> None:
    began = time.time()
    ids = json.loads(fresh_database.run(_PREPARE, PYTHONPATH=ROOT))
    # both wait until the slower one has surely started
    moment = time.time() + 2 + 1.5 * (time.time() - began)
    started = [
        fresh_database.start(_PERSON.replace("GIVEN", json.dumps([which, moment, ids])), PYTHONPATH=ROOT)
        for which in (0, 1)
    ]
    answers = []
    for one in started:
        out, error = one.communicate(timeout=120)
        assert one.returncode == 0, error[-2000:]
        answers.append(json.loads(out))
    of_year, of_draft, of_change = (sorted(pair) for pair in zip(*answers, strict=True))
    assert of_year[0] == "1"
    assert "2023年的年报已经发布" in of_year[1]
    assert of_draft[0] == "1"
    assert "不能再改" in of_draft[1]
    assert of_change == ["1", "stale 1"]
