"""Exports that a server makes in the background."""

import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from time import sleep
from uuid import UUID

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from consent_server.cli.main import commands
from consent_server.storage.export_orders import KEPT, SILENT, ExportOrders
from consent_server.storage.ledgers import get_ledger
from consent_server.token.api_key import Role
from consent_server.web.api.export_files import FOLDER
from consent_server.web.api.export_worker import ExportWorker
from consent_server.web.export_register import REGISTER
from consent_server.web.export_request import Form, Wanted
from consent_server.web.installation import Installed
from consent_server.web.jobs.erase import GATHERING, erase
from consent_server.web.jobs.site import open_job_site
from consent_server.web.logs import JsonFormatter
from consent_server.web.server import create_server
from tests.api import SHOP, Server, contents, open_server, wait_for_export
from tests.command_line import run
from tests.site import settle

EXPORTS = "/sites/shop/exports"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of one's own, with two records; its folder is named as by default."""
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path.parent)
    with open_server(Path(tmp_path.name), sites=[SHOP]) as opened:
        opened.choose()
        opened.choose(action="refuse_all")
        yield opened


@pytest.fixture
def auditor(server: Server) -> str:
    return server.key(Role.AUDITOR)


@pytest.fixture
def worker(server: Server) -> ExportWorker:
    """A worker that a test lets work."""
    return ExportWorker(server.parts)


def _start(server: Server, key: str, **wanted: object) -> str:
    started = server.ask("POST", EXPORTS, key, json=wanted)
    assert started.status_code == 202, started.get_data(as_text=True)
    return f"{EXPORTS}/{started.get_json()['export_id']}"


def _files(server: Server) -> list[str]:
    return sorted(it.name for it in (server.parts.around.data_dir / FOLDER).iterdir())


def test_makes_a_bundle_that_can_be_verified(
    server: Server, auditor: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    path = _start(server, auditor, recipient="A. Auditor")
    state = wait_for_export(server, path, auditor)
    shown = server.ask("GET", path, auditor).get_json()
    file = server.ask("GET", f"{path}/file", auditor)
    bundle, key = tmp_path / "bundle.zip", tmp_path / "key"
    bundle.write_bytes(file.data)
    keys = server.ask("GET", "/sites/shop/ledger/keys").get_json()["keys"]
    key.write_text(keys[-1]["key"])

    assert (state, shown["read"], shown["entries"]) == ("done", 3, 3)
    assert shown["made"]["records"] == 2
    assert shown["made"]["bytes"] == len(file.data)
    assert file.headers["Content-Disposition"] == "attachment; filename=shop.zip"
    assert run("audit", "verify", bundle, "--key", key).returncode == 0
    [told] = (server.parts.around.data_dir / REGISTER).read_text().splitlines()
    assert json.loads(told)["recipient"] == "A. Auditor"
    logged = [json.loads(JsonFormatter().format(it)) for it in caplog.records]
    audited = [it for it in logged if it["event"].startswith("export_")]
    assert [it["event"] for it in audited] == ["export_asked", "export_downloaded"]
    assert {it["key"] for it in audited} == {shown["asked_by"]}
    assert {it["site"] for it in audited} == {"shop"}
    assert {it["export"] for it in audited} == {shown["export_id"]}


def test_gives_a_file_in_parts(server: Server, auditor: str) -> None:
    path = _start(server, auditor)
    wait_for_export(server, path, auditor)
    whole = server.ask("GET", f"{path}/file", auditor)
    half = len(whole.data) // 2
    parts = [
        server.ask("GET", f"{path}/file", auditor, {"Range": f"bytes={wanted}"})
        for wanted in (f"0-{half - 1}", f"{half}-")
    ]
    behind = server.ask("GET", f"{path}/file", auditor, {"Range": "bytes=9999999-"})
    same = {"Range": "bytes=0-9", "If-Match": whole.headers["ETag"]}
    more = server.ask("GET", f"{path}/file", auditor, same)
    another = server.ask("GET", f"{path}/file", auditor, {"If-Match": '"another"'})

    assert [one.status_code for one in parts] == [206, 206]
    assert b"".join(one.data for one in parts) == whole.data
    assert zipfile.ZipFile(BytesIO(whole.data)).testzip() is None
    assert (behind.status_code, behind.mimetype) == (416, "application/problem+json")
    assert (more.status_code, more.data) == (206, whole.data[:10])
    assert another.status_code == 412
    assert another.get_json()["code"] == "changed_meanwhile"


def test_selects_and_packs_as_the_command_does(server: Server, auditor: str) -> None:
    wanted = {"form": "csv", "gzip": True, "action": "grant_all", "without": ["agent"]}
    refused = server.ask("POST", EXPORTS, auditor, json=wanted)
    path = _start(server, auditor, **wanted | {"without": ["context"]})
    wait_for_export(server, path, auditor)
    file = server.ask("GET", f"{path}/file", auditor)

    assert refused.status_code == 422
    assert file.headers["Content-Disposition"] == "attachment; filename=shop.csv.gz"
    assert server.ask("GET", path, auditor).get_json()["made"]["records"] == 1


def test_says_why_there_is_nothing(server: Server, auditor: str) -> None:
    path = _start(server, auditor, purpose="nobody-knows")
    state = wait_for_export(server, path, auditor)
    shown = server.ask("GET", path, auditor)
    file = server.ask("GET", f"{path}/file", auditor)

    assert state == "failed"
    assert "nobody was asked" in shown.get_json()["problem"]
    assert str(server.parts.around.data_dir) not in shown.get_data(as_text=True)
    assert (file.status_code, file.get_json()["code"]) == (409, "not_there_yet")
    assert _files(server) == []


def test_goes_on_with_what_a_process_left(
    server: Server, worker: ExportWorker, auditor: str
) -> None:
    orders = ExportOrders(server.parts.databases.main)
    export_id, now = UUID(int=7), server.clock.now()
    orders.add(export_id, "shop", Wanted(form=Form.CSV).to_json(), "key", now)
    assert orders.take(now) is not None  # and its process ends
    worker.run()
    path = f"{EXPORTS}/{export_id}"
    assert server.ask("GET", path, auditor).get_json()["state"] == "running"

    server.clock.moment += SILENT + timedelta(seconds=1)
    assert wait_for_export(server, path, auditor) == "done"


def test_drops_files_when_their_time_is_over(
    server: Server, worker: ExportWorker, auditor: str
) -> None:
    path = _start(server, auditor)
    wait_for_export(server, path, auditor)
    assert len(_files(server)) == 1
    server.clock.moment += KEPT + timedelta(seconds=1)
    worker.run()

    assert _files(server) == []
    assert server.ask("GET", path, auditor).status_code == 404


def test_drops_files_that_nobody_knows_of(
    server: Server, worker: ExportWorker, auditor: str
) -> None:
    """Another server of the installation dropped the order, or a worker was killed."""
    path = _start(server, auditor)
    wait_for_export(server, path, auditor)
    folder = server.parts.around.data_dir / FOLDER
    rows = folder / f".{UUID(int=9)}.csv.partial" / "rows"
    rows.parent.mkdir()
    rows.write_text("somebody's choice")
    ExportOrders(server.parts.databases.main).remove(UUID(path.rpartition("/")[2]))
    (folder / "notes.txt").touch()
    worker.run()

    assert _files(server) == ["notes.txt"]


def test_drops_files_that_a_restart_left(server: Server, auditor: str) -> None:
    path = _start(server, auditor)
    wait_for_export(server, path, auditor)
    server.clock.moment += KEPT + timedelta(seconds=1)
    app = create_server(server.parts.around.data_dir, clock=server.clock)
    secret = {"Authorization": f"Bearer {auditor}"}
    assert Client(app).get("/v1/sites", headers=secret).status_code == 200

    while _files(server):
        sleep(0.02)


def test_drops_files_beside_servers_that_are_not_asked(server: Server) -> None:
    path = _start(server, server.key())
    wait_for_export(server, path)
    where = ["--data-dir", str(server.parts.around.data_dir)]
    jobs = ["jobs", "run", "--once", "--clock-is-right", *where]
    done = CliRunner().invoke(commands, jobs)

    assert (done.exit_code, _files(server)) == (0, [])
    assert contents(server)["api_reply"] == []  # those to choices hold their tokens


def test_hands_out_nobody_who_was_erased(server: Server, auditor: str) -> None:
    """A copy that lies ready is no way past an erasure (GDPR Article 17)."""
    record = server.choose().get_json()["record_id"]
    path = _start(server, auditor)
    wait_for_export(server, path, auditor)
    asked = {"record_id": record, "reason": "erasure_request"}
    server.ask("POST", "/sites/shop/erasures", json=asked)
    parts = server.parts
    engine = parts.ledgers.engine_of("shop")
    origin = get_ledger(engine, "shop").origin
    installed = Installed(engine=engine, site_id="shop", origin=origin)
    server.clock.moment += GATHERING
    erase(open_job_site(installed, parts.around.data_dir, server.clock))
    file = server.ask("GET", f"{path}/file", auditor)

    assert (file.status_code, file.get_json()["code"]) == (409, "erased_since")
    assert _files(server) == []
    assert server.ask("GET", path, auditor).status_code == 404


def test_bounds_how_many_there_are(server: Server, auditor: str) -> None:
    paths = [_start(server, auditor) for _ in range(5)]
    more = server.ask("POST", EXPORTS, auditor, json={})
    by_auditor = server.ask("DELETE", paths[0], auditor)
    wait_for_export(server, paths[0], auditor)
    by_owner = server.ask("DELETE", paths[0])

    assert (more.status_code, more.get_json()["code"]) == (409, "too_many_exports")
    assert (by_auditor.status_code, by_owner.status_code) == (403, 204)
    assert server.ask("GET", paths[0], auditor).status_code == 404
    assert server.ask("POST", EXPORTS, auditor, json={}).status_code == 202
    for path in paths[1:]:
        wait_for_export(server, path, auditor)
    settle()


def test_stops_what_nobody_wants_any_more(
    server: Server, worker: ExportWorker, caplog: pytest.LogCaptureFixture
) -> None:
    orders = ExportOrders(server.parts.databases.main)
    now = server.clock.now()
    orders.add(UUID(int=8), "shop", Wanted().to_json(), "key", now)
    order = orders.take(now)
    assert order is not None
    orders.remove(order.export_id)
    worker._make(order)

    assert _files(server) == []
    assert "export_failed" not in caplog.text
