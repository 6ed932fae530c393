"""Count table 三 again from what `gongkai export events` wrote. Reads that file only and imports nothing of ours.

usage: recount.py EVENTS.csv YEAR → JSON: row → column → number, of those that are not nought.
"""

import csv
import json
import sys
from collections import defaultdict

RECEIVED_BY = {
    "counter": "submitted",
    "oral": "submitted",
    "registered_mail": "signed_for",
    "ordinary_mail": "confirmed",
    "online": "confirmed",
    "fax": "confirmed",
    "email": "confirmed",
}


def recount(path, year):
    cases = defaultdict(list)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cases[row["case"]].append(row)
    figures = defaultdict(lambda: defaultdict(int))
    for events in cases.values():
        one = count_one(events)
        if one is None:
            continue
        entered, left, outcome = one
        if entered[:4] > year or (left and left[:4] < year):
            continue
        rows = ["received" if entered[:4] == year else "carried_in"]
        rows += [outcome, "decided"] if left and left[:4] == year else ["carried_out"]
        for name in rows:
            for column in (events[0]["applicant_kind"], "total"):
                figures[name][column] += 1
    return {name: dict(columns) for name, columns in figures.items()}


def count_one(events):
    cancelled = {row["cancels"] for row in events if row["cancels"]}
    events = [row for row in events if not row["cancels"] and row["sequence"] not in cancelled]
    events.sort(key=lambda row: (row["on"], int(row["sequence"])))
    kinds = [row["kind"] for row in events]
    if events[0]["matter"] != "disclosure" or "split" in kinds:
        return None
    receipt = RECEIVED_BY[events[0]["channel"]]
    received = min((row["on"] for row in events if row["kind"] == receipt), default="")
    ends, open_ = [], True
    for row in events:
        if row["kind"] == "reopened":
            open_ = True
        if row["kind"] in ("decided", "given_up") or (row["kind"] == "withdrawn" and open_):
            ends.append((row["on"], row["outcome"] or "other_other"))
            open_ = False
    if not received:
        if not ends or ends[0][1] == "other_other":
            return None
        received = ends[0][0]
    if not ends:
        return received, "", ""
    left = ends[0][0]
    outcome = [name for on, name in ends if on[:4] == left[:4]][-1]
    return min(received, left), left, outcome


if __name__ == "__main__":
    sys.stdout.write(json.dumps(recount(sys.argv[1], sys.argv[2]), ensure_ascii=False))
