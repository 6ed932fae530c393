"""Processes killed in the middle of upload and publication: nothing half published, nothing acknowledged lost."""

from __future__ import annotations

import json
import os
import random
import time
from typing import Any

import pytest

# the copy the processes work on is made of the test database, which is set up only where a test says it uses one
pytestmark = pytest.mark.django_db

TIMES = int(os.environ.get("GONGKAI_KILLS", "20"))

# The parent prepares once and forks: a child that uploads and publishes year after year, killed at some moment. Each child
# says on the pipe what it was told was done; the parent then compares with what the database holds.
_CODE = """
import json, os, random, signal, sys, time
from dataclasses import replace
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from gongkai.agencies.acts import Refused
from gongkai.report.sample import sample
from gongkai.report.writing import render
from gongkai.reporting import services
from gongkai.reporting.examining import examine, key_of
from gongkai.reporting.contents import report_of
from tests.reporting.office import make_agency, make_person

seed, times = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)
agency = make_agency()
officer = make_person(agency)
data = render(replace(sample(), agency=agency.full_name), "json")

def work(pipe, year):
    def say(*words):
        os.write(pipe, (json.dumps(words) + "\\n").encode())
    draft = services.upload(officer, agency, SimpleUploadedFile(f"{year}.json", data))
    say("draft", draft.public_id)
    draft = services.change(officer, agency, draft, 0, {"year": str(year), "applications.granted.person": "7"}, "x")
    say("changed", draft.public_id)
    errors = examine(agency, report_of(draft.content)).errors
    edition = services.publish(officer, agency, draft, version=1, acknowledged={key_of(one): "x" for one in errors})
    say("edition", edition.public_id)
    draft = services.correct(officer, agency, edition)
    errors = examine(agency, report_of(draft.content)).errors
    edition = services.publish(
        officer, agency, draft, version=0, acknowledged={key_of(one): "x" for one in errors}, reason="x"
    )
    say("edition", edition.public_id)

# once through, to have everything loaded and to know how long it takes
reader, writer = os.pipe()
began = time.monotonic()
work(writer, 2008)
whole = time.monotonic() - began
told = []
for turn in range(times):
    connections.close_all()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work(writer, 2009 + turn % 17)
        except Refused:  # the year was published by an earlier child
            pass
        finally:
            os._exit(0)
    os.close(writer)
    time.sleep(chance.uniform(0, whole * 1.1))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader) as said:
        told += [json.loads(line) for line in said.read().splitlines(keepends=True) if line.endswith("\\n")]
print(json.dumps(told))
"""

_LOOK = """
import hashlib, json, sys
from gongkai.audit.models import Entry
from gongkai.files.models import Upload
from gongkai.numbering.models import Series
from gongkai.publishing.models import Event
from gongkai.reporting.models import Change, Draft, Edition, ReportPage

faults = []
def must(holds, words):
    if not holds:
        faults.append(words)

for kind, public_id in json.loads(sys.stdin.read()):
    if kind == "edition":
        must(Edition.everything.filter(public_id=public_id).exists(), f"lost edition {public_id}")
    else:
        draft = Draft.everything.filter(public_id=public_id).first()
        must(draft is not None, f"lost draft {public_id}")
        must(draft is None or kind != "changed" or draft.version == 1, f"lost change {public_id}")
for edition in Edition.everything.select_related("page"):
    must(edition.page.live, f"{edition} has no live page")
    must(Event.everything.filter(object_id=edition.public_id, kind="report.published").count() == 1, f"{edition}: event")
    must(Entry.objects.filter(object_id=edition.public_id, act="publish").count() == 1, f"{edition}: audit")
published = Draft.everything.filter(state="published").count()
must(published == Edition.everything.count() == Entry.objects.filter(act="publish").count(), "drafts and editions differ")
for page in ReportPage.objects.all():
    numbers = sorted(page.editions.values_list("number", flat=True))
    must(numbers == list(range(1, len(numbers) + 1)) and numbers, f"{page} has editions {numbers}")
    must(page.get_parent().specific.key == "reports", f"{page} hangs elsewhere")
    series = Series.objects.get(kind="report-edition", year=page.year)
    must(series.last == len(numbers), f"{page.year}: number {series.last} was given out, {len(numbers)} used")
must(ReportPage.find_problems() == ([], [], [], [], []), "the tree of pages is broken")
for draft in Draft.everything.all():
    must(draft.version == Change.objects.filter(draft=draft).values("version").distinct().count(), f"{draft}: versions")
for upload in Upload.everything.all():
    with upload.file.open("rb") as stored:
        must(hashlib.sha256(stored.read()).hexdigest() == upload.sha256, f"{upload.public_id}: file")
print(json.dumps({"faults": faults, "editions": Edition.everything.count(), "uploads": Upload.everything.count()}))
"""


def test_killed_in_the_middle(fresh_database: Any) -> None:
    seed = random.randrange(10**6)
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    code = f"import sys; sys.argv = ['-c', '{seed}', '{TIMES}']\n{_CODE}"
    began = time.monotonic()
    told = json.loads(fresh_database.run(code, PYTHONPATH=root))
    look = f"import io, sys; sys.stdin = io.StringIO({json.dumps(told)!r})\n{_LOOK}"
    found = json.loads(fresh_database.run(look))
    assert found["faults"] == [], f"seed {seed}"
    assert {kind for kind, _ in told} == {"draft", "changed", "edition"} or TIMES < 10, f"seed {seed}"
    assert time.monotonic() - began < 60
