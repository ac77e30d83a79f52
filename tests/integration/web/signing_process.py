"""A server of a site, as far as its ledger is concerned: records, and signs steps.

Called with the address of the database, the data folder, and the records to make.
"""

import sys
from pathlib import Path

from tests.integration.web.installed import installed
from tests.unit.ledger.builders import MOMENT
from tests.unit.storage.builders import new_record

if __name__ == "__main__":
    url, folder, first, stop = sys.argv[1:]
    with installed(Path(folder), url) as shop:
        writer = shop.writer()
        for number in range(int(first), int(stop)):
            shop.site.records.append(new_record(number))
            writer.take_all(MOMENT)
