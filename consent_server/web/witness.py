"""A witness for other installations' ledgers: one route (C2SP tlog-witness)."""

from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request
from sqlalchemy import Engine
from werkzeug.exceptions import RequestEntityTooLarge

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import (
    MalformedEvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.kernel.ids import RandomBytes
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.witness import (
    MAX_REQUEST_BYTES,
    Refusal,
    Refused,
    Submission,
    examine,
    parse_submission,
    unseen,
)
from consent_server.storage.schema import require_schema
from consent_server.storage.witnessed import WitnessedStore
from consent_server.web.database import connect
from consent_server.web.keys import load_or_create_seed, read_seed, witness_key_path

TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"

STATUS_OF = {
    Refusal.MALFORMED: HTTPStatus.BAD_REQUEST,
    Refusal.UNKNOWN_LOG: HTTPStatus.NOT_FOUND,
    Refusal.NOT_SIGNED: HTTPStatus.FORBIDDEN,
    Refusal.CONFLICT: HTTPStatus.CONFLICT,
    Refusal.INCONSISTENT: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def open_witness(
    engine: Engine, data_dir: Path, name: str | None, random: RandomBytes
) -> WitnessSigner:
    """Load the witness of a data folder; it is made when there is none and a name.

    Key and memory belong together: a witness that forgot what it cosigned would
    cosign a second history.

    Raises:
        SettingError: There is none and no name, or it has another name, or its key or
            its memory is lost.
        StoreUnavailableError: The database did not answer.
    """
    store = WitnessedStore(engine)
    vkey = store.find_identity()
    path = witness_key_path(data_dir)
    if vkey is None and not path.exists():
        if name is None:
            raise SettingError(
                "there is no witness here yet; make one with --name NAME"
            )
        signer = WitnessSigner(name, load_or_create_seed(path, random))
        store.begin(signer.vkey)
        return signer
    if vkey is None:
        raise SettingError(
            f"{path} is here and the database does not know it: the memory of what "
            "this witness cosigned is lost, so it must never sign again. Move the key "
            "away, make a witness of another name, and give its key to whoever had the "
            "old one"
        )
    stored = vkey.partition("+")[0]
    if name not in {None, stored}:
        raise SettingError(f"the witness here is {stored!r}, not {name!r}")
    signer = WitnessSigner(stored, read_seed(path))
    if signer.vkey != vkey:
        raise SettingError(
            f"{path} is not the key of {vkey}; restore that one from a backup"
        )
    return signer


def create_witness(
    data_dir: Path,
    name: str | None,
    clock: Clock,
    random: RandomBytes,
    database: str | None = None,
) -> Flask:
    """Make the Flask application of a witness.

    Raises:
        SettingError: As :func:`open_witness` says, or the data folder or the database
            cannot be used.
        StoreUnavailableError: The database cannot be opened.
    """
    app = Flask(__package__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    engine = connect(app, data_dir, database)
    require_schema(engine)
    signer = open_witness(engine, data_dir, name, random)
    desk = WitnessDesk(WitnessedStore(engine), signer, clock)
    app.add_url_rule(
        "/add-checkpoint", "add_checkpoint", desk.add_checkpoint, methods=["POST"]
    )
    app.register_error_handler(StoreUnavailableError, _unavailable)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    return app


class WitnessDesk:
    """What the route does."""

    def __init__(
        self, store: WitnessedStore, signer: WitnessSigner, clock: Clock
    ) -> None:
        self._store = store
        self._signer = signer
        self._clock = clock

    def add_checkpoint(self) -> Response:
        """Cosign a checkpoint that continues the one that was cosigned last."""
        try:
            submission = parse_submission(request.get_data())
        except MalformedEvidenceError as error:
            return _refuse(Refused(refusal=Refusal.MALFORMED, why=str(error)))
        answer = self._cosign(submission)
        if isinstance(answer, Refused):
            return _refuse(answer)
        return Response(answer, content_type=TEXT)

    def _cosign(self, submission: Submission) -> str | Refused:
        origin = peek_checkpoint(submission.note).origin
        log = self._store.find_log(origin)
        keys, seen = ((), unseen(origin)) if log is None else (log.keys, log.seen)
        checkpoint = examine(submission, keys, seen)
        if isinstance(checkpoint, Refused):
            return checkpoint
        # The time of the statement is before it became possible to see a larger tree.
        moment = self._clock.now()
        if not self._store.advance(seen, checkpoint, submission.note, moment):
            return self._cosign(submission)  # another was faster: judge it again
        return self._signer.cosign(submission.note, int(moment.timestamp()))


def _refuse(refused: Refused) -> Response:
    """Answer as C2SP tlog-witness says; a conflict tells the size to start from."""
    status = STATUS_OF[refused.refusal]
    if refused.refusal is Refusal.CONFLICT:
        return Response(f"{refused.size}\n", status, content_type=SIZE)
    return Response(f"{refused.why}\n", status, content_type=TEXT)


def _unavailable(error: StoreUnavailableError) -> Response:
    """Answer 503: nothing was remembered, so nothing is cosigned."""
    return Response(f"{error}\n", HTTPStatus.SERVICE_UNAVAILABLE, content_type=TEXT)


def _too_large(_: RequestEntityTooLarge) -> Response:
    why = f"a request has at most {MAX_REQUEST_BYTES} bytes"
    return _refuse(Refused(refusal=Refusal.MALFORMED, why=why))
