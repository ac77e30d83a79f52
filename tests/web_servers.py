"""Debian's nginx, with static files and PHP pages, as many sites are served."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.listening import free_port, wait_until_up

OWN_FOLDERS = " ".join(
    f"{kind}_temp_path {{folder}}/{kind};"
    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)
CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 256; }}
http {{
  types {{ text/html html; image/png png; text/css css; }}
  default_type application/octet-stream;
  access_log off;
  {own_folders}
  client_max_body_size 0;
  gzip on;
  gzip_proxied any;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/site;
    index index.php index.html;
    absolute_redirect off;
    location ~ \\.php$ {{
      fastcgi_pass 127.0.0.1:{php};
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param REDIRECT_STATUS 200;
    }}
    {more}
  }}
}}
"""


@contextlib.contextmanager
def nginx_with_php(
    folder: Path, files: Mapping[str, bytes], more: str = ""
) -> Iterator[int]:
    """Serve files, those named ``.php`` as programs; give the port.

    ``more`` is put into nginx's server block.
    """
    nginx = find_nginx()
    php = shutil.which("php-cgi")
    if php is None:
        pytest.fail("no php-cgi here: tools/install-web-servers has it")
    for name, content in files.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    port, php_port = free_port(), free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    text = CONFIGURATION.format(
        folder=folder,
        own_folders=OWN_FOLDERS.format(folder=folder),
        port=port,
        php=php_port,
        user=user,
        more=more,
    )
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    with (
        running_program([php, "-b", f"127.0.0.1:{php_port}"], php_port, folder),
        running_program([nginx, "-p", str(folder), "-c", "nginx.conf"], port, folder),
    ):
        yield port


def find_nginx() -> str:
    """Return where nginx is."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.fail("no nginx here: tools/install-web-servers has it")
    return nginx


def assert_nginx_takes(http: str, folder: Path) -> None:
    """Have nginx read the inside of an ``http`` block, without serving it."""
    inside = f"access_log off; {OWN_FOLDERS.format(folder=folder)} {http}"
    written = f"pid {folder}/pid; events {{}} http {{ {inside} }}"
    (folder / "nginx.conf").write_text(written, encoding="utf-8")
    told = ["-t", "-q", "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"]
    done = subprocess.run(
        [find_nginx(), *told], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def running_program(
    command: list[str],
    port: int,
    folder: Path,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[None]:
    """Run a program that listens at a port, for as long as the block takes."""
    file = folder / f"{Path(command[0]).name}.log"
    with (
        file.open("wb") as log,
        subprocess.Popen(
            command, stdout=log, stderr=log, env={**os.environ, **variables}
        ) as process,
    ):
        try:
            wait_until_up(process, port, file)
            yield
        finally:
            process.terminate()
