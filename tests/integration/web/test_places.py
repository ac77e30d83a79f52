"""Places to work go to threads in the order in which they came."""

import threading
import time

from consent_server.web.places import Places

COUNT = 5
SECONDS = 30


def test_gives_the_next_place_to_who_came_first() -> None:
    places = Places(2)
    served: list[int] = []

    def work(number: int) -> None:
        places.take()
        served.append(number)
        places.leave()

    places.take()
    places.take()
    threads = [threading.Thread(target=work, args=(it,)) for it in range(COUNT)]
    for number, thread in enumerate(threads):
        thread.start()
        deadline = time.monotonic() + SECONDS
        while len(places._waiting) <= number and time.monotonic() < deadline:
            time.sleep(0.001)
    places.leave()
    for thread in threads:
        thread.join(SECONDS)

    assert served == [*range(COUNT)]
    assert (places._free, len(places._waiting)) == (1, 0)
