"""What a page is told after a choice was recorded."""

from consent_server.catalog.model import StorageArea
from consent_server.consent.choice import ConsentStatus
from consent_server.kernel.canonical import Json
from consent_server.notice.policy import Policy
from consent_server.web.visitor.recording import Recorded

CLEARED = {StorageArea.LOCAL: "local", StorageArea.SESSION: "session"}


def saved_choice(done: Recorded, policy: Policy) -> Json:
    """Describe a committed choice, and which storage keys the page must remove."""
    return {
        "record_id": str(done.recorded.record_id),
        "state": {
            "purposes": {
                name: status.value for name, status in done.choice.purposes.items()
            },
            "services": {
                name: status.value for name, status in done.choice.services.items()
            },
        },
        "clear": {
            word: _keys_to_clear(done, policy, area) for area, word in CLEARED.items()
        },
    }


def _keys_to_clear(done: Recorded, policy: Policy, area: StorageArea) -> list[Json]:
    return [
        {"text": key.pattern.text, "kind": key.pattern.kind.value}
        for service, status in done.choice.services.items()
        if status is ConsentStatus.REFUSED
        for key in policy.service_by_id[service].storage
        if key.area is area
    ]
