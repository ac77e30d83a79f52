"""What a site obeys that has no policy yet: nothing of third parties runs.

Its own cookies pass: which of them the site needs is what nobody knows yet, and the
third parties that might read them are not loaded.
"""

import functools

from consent_server.catalog.model import (
    Catalog,
    Controller,
    Cookie,
    MatchKind,
    NamePattern,
    Provider,
    Purpose,
    Service,
    Site,
    Unknown,
)
from consent_server.notice.policy import Policy, compile_policy
from consent_server.token.codec import TokenCodec
from consent_server.token.keys import TokenKeys

_OWN = "site"


@functools.cache
def unconfigured(site_id: str) -> TokenCodec:
    """Return the policy of a site of which only the name is known, without any key."""
    return TokenCodec(policy=_policy(site_id), keys=TokenKeys(keys={}))


def _policy(site_id: str) -> Policy:
    own = Service(
        id="site.own",
        name=site_id,
        provider=_OWN,
        purposes=("necessary",),
        cookies=(Cookie(pattern=NamePattern(text="", kind=MatchKind.PREFIX)),),
        justification="Unknown until the policy is there.",
    )
    return compile_policy(
        Catalog(
            site=Site(
                id=site_id, domains=(), languages=("en",), unknown=Unknown.STRICT
            ),
            controller=Controller(name=site_id, country="", email=""),
            providers={_OWN: Provider(id=_OWN, name=site_id, country="")},
            purposes=(Purpose(id="necessary", exempt=True),),
            services=(own,),
        )
    )
