"""Run all measurements and say which goals are met; the exit status is 1 when one is not."""

from __future__ import annotations

import platform
import sys

from benchmarks import pdf, readers, totals


def main() -> int:
    print(f"Python {platform.python_version()}，{platform.machine()}")
    met = True
    for ratio in (*readers.run(), *pdf.run()):
        print(ratio, flush=True)
        met &= ratio.met
    _, kept = totals.run()
    return 0 if met and kept else 1


if __name__ == "__main__":
    sys.exit(main())
