"""What would switch enforcement off in silence stops the start, or is logged."""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from consent_server.catalog.findings import Severity
from consent_server.kernel.errors import SettingError
from consent_server.sdk import checks
from consent_server.sdk.layers import Layers, look_into
from consent_server.web.embedded import embed
from consent_server.web.flask_extension import Consent
from tests.site import CATALOG, App, make_shop

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference/checks.md").read_text("utf-8")
SOURCE = Path(checks.__file__).read_text("utf-8")
CODES = re.findall(r'"(CFG\d+)"', SOURCE)
NECESSARY = CATALOG.replace("  - google.analytics\n  - meta.pixel\n", "")


def start(
    folder: Path, app: object = None, catalog: str = CATALOG, *, secure: bool = True
) -> None:
    path = folder / "catalog.yaml"
    path.write_text(catalog, encoding="utf-8")
    embed(app or App(), path, folder / "data", secure=secure)  # type: ignore[arg-type]


def refusal(folder: Path, app: object = None, catalog: str = CATALOG) -> str:
    with pytest.raises(SettingError) as caught:
        start(folder, app, catalog)
    return str(caught.value)


def with_public_folder(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data").chmod(0o755)


def with_public_key(folder: Path) -> None:
    make_shop(folder)
    (folder / "data/keys/shop.token.key").chmod(0o640)


def without_ledger_key(folder: Path) -> None:
    make_shop(folder)
    (folder / "data/keys/shop.ledger.key").unlink()


@pytest.mark.parametrize(
    ("code", "prepare"),
    [
        pytest.param("CFG005", with_public_key, id="key-open-to-others"),
        pytest.param("CFG006", without_ledger_key, id="ledger-key-lost"),
    ],
)
def test_refuses_files_in_a_bad_state(
    tmp_path: Path, code: str, prepare: Callable[[Path], None]
) -> None:
    prepare(tmp_path)

    assert refusal(tmp_path).startswith(f"{code}: ")


def test_warns_of_plain_http_on_a_public_domain(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    start(tmp_path, secure=False)

    assert (
        "CFG002: plain http (secure=False, --plain-http), and shop.example"
        in caplog.text
    )


def test_takes_plain_http_on_loopback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    local = CATALOG.replace("[shop.example]", '[shop.localhost, "127.0.0.1"]')
    start(tmp_path, catalog=local, secure=False)

    assert "CFG" not in caplog.text


def test_refuses_a_choice_that_is_not_declared(tmp_path: Path) -> None:
    catalog = CATALOG.replace("  - site.choice\n", "")

    assert "CFG008" in refusal(tmp_path, catalog=catalog)


def test_refuses_data_among_static_files(tmp_path: Path) -> None:
    app = Flask(__name__, static_folder=str(tmp_path))

    assert "CFG004" in refusal(tmp_path, app.wsgi_app)


def test_refuses_a_catalog_of_another_site(tmp_path: Path) -> None:
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = ["other.example", "localhost"]

    assert "CFG009: the application serves other.example" in refusal(tmp_path, app)


@pytest.mark.parametrize(
    "hosts",
    [
        pytest.param(["shop.example"], id="the-domain"),
        pytest.param(["www.shop.example"], id="below-it"),
        pytest.param([".example"], id="all-around-it"),
        pytest.param(["localhost"], id="a-workbench"),
        pytest.param(["*"], id="anything"),
    ],
)
def test_takes_hosts_that_fit(tmp_path: Path, hosts: list[str]) -> None:
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = hosts

    start(tmp_path, app)


@pytest.mark.parametrize("mode", ["observe", "report", "strict"])
def test_warns_of_hosts_that_strict_takes_for_strangers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    app = Flask(__name__)
    app.config["TRUSTED_HOSTS"] = ["shop.example", "cdn.example", "localhost"]
    start(tmp_path, app, CATALOG.replace("site:\n", f"site:\n  unknown: {mode}\n"))
    warning = f"CFG015: unknown is {mode}, and cdn.example, which"

    assert (warning in caplog.text) == (mode != "observe")


@pytest.mark.parametrize("mode", ["observe", "report", "strict"])
def test_warns_of_a_source_policy_that_proxies_refuse(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    many = """google.ads google.floodlight google.maps google.recaptcha hubspot.tracking
    hubspot.forms hotjar microsoft.clarity amplitude mixpanel zendesk criteo stripe
    linkedin.insight tiktok.pixel klaviyo activecampaign snap.pixel cookiebot x.pixel
    goto.webinar azure.appinsights microsoft.uet youtube.embed vimeo.embed"""
    catalog = CATALOG + "".join(f"  - {service}\n" for service in many.split())
    start(tmp_path, catalog=catalog.replace("site:\n", f"site:\n  unknown: {mode}\n"))

    assert ("CFG016: the Content-Security-Policy" in caplog.text) == (mode != "observe")


def test_refuses_to_wrap_twice(tmp_path: Path) -> None:
    app = Flask(__name__)
    catalog = tmp_path / "catalog.yaml"
    catalog.write_text(CATALOG, encoding="utf-8")
    consent = Consent(app, catalog=catalog, data_dir=tmp_path / "data")

    with pytest.raises(SettingError, match="CFG013"):
        consent.init_app(app)


def test_names_every_error_at_once(tmp_path: Path) -> None:
    without_ledger_key(tmp_path)
    catalog = CATALOG.replace("  - site.choice\n", "")
    lines = refusal(tmp_path, catalog=catalog).splitlines()

    assert [line.partition(":")[0] for line in lines] == ["CFG006", "CFG008"]


def test_makes_nothing_when_it_refuses(tmp_path: Path) -> None:
    refusal(tmp_path, catalog=CATALOG.replace("  - site.choice\n", ""))

    assert not (tmp_path / "data/keys").exists()


def compressing() -> Flask:
    class Compress:
        def after(self, response: object) -> object:
            return response

    app = Flask(__name__)
    app.after_request(Compress().after)
    return app


def caching() -> Flask:
    app = Flask(__name__)
    app.extensions["cache"] = object()  # as Flask-Caching does
    return app


def with_a_route_of_ours() -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/-/choices/mine", view_func=str)
    return app


@pytest.mark.parametrize(
    ("code", "app", "catalog"),
    [
        pytest.param("CFG001", App, NECESSARY, id="nothing-gated"),
        pytest.param("CFG010", with_a_route_of_ours, CATALOG, id="path-taken"),
        pytest.param("CFG011", caching, CATALOG, id="a-cache-inside"),
        pytest.param("CFG012", compressing, CATALOG, id="compression-inside"),
    ],
)
def test_warns_and_starts(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    code: str,
    app: Callable[[], object],
    catalog: str,
) -> None:
    start(tmp_path, app(), catalog)

    [record] = [it for it in caplog.records if it.name == checks.log.name]
    assert record.getMessage().startswith(f"{code}:")
    assert record.levelno == logging.WARNING


@pytest.mark.parametrize(
    ("secure", "warned"),
    [pytest.param(True, True, id="https"), pytest.param(False, False, id="http")],
)
def test_warns_of_a_debug_header_where_the_site_may_be_live(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, secure: bool, warned: bool
) -> None:
    make_shop(tmp_path, secure=secure, debug_header=True)

    assert ("CFG017: every page tells" in caplog.text) is warned


def test_warns_of_a_data_folder_that_is_open_to_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with_public_folder(tmp_path)
    start(tmp_path)

    assert "CFG003" in caplog.text


def test_warns_of_a_lost_token_key(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_shop(tmp_path)
    (tmp_path / "data/keys/shop.token.key").unlink()
    start(tmp_path)

    assert "CFG007" in caplog.text


def test_says_nothing_of_a_good_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    start(tmp_path, Flask(__name__))
    start(tmp_path)  # the same process again

    assert [it for it in caplog.records if it.name == checks.log.name] == []


def test_notes_a_second_process(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    start(tmp_path)
    second = (
        "import logging, sys; from pathlib import Path;"
        "logging.basicConfig(level=logging.INFO);"
        "from consent_server.web.embedded import embed;"
        "embed(print, Path('catalog.yaml'), Path('data'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", second],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert "CFG014: another process uses data" in done.stderr


def test_looks_into_a_starlette_application(tmp_path: Path) -> None:
    app = Starlette(
        routes=[Mount("/static", StaticFiles(directory=tmp_path))],
        middleware=[
            Middleware(GZipMiddleware),
            Middleware(TrustedHostMiddleware, allowed_hosts=["*.shop.example"]),
        ],
    )

    assert look_into(app) == Layers(
        static_folders=(tmp_path,),
        hosts=(".shop.example",),
        routes=("/static",),
        compressing=("GZipMiddleware",),
    )


def test_looks_into_a_django_application() -> None:
    """In a process of its own, since Django is set up once."""
    program = (
        "from django.conf import settings;"
        "settings.configure(ALLOWED_HOSTS=['.shop.example'], MEDIA_ROOT='/srv/media',"
        " MIDDLEWARE=['django.middleware.gzip.GZipMiddleware',"
        " 'django.middleware.cache.UpdateCacheMiddleware'], USE_TZ=True);"
        "from django.core.wsgi import get_wsgi_application;"
        "from consent_server.sdk.layers import look_into;"
        "print(look_into(get_wsgi_application()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout.strip() == repr(
        Layers(
            static_folders=(Path("/srv/media"),),
            hosts=(".shop.example",),
            caching=("UpdateCacheMiddleware",),
            compressing=("GZipMiddleware",),
        )
    )


def test_uses_each_code_once_and_in_order() -> None:
    numbers = range(1, len(checks.CHECKS) + 1)

    assert [f"CFG{number:03d}" for number in numbers] == CODES


def test_documents_each_code() -> None:
    documented = re.findall(r"^## (CFG\d+): ", REFERENCE, re.MULTILINE)

    assert documented == CODES


@pytest.mark.parametrize("code", CODES)
def test_documents_the_severity_that_it_has(code: str) -> None:
    made_by = SOURCE.partition(f'"{code}"')[0].rpartition("\ndef _")[2]
    severity = Severity.NOTE
    if "_error(" in made_by:
        severity = Severity.ERROR
    elif "_warning(" in made_by:
        severity = Severity.WARNING
    section = REFERENCE.partition(f"## {code}: ")[2].partition("\n\n")[2]

    assert section.startswith(
        (f"{severity.capitalize()}.", f"{severity.capitalize()},")
    )
