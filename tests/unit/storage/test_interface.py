"""What the interface of a server keeps, on both databases."""

import json
from datetime import timedelta
from uuid import UUID

from consent_server.storage.api_replies import GIVEN_UP, KEPT, Reply, ReplyStore
from consent_server.storage.export_orders import KEPT as EXPORT_KEPT
from consent_server.storage.export_orders import (
    SILENT,
    ExportOrder,
    ExportOrders,
    ExportState,
)
from consent_server.storage.policy_drafts import DraftStore, PolicyDraft
from tests.unit.ledger.builders import MOMENT, SECOND
from tests.unit.storage.builders import Opened

ID, OTHER = UUID(int=1), UUID(int=2)
LATER = MOMENT + timedelta(minutes=1)
REPLY = Reply(status=201, headers=[("ETag", '"ø"')], body=b"\x00 made")


def _draft(store: DraftStore) -> PolicyDraft:
    found = store.find(ID)
    assert found is not None
    return found


class TestDrafts:
    """A draft changes only for whoever has seen its newest version."""

    def test_are_kept_once_and_for_their_site(self, site: Opened) -> None:
        shop, blog = DraftStore(site.engine, "shop"), DraftStore(site.engine, "blog")

        assert shop.add(ID, "site: ø\r\n", "key", MOMENT)
        assert not shop.add(ID, "another", "key", LATER)
        assert not blog.add(ID, "another", "key", LATER)
        draft = _draft(shop)
        assert (draft.catalog, draft.made_at, draft.made_by) == (
            "site: ø\r\n",
            SECOND,
            "key",
        )
        assert blog.find(ID) is None
        assert blog.list_all() == []
        assert shop.list_all() == [draft]

    def test_take_each_step_over_the_version_that_was_seen(self, site: Opened) -> None:
        store = DraftStore(site.engine, "shop")
        store.add(ID, "one", "key", MOMENT)
        first = _draft(store)

        assert store.review(first, "digest", "reviewer", LATER)
        reviewed = _draft(store)
        assert (reviewed.reviewed_by, reviewed.reviewed_against) == (
            "reviewer",
            "digest",
        )
        assert not store.publish(first, "version", "key", LATER)
        assert not store.replace(first, "two", LATER)
        assert not store.remove(first)
        assert store.publish(reviewed, "version", "publisher", LATER)
        assert _draft(store).policy_version == "version"

    def test_lose_their_review_with_a_change(self, site: Opened) -> None:
        store = DraftStore(site.engine, "shop")
        store.add(ID, "one", "key", MOMENT)
        store.review(_draft(store), "digest", "reviewer", LATER)
        store.publish(_draft(store), "version", "key", LATER)

        assert store.replace(_draft(store), "two", LATER)
        changed = _draft(store)
        assert (changed.catalog, changed.revision) == ("two", 4)
        assert (changed.reviewed_at, changed.reviewed_against) == (None, None)
        assert (changed.published_at, changed.policy_version) == (None, None)
        assert store.remove(changed)
        assert store.find(ID) is None


class TestReplies:
    """An answer is given again for a day."""

    def test_are_repeated_as_they_were(self, site: Opened) -> None:
        store = ReplyStore(site.engine)

        assert store.begin(b"1", b"digest", MOMENT) is None
        store.finish(b"1", REPLY)
        earlier = store.begin(b"1", b"another", LATER)
        assert earlier is not None
        assert (earlier.digest, earlier.reply) == (b"digest", REPLY)
        assert store.begin(b"2", b"digest", LATER) is None

    def test_are_forgotten_in_time(self, site: Opened) -> None:
        store = ReplyStore(site.engine)
        for request in (b"done", b"begun"):
            store.begin(request, b"digest", MOMENT)
        store.finish(b"done", REPLY)

        soon = MOMENT + GIVEN_UP + timedelta(seconds=1)
        assert store.begin(b"begun", b"digest", soon) is None
        assert store.begin(b"done", b"digest", MOMENT + KEPT) is not None
        late = MOMENT + KEPT + timedelta(seconds=1)
        assert store.begin(b"done", b"digest", late) is None

    def test_leave_nothing_of_what_was_not_tried(self, site: Opened) -> None:
        store = ReplyStore(site.engine)
        store.begin(b"1", b"digest", MOMENT)
        store.drop(b"1")

        assert store.begin(b"1", b"another", MOMENT) is None


class TestOrders:
    """An export is made by one process at a time."""

    def order(self, orders: ExportOrders) -> ExportOrder:
        found = orders.find("shop", ID)
        assert found is not None
        return found

    def test_are_taken_once_and_again_when_nobody_gives_a_sign(
        self, site: Opened
    ) -> None:
        orders = ExportOrders(site.engine)
        orders.add(ID, "shop", {"form": "csv"}, "key", MOMENT)
        orders.add(ID, "shop", {"form": "bundle"}, "key", MOMENT)
        orders.add(OTHER, "blog", {"form": "csv"}, "key", LATER)

        taken = [orders.take(MOMENT) for _ in range(3)]
        assert [None if it is None else it.export_id for it in taken] == [
            ID,
            OTHER,
            None,
        ]
        assert orders.advance(ID, 5, 10, MOMENT + SILENT)
        again = orders.take(MOMENT + SILENT + timedelta(seconds=1))
        assert again is not None
        assert again.export_id == OTHER
        order = self.order(orders)
        assert (order.wanted, order.state) == ({"form": "csv"}, ExportState.RUNNING)
        assert (order.done, order.length) == (5, 10)

    def test_end_and_expire(self, site: Opened) -> None:
        orders = ExportOrders(site.engine)
        for one in (ID, OTHER):
            orders.add(one, "shop", {}, "key", MOMENT)
        assert not orders.ended()
        made = json.loads('{"size": 3, "origin": "ø"}')
        assert orders.finish(ID, made, MOMENT)
        assert orders.fail(OTHER, "why", LATER)

        order = self.order(orders)
        assert (order.made, order.expires_at) == (made, SECOND + 86_400)
        assert orders.ended()
        assert list(orders.expired(MOMENT + EXPORT_KEPT)) == []
        late = MOMENT + EXPORT_KEPT + timedelta(seconds=1)
        assert [it.export_id for it in orders.expired(late)] == [ID]
        assert orders.remove(ID)
        assert not orders.remove(ID)
        assert not orders.finish(ID, made, LATER)
        assert not orders.advance(ID, 1, 1, LATER)
