"""A process that clicks while its disk works, fails, and works again.

Run by tests: ``python -m tests.unit.storage.failing_process DATABASE SWITCH``. For each
of the three times it prints which of ten clicks were answered.
"""

import sys
from pathlib import Path

from consent_server.kernel.errors import StoreUnavailableError
from tests.unit.storage.builders import new_record, opened

CLICKS = 10


def main(url: str, switch: Path) -> None:
    with opened(url) as site:

        def click(number: int) -> str:
            try:
                site.records.append(new_record(number))
            except StoreUnavailableError:
                return "-"
            return "+"

        for turn, fails in enumerate((False, True, False)):
            if fails:
                switch.touch()
            else:
                switch.unlink(missing_ok=True)
            first = turn * CLICKS
            answered = "".join(map(click, range(first, first + CLICKS)))
            sys.stdout.write(answered + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
