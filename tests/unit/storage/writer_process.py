"""A process that commits records and sequences them, and says what is committed.

Run by tests: ``python writer_process.py DATABASE FIRST COUNT``.
"""

import sys

from consent_server.ledger.log import sequence
from tests.unit.ledger.builders import MOMENT, a_signer
from tests.unit.storage.builders import new_record, opened

SEQUENCE_EVERY = 7


def main(url: str, first: int, count: int) -> None:
    with opened(url, busy_timeout_ms=60_000) as site:
        site.publish()
        for number in range(first, first + count):
            site.records.append(new_record(number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            if number % SEQUENCE_EVERY == 0:
                sequence(site.ledger, a_signer(), MOMENT)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
