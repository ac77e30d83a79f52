"""One record as a person reads it, out of a database and out of a bundle."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from consent_server.storage.db import create_store_engine, writing
from consent_server.storage.tables import record
from tests.command_line import run
from tests.site import Shop, make_shop, settle

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = make_shop(tmp_path)
    for act in ("grant_all", "withdraw"):
        shop.choose(act, headers={"Sec-GPC": "1"})
        shop.clock.moment += timedelta(days=1)
        shop.choose("refuse_all", client=Client(shop.middleware))
    settle()
    return shop


def where(shop: Shop) -> tuple[str | Path, ...]:
    return ("--data-dir", shop.data_dir)


def bundle_of(shop: Shop) -> Path:
    out = shop.data_dir.parent / "shop.zip"
    done = run("audit", "export", *where(shop), "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def ids(shop: Shop) -> list[str]:
    out = shop.data_dir.parent / "ids.jsonl"
    run("audit", "export", *where(shop), "--out", out, "--format", "jsonl")
    lines = map(json.loads, out.read_text("utf-8").splitlines())
    return [row["subject"]["record_id"] for row in lines]


def show(record_id: str, *options: str | Path) -> dict[str, Any]:
    done = run("audit", "show", record_id, "--json", *options)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_shows_the_same_out_of_a_database_and_a_bundle(shop: Shop) -> None:
    first, *_ = ids(shop)

    stored = show(first, *where(shop))

    assert stored == show(first, "--bundle", bundle_of(shop))
    assert (stored["state"], stored["position"], stored["checkpoint"]) == (
        "sequenced",
        1,
        5,
    )
    assert stored["record"]["decision"]["action"] == "grant_all"
    assert stored["record"]["decision"]["signals"] == {"gpc": True}
    assert stored["published"]["position"] == 0
    assert stored["notice"]["shown"]["language"] == "en"
    assert [one["decision"]["action"] for one in stored["history"]] == [
        "grant_all",
        "withdraw",
    ]


def test_says_it_in_words(shop: Shop) -> None:
    _, _, withdrawal, _ = ids(shop)
    said = run("audit", "show", withdrawal, *where(shop)).stdout

    assert "Action    withdraw on the surface banner" in said
    assert "Purpose   marketing: refused" in said
    assert "in force since 2026-03-01T12:00:00Z (entry 0)" in said
    assert "withdraw  analytics: refused, " in said
    assert "sequenced: entry 3 of shop.example/shop" in said


def test_shows_what_is_gone_and_what_is_damaged(shop: Shop) -> None:
    first, second, *_ = ids(shop)
    engine = create_store_engine(f"sqlite:///{shop.data_dir}/consent.sqlite3")
    with writing(engine) as connection:
        change = record.update()
        gone = {"context": None, "context_salt": None}
        connection.execute(change.where(record.c.number == 2).values(**gone))
        changed = {"context": b"{}"}
        connection.execute(change.where(record.c.number == 3).values(**changed))
    engine.dispose()

    gone_part = {"part": "context", "reason": None, "position": None, "log": None}
    assert show(first, *where(shop))["erased"] == [gone_part]
    assert show(second, *where(shop))["record"]["damaged"] == ["context"]


def test_finds_a_record_of_an_earlier_epoch(shop: Shop) -> None:
    """What happened since, and why a part is gone, stands in the later log."""
    first, *_ = ids(shop)
    ledger = ("--site", "shop", "--yes", *where(shop))
    done = run("ledger", "recover", "--reason", "a trial", *ledger)
    assert done.returncode == 0, done.stderr
    shop.choose("refuse_all")
    settle()
    # By the clock of this machine, what these visitors came from is old.
    done = run("jobs", "run", "--once", "--clock-is-right", *where(shop))
    assert done.returncode == 0, done.stderr

    found = show(first, *where(shop))

    assert (found["log"], found["position"]) == ("shop.example/shop", 1)
    assert [(one["log"], one["position"]) for one in found["history"]] == [
        ("shop.example/shop", 1),
        ("shop.example/shop", 3),
        ("shop.example/shop/2", 2),
    ]
    [gone] = found["erased"]
    assert (gone["log"], gone["reason"]) == ("shop.example/shop/2", "retention")
    said = run("audit", "show", first, *where(shop)).stdout
    assert said.count("\n> ") == 1


def test_says_that_a_record_is_restricted(shop: Shop) -> None:
    first, *_ = ids(shop)
    before = show(first, *where(shop))["record"]["restricted"]
    engine = create_store_engine(f"sqlite:///{shop.data_dir}/consent.sqlite3")
    with writing(engine) as connection:
        connection.execute(record.update().values(restricted_at=1))
    engine.dispose()

    assert before is False
    assert show(first, *where(shop))["record"]["restricted"] is True


def test_writes_a_page_that_nothing_gets_out_of(shop: Shop, tmp_path: Path) -> None:
    page = tmp_path / "record.html"
    shop.choose(
        "grant_all",
        client=Client(shop.middleware),
        headers={"Referer": f"https://shop.example/{HOSTILE}"},
    )
    settle()
    *_, last = ids(shop)
    done = run("audit", "show", last, *where(shop), "--html", page)

    assert done.returncode == 0, done.stderr
    html = page.read_text("utf-8")
    assert HOSTILE not in html
    assert "Shop AS asks for your permission" in html
    assert "<dt>Browser</dt><dd>Other, Other, other</dd>" in html
    assert "[Save choices] [Withdraw all] [Object: Marketing]" in html
    assert "<script" not in html
    assert "http://" not in html


@pytest.mark.parametrize(
    ("record_id", "says"),
    [
        pytest.param("nonsense", "is not a valid UUID", id="no-id"),
        pytest.param(
            "3dba37bb-0871-4def-b95b-6655128dbe19", "has no record 3dba37bb", id="other"
        ),
    ],
)
def test_says_which_record_it_does_not_have(
    shop: Shop, record_id: str, says: str
) -> None:
    for options in (where(shop), ("--bundle", bundle_of(shop))):
        done = run("audit", "show", record_id, *options)

        assert done.returncode == 2
        assert says in done.stderr
