"""Write what a crawl has found in exactly the form `import items` takes, with a list of what could not be had or understood."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.publishing.importing.fields import FIELDS
from gongkai.publishing.importing.sources import LIST

from .mapping import Mapping
from .running import FILES, file_step
from .state import State, Step

__all__ = ["PROBLEMS", "ROWS", "Found", "write"]

ROWS = "信息.csv"
PROBLEMS = "问题.csv"
_KINDS = {"list": "列表", "item": "信息", "file": "附件或者图片", "double": "重复"}
_SAMPLES = 3


@dataclass
class Found:
    """What came of one column: how many items are listed, fetched, failed, left; how many files; a few items as samples."""

    column: str
    address: str
    listed: int = 0
    fetched: int = 0
    failed: int = 0
    left: int = 0
    samples: list[dict[str, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def write(mapping: Mapping, folder: Path, state: State) -> tuple[list[Found], int]:
    """Write the spreadsheet, the list of old addresses of files, and the list of problems; gives counts, and how many problems."""
    columns = [Found(one.column, one.list) for one in mapping.columns]
    files = {one.address: one for one in state.steps("file")}
    problems: list[list[str]] = []
    _put(folder / ROWS, [one.label for one in FIELDS], _rows(mapping, state, files, columns, problems))
    named = (
        [one.result, one.address.removeprefix("file ")]
        for one in files.values()
        if one.status == "done" and one.result
    )
    (folder / FILES).mkdir(exist_ok=True)
    _put(folder / FILES / LIST, ["path", "old_url"], named)
    for one in state.steps("list"):
        told = json.loads(one.result or "{}").get("troubles", [])
        told = [*told, one.message] if one.message else told
        columns[one.column].troubles += told
        problems += [_problem(one, words) for words in told]
    problems += [_problem(one, one.message) for one in files.values() if one.message]
    problems += [_problem(one, "已经列在另一个栏目里，没有再取") for one in state.steps("double")]
    _put(folder / PROBLEMS, ["种类", "网址", "所在网页", "标题", "原因"], problems)
    return columns, len(problems)


def _rows(
    mapping: Mapping, state: State, files: dict[str, Step], columns: list[Found], problems: list[list[str]]
) -> Iterator[list[str]]:
    for step in state.steps("item"):
        counts = columns[step.column]
        counts.listed += 1
        if step.status == "todo" and not step.result:
            counts.left += 1
            continue
        if step.message:
            problems.append(_problem(step, step.message))
        if not step.result:
            counts.failed += 1
            continue
        result: dict[str, Any] = json.loads(step.result)
        if "fields" not in result:
            continue
        counts.fetched += 1
        problems += [_problem(step, words) for words in result["troubles"]]
        values = {
            "agency": mapping.agency,
            "column": mapping.columns[step.column].column,
            **result["fields"],
            "attachments": ";".join(_paths(result["attachments"], files)),
            "old_url": step.address,
        }
        if len(counts.samples) < _SAMPLES:
            counts.samples.append({name: str(value) for name, value in values.items()})
        yield [str(values.get(one.name, "")) for one in FIELDS]


def _paths(links: Iterable[dict[str, str]], files: dict[str, Step]) -> list[str]:
    found = (files.get(file_step(link["address"])) for link in links)
    return list(dict.fromkeys(one.result for one in found if one is not None and one.result))


def _problem(step: Step, words: str) -> list[str]:
    address = step.address.removeprefix("file ")
    if step.kind == "double":
        address = address.split(" ", 2)[2]
    return [_KINDS[step.kind], address, step.page, step.title, words]


def _put(path: Path, head: list[str], rows: Iterable[list[str]]) -> None:
    """Write a CSV that Excel and WPS open, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
