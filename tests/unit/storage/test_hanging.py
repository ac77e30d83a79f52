"""Waiting for a database server that says nothing, without any database."""

import os
import socket
import threading

import pytest

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.hanging import PAUSE_SECONDS, Patience


@pytest.fixture
def rested() -> list[str]:
    return []


@pytest.fixture
def patience(rested: list[str]) -> Patience:
    return Patience(lambda: rested.append("closed"))


def test_asks_whoever_answers(patience: Patience) -> None:
    patience.admit()
    patience.answered()
    patience.admit()


def test_lets_one_try_after_a_while_and_all_once_there_is_an_answer(
    rested: list[str],
) -> None:
    now = [0.0]
    patience = Patience(lambda: rested.append("closed"), lambda: now[0])
    patience.said_nothing()
    with pytest.raises(StoreUnavailableError, match="does not answer"):
        patience.admit()
    assert rested == ["closed"]

    now[0] += PAUSE_SECONDS
    patience.admit()
    with pytest.raises(StoreUnavailableError):
        patience.admit()

    patience.answered()
    patience.admit()
    patience.admit()


def test_breaks_off_what_is_late_and_nothing_else(
    patience: Patience, rested: list[str]
) -> None:
    late, in_time = socket.socketpair(), socket.socketpair()
    patience.expect(1, late[0].fileno(), 0)
    patience.expect(2, in_time[0].fileno(), 0)
    patience.done(2)

    late[0].settimeout(60)
    assert late[0].recv(1) == b""
    in_time[1].send(b"x")
    assert in_time[0].recv(1) == b"x"
    for pair in (late, in_time):
        for end in pair:
            end.close()
    while not rested:
        threading.Event().wait(0.01)
    with pytest.raises(StoreUnavailableError):
        patience.admit()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_looks_in_a_forked_process_too(patience: Patience) -> None:
    first, second = socket.socketpair()
    patience.expect(1, first.fileno(), 60)  # the thread of the parent runs
    pid = os.fork()
    if pid == 0:
        first.settimeout(30)
        patience.expect(1, first.fileno(), 0)
        os._exit(0 if first.recv(1) == b"" else 1)

    assert os.waitpid(pid, 0)[1] == 0
    patience.done(1)
    first.close()
    second.close()
