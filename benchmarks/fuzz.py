"""Read damaged files by the thousand: `python -m benchmarks.fuzz --count 10000`.

Each is a report of ours, in one of the formats, mutated; a number gives the file, so that a failure can be repeated with
`--only NUMBER`. It passes if every file is read or refused with a code and a Chinese message, within `SECONDS`, and no
process grew past `MEGABYTES`.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import sys
import time
import traceback
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

from tqdm import tqdm

from gongkai.report.checks import check
from gongkai.report.jsonform import dumps, to_json
from gongkai.report.reading import ReadError, read_bytes
from gongkai.report.sample import sample
from gongkai.report.showing import describe
from gongkai.report.writing import FontsMissing, render

SECONDS = 20.0
"""The longest one file may take; a PDF starts a process of its own."""

MEGABYTES = 1024
"""The most memory one process may come to hold."""

FORMATS = ("docx", "xlsx", "html", "txt", "md", "json", "docx", "xlsx", "html", "txt")
_PDF_EVERY = 20
_CHINESE = range(0x4E00, 0x9FFF)


@dataclass(frozen=True)
class Outcome:
    """What became of one file: the answer's code (``read`` where it could be read), or what went wrong."""

    number: int
    code: str
    seconds: float
    fault: str = ""


@cache
def whole(ending: str) -> bytes:
    """The undamaged file of this kind."""
    report = sample()
    if ending == "txt":
        return describe(report).encode()
    if ending == "md":
        return describe(report).replace("  ", " | ").encode("gb18030")
    try:
        return render(report, ending)
    except FontsMissing:  # no PDF without Chinese fonts; the others are tried all the same
        return render(report, "docx")


def damaged(number: int) -> tuple[bytes, str]:
    """Make the file of this number and its name; always the same."""
    chance = random.Random(number)
    ending = "pdf" if number % _PDF_EVERY == 0 else chance.choice(FORMATS)
    data = whole(ending)
    if data[:2] == b"PK" and chance.random() < 0.7:
        data = _damage_part(data, chance)
    else:
        for _ in range(chance.choice((1, 1, 2, 5, 30))):
            data = _damage(data, chance)
    name = f"{number}.{ending if chance.random() < 0.9 else chance.choice(FORMATS)}"
    return data, name


def _damage(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    start = chance.randrange(len(data))
    end = min(len(data), start + int(chance.paretovariate(0.6)))
    kind = chance.randrange(8)
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:start] + data[end:]
    if kind == 2:
        return data[:end] + data[start:end] * chance.choice((1, 3, 50)) + data[end:]
    if kind == 3:
        return data[:start] + chance.randbytes(min(end - start, 200)) + data[end:]
    if kind == 4:
        return data[:start] + bytes([data[start] ^ (1 << chance.randrange(8))]) + data[start + 1 :]
    if kind == 5:
        words = "".join(chr(chance.choice(_CHINESE)) for _ in range(chance.randrange(1, 20)))
        return data[:start] + words.encode(chance.choice(("utf-8", "gb18030", "utf-16"))) + data[start:]
    if kind == 6:
        number = chance.choice(
            (b"-1", b"999999999999999999999999", b"1e999", b"NaN", b"0x7f", "１２３".encode(), b"/")
        )
        return data[:start] + number + data[end:]
    other = chance.randrange(len(data))
    first, second = sorted((start, other))
    return data[second:] + data[first:second] + data[:first]


def _damage_part(data: bytes, chance: random.Random) -> bytes:
    """Damage one part of an office package, and pack it again so that it can be opened."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        victim = chance.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            if name == victim or chance.random() < 0.1:
                for _ in range(chance.choice((1, 1, 3))):
                    part = _damage_markup(part, chance) if chance.random() < 0.6 else _damage(part, chance)
            if name != victim or chance.random() < 0.95:
                target.writestr(name, part)
    return packed.getvalue()


def _damage_markup(part: bytes, chance: random.Random) -> bytes:
    """Change what lies between two angle brackets, so that the markup often stays well-formed."""
    pieces = part.split(b"<")
    if len(pieces) < 4:
        return _damage(part, chance)
    at = chance.randrange(1, len(pieces))
    kind = chance.randrange(4)
    if kind == 0:
        pieces[at] = pieces[at].replace(b'"1"', b'"4000000000"').replace(b'"2"', b'"-7"')
    elif kind == 1:
        tag, _, _ = pieces[at].partition(b">")
        pieces[at] = (
            tag + b">" + chance.choice((b"0", "一、总体情况".encode(), b"-5", b"12345678901234567890", b""))
        )
    elif kind == 2:
        pieces[at : at + 1] = [pieces[at]] * chance.choice((2, 100))
    else:
        other = chance.randrange(1, len(pieces))
        pieces[at], pieces[other] = pieces[other], pieces[at]
    return b"<".join(pieces)


def try_one(number: int) -> Outcome:
    """Read one damaged file, and check, describe and write what was read."""
    data, name = damaged(number)
    start = time.perf_counter()
    code = "read"
    try:
        report = read_bytes(data, name)
        check(report, sample())
        describe(report)
        dumps(to_json(report, name))
    except ReadError as error:
        code = error.code
        if not error.message or error.message.isascii():
            return Outcome(number, code, 0.0, "no Chinese message")
    except BaseException:  # noqa: BLE001 whatever it is, it is the fault looked for
        return Outcome(number, "fault", 0.0, traceback.format_exc(limit=-4))
    seconds = time.perf_counter() - start
    fault = f"took {seconds:.1f} s" if seconds > SECONDS else ""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Outcome(number, code, seconds, fault or (f"holds {held} MB" if held > MEGABYTES else ""))


def run(numbers: range, jobs: int) -> list[Outcome]:
    """Try the files of these numbers on so many processes, with a progress bar."""
    with ProcessPoolExecutor(jobs) as pool:
        answers = pool.map(try_one, numbers, chunksize=8)
        return list(tqdm(answers, total=len(numbers), desc="试读", unit="个", dynamic_ncols=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first file")
    parser.add_argument("--only", type=int, help="try this one and show what happens")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    if args.only is not None:
        outcome = try_one(args.only)
        print(outcome.code, outcome.seconds, outcome.fault, sep="\n")
        return bool(outcome.fault)
    outcomes = run(range(args.first, args.first + args.count), args.jobs)
    for code, count in Counter(outcome.code for outcome in outcomes).most_common():
        print(f"{count:6}  {code}")
    print(f"最慢：{max(outcome.seconds for outcome in outcomes):.1f} 秒")
    faults = [outcome for outcome in outcomes if outcome.fault]
    for outcome in faults[:10]:
        print(f"第{outcome.number}个：{outcome.fault}")
    print(f"{len(outcomes)}个文件，出错{len(faults)}个")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
