"""A process whose threads click, and say how many flushes were over at each answer.

Run by tests: ``python -m tests.unit.storage.clicking_process DATABASE LOG 64/8``.
The first number is that before the first click.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.unit.storage.builders import new_record, opened


def main(url: str, log: Path, count: int, threads: int) -> None:
    with opened(url, busy_timeout_ms=60_000) as site:

        def click(number: int) -> int:
            site.records.append(new_record(number))
            return log.stat().st_size

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(click, range(threads)))  # connections
            begun = log.stat().st_size
            seen = list(pool.map(click, range(threads, threads + count)))
    sys.stdout.write(" ".join(map(str, [begun, *seen])))


if __name__ == "__main__":
    clicks, workers = map(int, sys.argv[3].split("/"))
    main(sys.argv[1], Path(sys.argv[2]), clicks, workers)
