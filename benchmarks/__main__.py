"""Run all measurements and say which goals are met; the exit status is 1 when one is not."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys

from benchmarks import decisions, moving_in, totals


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--search-items", type=int, default=20_000, help="how many items to search among")
    args = parser.parse_args()
    print(f"Python {platform.python_version()}，{platform.machine()}")
    # first, while this process is small: a child counts as its own the memory of the parent it was split from
    _, met = totals.run()
    from benchmarks import pages, pdf, readers, serving

    for ratio in (*readers.run(), *pdf.run(), *pages.run()):
        print(ratio, flush=True)
        met &= ratio.met
    met &= decisions.run()
    met &= moving_in.run()
    met &= serving.run()
    met &= search(args.search_items)
    return 0 if met else 1


def search(items: int) -> bool:
    """Measure finding on SQLite, and on PostgreSQL where DATABASE_URL names a server; each in a process of its own."""
    met = True
    postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    for on, peers in (("sqlite", ["--like"]), ("postgresql", ["--like", "--trigrams"])):
        if on == "sqlite" or postgresql:
            command = [sys.executable, "-m", "benchmarks.search", "--items", str(items), "--on", on, *peers]
            met &= subprocess.run(command, check=False).returncode == 0
    return met


if __name__ == "__main__":
    sys.exit(main())
