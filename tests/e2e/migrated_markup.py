"""Tags as other consent tools have them marked up, each with a file of its own name."""

from tests.e2e.tag_site import LOADED

ANALYTICS = frozenset(
    {
        "own-script",
        "own-template",
        "cookiebot",
        "cookiebot-image",
        "cookiebot-frame",
        "onetrust",
        "onetrust-frame",
        "klaro",
        "klaro-by-purpose",
        "vanilla",
        "vanilla-by-service",
        "orejime",
        "necessary",
    }
)
"""What runs when statistics, and they alone, are allowed."""

_SCRIPTS = {
    "own-script": 'data-service="google.analytics" data-src="{}"',
    "cookiebot": 'data-cookieconsent="statistics" src="{}"',
    "onetrust": 'class="optanon-category-C0002" src="{}"',
    "klaro": 'data-type="application/javascript" data-name="google-analytics"'
    ' data-src="{}"',
    "klaro-by-purpose": 'data-name="analytics" data-src="{}"',
    "vanilla": 'data-category="analytics" src="{}"',
    "vanilla-by-service": 'data-category="analytics" data-service="Google Analytics"'
    ' data-src="{}"',
    "necessary": 'class="optanon-category-C0001" src="{}"',
    # held
    "two-categories": 'data-cookieconsent="statistics, marketing" src="{}"',
    "two-groups": 'class="optanon-category-C0002-C0004" src="{}"',
    "two-classes": 'class="optanon-category-C0002 optanon-category-C0004" src="{}"',
    "refused": 'data-category="marketing" src="{}"',
    "negated": 'data-category="!analytics" src="{}"',
    "unknown-category": 'data-category="misc" src="{}"',
    "unknown-service": 'data-category="analytics" data-service="Nobody" src="{}"',
    "unknown-group": 'class="optanon-category-C0099" src="{}"',
    "no-words": 'data-category="" src="{}"',
}
_OTHERS = {
    "cookiebot-image": '<img alt="" data-cookieconsent="statistics"'
    ' data-cookieconsent-src="{}">',
    "cookiebot-frame": '<iframe title="x" data-cookieconsent="statistics"'
    ' data-cookieblock-src="{}"></iframe>',
    "onetrust-frame": '<iframe title="x" class="optanon-category-C0002"'
    ' data-src="{}"></iframe>',
    "own-template": '<template data-service="google.analytics">'
    '<script nonce="n1" src="{}"></script></template>',
    "orejime": '<template data-purpose="analytics"><img alt="" src="{}"></template>',
    # held
    "undeclared-frame": '<iframe title="x" data-category="analytics"'
    ' data-src="https://undeclared.example{}"></iframe>',
    "refused-template": '<template data-purpose="ads"><img alt="" src="{}"></template>',
    "refused-frame": '<iframe title="x" data-name="youtube" data-src="{}"></iframe>',
    "without-nonce": '<script type="text/plain" data-category="analytics"'
    ' src="{}"></script>',
}
TAGS = "\n".join(
    [
        *(
            f'<script nonce="n1" type="text/plain" {tag}></script>'.format(
                LOADED + name
            )
            for name, tag in _SCRIPTS.items()
        ),
        *(tag.format(LOADED + name) for name, tag in _OTHERS.items()),
        """<iframe title="x" data-category="analytics"
        data-src="javascript:parent.document.title='taken'"></iframe>""",
    ]
)
