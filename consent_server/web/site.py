"""One site, opened: its policy, keys and stores, wired together."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.clock import Clock, SystemClock
from consent_server.kernel.ids import RandomBytes, system_random
from consent_server.ledger.signing import NoteSigner
from consent_server.notice.policy import Policy
from consent_server.storage.erasures import ErasureStore
from consent_server.storage.ledger_store import SqlLedgerStore, open_ledger
from consent_server.storage.policies import PolicyStore
from consent_server.storage.records import RecordStore
from consent_server.storage.schema import require_schema
from consent_server.token.codec import TokenCodec
from consent_server.token.earlier import earlier_policies
from consent_server.token.keys import TokenSigner
from consent_server.web.flooding import Floodgate
from consent_server.web.keys import (
    ledger_key_path,
    load_or_create_seed,
    settle_key,
    token_key_path,
)
from consent_server.web.ledger_writer import LedgerWriter
from consent_server.web.sequencer import Sequencer
from consent_server.web.settled import Settler

FIRST_KEY_ID = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSite:
    """Everything that answering a visitor of one site needs.

    ``secure`` says that visitors come over https.
    """

    policy: Policy
    settler: Settler
    codec: TokenCodec
    token_signer: TokenSigner
    writer: LedgerWriter
    records: RecordStore
    policies: PolicyStore
    erasures: ErasureStore
    sequencer: Sequencer
    floodgate: Floodgate
    clock: Clock
    random: RandomBytes
    secure: bool

    @property
    def ledger(self) -> SqlLedgerStore:
        """The newest log that this process knows of."""
        return self.writer.log.store

    @property
    def note_signer(self) -> NoteSigner:
        """The key of that log."""
        return self.writer.log.signer

    def integrate(self) -> None:
        """Give committed records their positions and sign a checkpoint, now.

        Nobody has to: after each commit the sequencer is woken and does so soon.
        """
        self.sequencer.run()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a site is opened in: where its data lie, time, chance and scheme.

    ``compress`` says that pages are compressed on their way out, ``debug_header`` that
    each response tells what was held in it, ``hops`` how many proxies of the site's own
    stand in front.
    """

    data_dir: Path
    clock: Clock = field(default_factory=SystemClock)
    random: RandomBytes = system_random
    secure: bool = True
    compress: bool = True
    debug_header: bool = False
    hops: int = 0


def open_site(policy: Policy, engine: Engine, around: Surroundings) -> OpenSite:
    """Make or load a site's keys and ledger, and publish its policy.

    Raises:
        SettingError: A key file is damaged, or the ledger belongs to another origin.
        StoreUnavailableError: The database did not answer.
    """
    require_schema(engine)
    site_id = policy.site.id
    origin = f"{policy.site.domains[0]}/{site_id}"
    data_dir, random = around.data_dir, around.random
    token_seed = load_or_create_seed(token_key_path(data_dir, site_id), random)
    load_or_create_seed(ledger_key_path(data_dir, site_id), random)
    token_signer = TokenSigner.from_seed(FIRST_KEY_ID, token_seed)
    open_ledger(engine, site_id, origin)
    writer = LedgerWriter(engine, site_id, data_dir)
    settle_key(data_dir, site_id, writer.log.signer)
    policies = PolicyStore(engine, site_id, random)
    _publish(policy, policies, around.clock)
    site = OpenSite(
        policy=policy,
        settler=Settler(policy),
        codec=TokenCodec(
            policy=policy,
            keys=token_signer.public(),
            earlier=earlier_policies(policies.read_all(), policy),
        ),
        token_signer=token_signer,
        writer=writer,
        sequencer=Sequencer(writer.step, site_id, around.clock),
        records=RecordStore(engine, site_id),
        policies=policies,
        erasures=ErasureStore(engine, site_id),
        floodgate=Floodgate(around.clock, around.hops),
        clock=around.clock,
        random=around.random,
        secure=around.secure,
    )
    site.integrate()
    return site


def _publish(policy: Policy, policies: PolicyStore, clock: Clock) -> None:
    notices = {
        language: (notice.digest, notice.content)
        for language, notice in policy.notices.items()
    }
    policies.publish(policy.version, policy.content, notices, clock.now())
