"""Whether a page's own policy keeps a script from making scripts (Trusted Types)."""

from collections.abc import Iterable

_DIRECTIVE = "require-trusted-types-for"


def keeps_scripts_from_making_scripts(policies: Iterable[str]) -> bool:
    """Tell whether a policy has ``require-trusted-types-for 'script'``.

    Then what was held cannot be released in place: a script of ours may give no other
    script its text or address (Trusted Types, section 4.2).

    Args:
        policies: Values of the page's ``Content-Security-Policy`` headers, not of those
            that only report.
    """
    return any(
        words[0].lower() == _DIRECTIVE and "'script'" in words[1:]
        for value in policies
        for policy in value.split(",")
        for directive in policy.split(";")
        if (words := directive.split())
    )
