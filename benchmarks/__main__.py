"""Run all measurements and say which goals are met; the exit status is 1 when one is not."""

from __future__ import annotations

import platform
import sys

from benchmarks import decisions, moving_in, totals


def main() -> int:
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
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
