"""Recount table 二's rows on documents from the exported CSV alone, in plain Python: nothing of the platform is imported.

    python tests/registers/recount.py register.csv 2022

Prints for each kind: made, repealed and in force. Written from the rules of the form and docs/registers.md, not from the code.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path


def recount(text: str, year: int) -> dict[str, list[int]]:
    """Give 制发、废止、现行有效 by kind for the report on a year. Days are compared as text: YYYY-MM-DD sorts as time does."""
    documents: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        documents.setdefault(row["文件编号"], []).append(row)
    begin, end = f"{year}-01-01", f"{year}-12-31"
    totals = {"规章": [0, 0, 0], "行政规范性文件": [0, 0, 0]}
    for rows in documents.values():
        if rows[0]["本机关牵头"] != "是":
            continue
        void = {row["更正的序号"] for row in rows}
        story = [row for row in rows if row["序号"] not in void and not row["更正的序号"]]
        made = [row for row in story if row["事项"] == "制发"]
        if not made:
            continue
        total = totals[rows[0]["种类"]]
        total[0] += begin <= made[0]["日期"] <= end
        died, how = death(story, made[0])
        total[1] += how == "废止" and begin <= died <= end
        total[2] += made[0]["日期"] <= end and (not died or died > end)
    return totals


def death(story: list[dict[str, str]], made: dict[str, str]) -> tuple[str, str]:
    """Say when a document lost its force and how; a period that ran out ends it the day after its last. Blank if it stands."""
    until = made["有效期至"]
    rank = {"制发": 0, "废止": 8, "宣布失效": 9}
    for row in sorted(story, key=lambda row: (row["日期"], rank.get(row["事项"], 1))):
        if until and row["日期"] > until:
            break
        if row["事项"] in ("废止", "宣布失效"):
            return row["日期"], row["事项"]
        if row["事项"] == "有效期延长":
            until = row["有效期至"]
    return (f"{until}~", "届满") if until else ("", "")  # "~" sorts behind the day itself


if __name__ == "__main__":
    found = recount(Path(sys.argv[1]).read_text("utf-8-sig"), int(sys.argv[2]))
    sys.stdout.write(json.dumps(found, ensure_ascii=False))
