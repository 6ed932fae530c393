"""Whether the index stays right: thousands of acts by several processes, workers killed on the way, then `index check`.

    python -m benchmarks.search_acts --acts 10000 --processes 4 --on sqlite

Items are withdrawn, made public again and corrected, by chance, all at the same time; every few seconds a worker is
killed (SIGKILL) and another takes its place. The database is one of this run's own, dropped afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

from benchmarks.search import RESULTS, Database

WORKER = "from benchmarks.search_acts import work; work({acts}, {seed})"
_ITEMS = 40


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    args = parser.parse_args(argv)
    with Database(args.on):
        prepare()
        begin = time.perf_counter()
        done, kills = storm(args.acts, args.processes, dict(os.environ))
        seconds = time.perf_counter() - begin
        check = subprocess.run(
            [sys.executable, "-m", "gongkai", "index", "check", "--json"],
            capture_output=True,
            text=True,
            check=False,
        )
    result = {
        "acts": done,
        "processes": args.processes,
        "killed": kills,
        "seconds": round(seconds, 1),
        "check": json.loads(check.stdout),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"search-acts-{args.on}.json").write_text(
        json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    )
    print(json.dumps(result, ensure_ascii=False))
    return check.returncode


def prepare(items: int = _ITEMS) -> None:
    """Migrate the database, and make an agency with so many published items."""
    import django

    django.setup()
    from django.core.management import call_command
    from tests.portal.items import add
    from tests.publishing.desk import column_of, desk

    call_command("migrate", verbosity=0)
    at = desk()
    for number in range(items):
        item = add(
            column_of(at.agency),
            title=f"关于第{number}项工作的通知",
            agency=at.agency,
            formed_on=None,
            basis="20.5",
            body=[("paragraph", "<p>现将有关事项通知如下，请认真贯彻执行。</p>")],
        )
        revision = item.save_revision(user=at.officer)
        type(item).objects.filter(pk=item.pk).update(live_revision=revision)


def storm(
    acts: int, processes: int, environment: dict[str, str], kill_every: float = 4.0, most: int = 1000
) -> tuple[int, int]:
    """Have so many acts done by worker processes, one of which is killed now and then, `most` times; gives acts told done, and kills."""
    chance = random.Random(1)
    share = -(-acts // processes)
    running: dict[int, Any] = {}
    done = dict.fromkeys(range(processes), 0)
    kills = 0

    def start(slot: int) -> None:
        code = f"import django; django.setup()\n{WORKER.format(acts=share - done[slot], seed=chance.randrange(10**9))}"
        running[slot] = subprocess.Popen(
            [sys.executable, "-u", "-c", code], env=environment, stdout=subprocess.PIPE
        )
        os.set_blocking(running[slot].stdout.fileno(), False)

    def count(slot: int) -> None:
        done[slot] += (running[slot].stdout.read() or b"").count(b"\n")

    for slot in range(processes):
        start(slot)
    last = time.monotonic()
    while running:
        time.sleep(0.2)
        for slot in list(running):
            count(slot)
            if running[slot].poll() is not None:
                count(slot)
                status = running.pop(slot).returncode
                if status not in (0, -signal.SIGKILL):
                    raise RuntimeError(f"a worker ended with {status}")
                if done[slot] < share:
                    start(slot)
        ready = [slot for slot in running if done[slot] and running[slot].poll() is None]
        if ready and kills < most and time.monotonic() - last > kill_every and sum(done.values()) < acts:
            running[chance.choice(ready)].kill()
            kills += 1
            last = time.monotonic()
    return sum(done.values()), kills


def work(acts: int, seed: int) -> None:
    """Do so many acts, one after the other; each that was done is told by a line. What is refused, since another was first, is tried elsewhere."""
    from django.db import OperationalError

    from gongkai.agencies.acts import Refused
    from gongkai.agencies.models import Agency, User
    from gongkai.portal.models import ItemPage

    chance = random.Random(seed)
    agency = Agency.objects.get()
    people = {one.username.split("-")[0]: one for one in User.objects.all()}
    ids = list(ItemPage.objects.order_by("pk").values_list("pk", flat=True))
    left = acts
    while left:
        item = ItemPage.objects.get(pk=chance.choice(ids)).specific
        try:
            _one(chance, agency, people, item)
        except (Refused, OperationalError):
            continue
        left -= 1
        print("done", flush=True)


def _one(chance: random.Random, agency: Any, people: dict[str, Any], item: Any) -> None:
    from gongkai.publishing import services
    from gongkai.publishing.models import Round

    waiting = item.rounds.filter(state=Round.State.OPEN).first()
    if not item.live:
        withdrawal = item.withdrawals.order_by("-pk").first()
        services.review_withdrawal(people["li"], agency, withdrawal, upheld=False, comment="恢复")
    elif waiting is not None:
        services.approve(people["li"], agency, waiting, comment="同意", proofread=True)
    elif chance.random() < 0.5:
        services.withdraw_item(people["zhang"], agency, item, "内容有误")
    else:
        version = item.get_latest_revision_as_object()
        version.title = f"关于第{item.pk}项工作的{chance.choice('通告公示决意')}知"
        revision = version.save_revision(user=people["zhang"], clean=False)
        services.send(
            people["zhang"], agency, item, version=revision.pk, way="wording", why="错别字", looked_at=True
        )


if __name__ == "__main__":
    sys.exit(main())
