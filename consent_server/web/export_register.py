"""The register of who got which evidence, beside the database."""

import os
from pathlib import Path

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.clock import SystemClock, format_time
from consent_server.kernel.errors import SettingError
from consent_server.web.export_request import Exported, Wanted

REGISTER = "exports.jsonl"
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND
_OWNER_ONLY = 0o600  # a selection may name a pseudonym


def register(data_dir: Path, out: Path, wanted: Wanted, exported: Exported) -> None:
    """Note who got what, so that they can be told of an erasure (GDPR Article 19)."""
    line = canonical_json(
        {
            "exported_at": format_time(SystemClock().now()),
            "recipient": wanted.recipient,
            "serial": exported.serial,
            "file": out.name,
            "origin": exported.origin,
            "size": exported.size,
            "form": wanted.form.value,
            "selection": {**(wanted.selection.to_json() or {})},
            "withheld": list(wanted.withheld),
        }
    )
    try:
        handle = os.open(data_dir / REGISTER, _APPEND, _OWNER_ONLY)
        with os.fdopen(handle, "ab") as file:
            file.write(line + b"\n")
    except OSError as error:
        raise SettingError(
            f"{out} was written, but {data_dir / REGISTER} could not note who gets it: "
            f"{error.strerror}"
        ) from error
