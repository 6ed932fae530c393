"""Processes killed in the middle of handing an application in: what had a receipt is there, once; what had none can be handed in again."""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest

# the copy the processes work on is made of the test database, which is set up only where a test says it uses one
pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

TIMES = int(os.environ.get("GONGKAI_KILLS", "20"))

# The parent forks a child for each try: it fills in the form screen by screen and hands in, and is killed at some moment. Whatever the
# child was answered it says on the pipe. Then the same draft is taken up by another child, as by a citizen who tries again.
_CODE = """
import json, os, random, signal, sys, time
from django.contrib.staticfiles import storage
storage.staticfiles_storage._wrapped = storage.StaticFilesStorage()  # pages name files nobody asks for here
from django.db import connections
from django.test import Client
from tests.applications.citizen import FORM, fill, receipt, send
from tests.portal.sites import a_platform

seed, times = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)
a_platform("示例市司法局", "sifa", phone="0531-00000000", address="示例路1号")

def work(pipe, turn, key=""):
    def say(*words):
        os.write(pipe, (json.dumps(words) + "\\n").encode())
    client = Client(SERVER_NAME="127.0.0.1")
    if key:
        client.cookies["gongkai_draft"] = key
    else:
        client.post(f"{FORM}kind/", {"kind": "person"})
        say("draft", turn, client.cookies["gongkai_draft"].value)
        fill(client, content={"title": f"第{turn}次要的信息", "document_number": "", "features": "", "purpose": ""})
    say("filled", turn, "")
    if client.get(f"{FORM}review/").status_code == 200:  # not handed in yet
        assert send(client).status_code == 303
    say("receipt", turn, receipt(client)[0])

def once(turn, key="", wait=None):
    connections.close_all()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work(writer, turn, key)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writer)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if wait is None and status:
        raise SystemExit(f"turn {turn} went wrong")
    with os.fdopen(reader) as said:
        return [json.loads(line) for line in said.read().splitlines(keepends=True) if line.endswith("\\n")]

# once through, to have everything loaded and to know how long it takes
began = time.monotonic()
told = once(0)
whole = time.monotonic() - began
began = time.monotonic()
told += once(-1)
whole = min(whole, time.monotonic() - began)
killed = early = 0
for turn in range(1, times + 1):
    # half of them in the second half, where it is handed in
    said = once(turn, wait=chance.uniform(0 if turn % 2 else whole * 0.5, whole * 1.05))
    told += said
    killed += not any(kind == "receipt" for kind, *_ in said)
    if not any(kind == "filled" for kind, *_ in said):
        early += 1  # not ready to be handed in: nothing to go on with
        continue
    key = next(key for kind, _, key in said if kind == "draft")
    told += once(turn, key)
print(json.dumps({"told": told, "killed": killed, "early": early}))
"""

_LOOK = """
import json, sys
from gongkai.applications.checking import check
from gongkai.applications.models import Application, Draft, Paper

told = json.loads(sys.stdin.read())
receipts = {}
faults = []
for kind, turn, number in told:
    if kind == "receipt" and receipts.setdefault(turn, number) != number:
        faults.append(f"turn {turn}: receipts {receipts[turn]} and {number}")
numbers = {case.number: case for case in Application.everything.all()}
for turn, number in receipts.items():
    if number not in numbers:
        faults.append(f"turn {turn}: {number} is lost")
if len(numbers) != len(receipts):
    faults.append(f"{len(receipts)} receipts, {len(numbers)} applications")
wishes = [paper.text for paper in Paper.everything.filter(kind="content")]
if len(set(wishes)) != len(wishes):
    faults.append("one wish became two applications")
years = {}
for case in numbers.values():
    years.setdefault(case.year, []).append(case.sequence)
for year, sequences in years.items():
    if sorted(sequences) != list(range(1, len(sequences) + 1)):
        faults.append(f"{year}: a number is missing or there twice")
faults += [finding.message for finding in check()]
print(json.dumps({"faults": faults, "applications": len(numbers), "receipts": len(receipts)}))
"""


def test_killed_while_handing_in(fresh_database: Any) -> None:
    """条例第三十条、第三十一条: whatever was acknowledged is an application received, and one only."""
    seed = random.randrange(10**6)
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    limits = {"GONGKAI_APPLY_PER_HOUR": "0", "GONGKAI_GUESSES_PER_HOUR": "0", "PYTHONPATH": root}
    code = f"import sys; sys.argv = ['-c', '{seed}', '{TIMES}']\n{_CODE}"
    done = json.loads(fresh_database.run(code, **limits))
    look = f"import io, sys; sys.stdin = io.StringIO({json.dumps(done['told'])!r})\n{_LOOK}"
    found = json.loads(fresh_database.run(look))
    assert found["faults"] == [], f"seed {seed}"
    assert found["applications"] == found["receipts"] >= 2, f"seed {seed}"
    assert done["killed"] >= TIMES // 3, f"too few were killed in time, seed {seed}"
