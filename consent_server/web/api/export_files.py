"""Where the files of exports lie, and when they go: they are copies of personal data.

A server knows of its own files only. What another one of the installation ordered,
dropped or let expire goes from here when somebody looks.
"""

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from consent_server.storage.export_orders import ExportOrder, ExportOrders
from consent_server.web.export_request import Form
from consent_server.web.partial import Partial

EXTENSIONS: Mapping[Form, str] = {
    Form.BUNDLE: ".zip",
    Form.CSV: ".csv",
    Form.JSONL: ".jsonl",
    Form.PARQUET: ".parquet",
}
FOLDER = "exports"


def export_path(data_dir: Path, order: ExportOrder) -> Path:
    """Return where the file of an order lies."""
    ending = EXTENSIONS[Form(order.wanted["form"])]
    packed = ".gz" if order.wanted["compress"] else ""
    return data_dir / FOLDER / f"{order.export_id}{ending}{packed}"


def drop_export(data_dir: Path, orders: ExportOrders, order: ExportOrder) -> None:
    """Forget an order, and remove its file, made or not.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    orders.remove(order.export_id)
    path = export_path(data_dir, order)
    for one in (path, Partial(path).folder):
        _remove(one)


def sweep_exports(data_dir: Path, orders: ExportOrders, moment: datetime) -> int:
    """Drop what has expired, and every file without an order; return how many.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    dropped = 0
    for order in orders.expired(moment):
        drop_export(data_dir, orders, order)
        dropped += 1
    for export_id, path in _files(data_dir):
        if not orders.knows(export_id):
            _remove(path)
            dropped += 1
    return dropped


def has_exports(data_dir: Path) -> bool:
    """Tell whether any file is kept."""
    return any(_files(data_dir))


def _files(data_dir: Path) -> Iterator[tuple[UUID, Path]]:
    folder = data_dir / FOLDER
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            yield UUID(path.name.lstrip(".").partition(".")[0]), path
        except ValueError:
            continue  # nothing that a server made


def _remove(path: Path) -> None:
    """Remove a file or folder; somebody else may be doing the same."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
