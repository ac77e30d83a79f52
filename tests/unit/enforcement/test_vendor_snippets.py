"""The shapes in which vendors ask for their tags, in a minimal form of our own."""

import pytest

from consent_server.catalog.match import compile_matcher
from consent_server.catalog.model import Marker, Resource, ResourceKind, Service
from consent_server.enforcement.markup import MarkupRewriter
from tests.unit.enforcement.rewriting import ANY_KIND


def service(name: str, *hosts: str, marker: tuple[str, ...] = ()) -> Service:
    return Service(
        id=name,
        name=name,
        provider=name,
        purposes=("marketing",),
        resources=tuple(Resource(host=host, kinds=ANY_KIND) for host in hosts),
        markers=(Marker(tokens=marker),) if marker else (),
    )


SERVICES = [
    service("google.tag_manager", "www.googletagmanager.com", marker=("gtm.start",)),
    service("google.analytics", "www.google-analytics.com", marker=("gtag('js'",)),
    service(
        "meta.pixel",
        "connect.facebook.net",
        "www.facebook.com",
        marker=("fbq('init'",),
    ),
    service(
        "linkedin.insight",
        "snap.licdn.com",
        "px.ads.linkedin.com",
        marker=("_linkedin_partner_id",),
    ),
    service("hubspot.tracking", "js.hs-scripts.com"),
    service("mouseflow", "cdn.mouseflow.com", marker=("window._mfq",)),
    service(
        "azure.appinsights", "js.monitor.azure.com", marker=("connectionString", "cfg:")
    ),
    service("zendesk", "static.zdassets.com"),
]
SCRIPT, IMG, IFRAME = ResourceKind.SCRIPT, ResourceKind.IMG, ResourceKind.IFRAME


@pytest.mark.parametrize(
    ("snippet", "held"),
    [
        pytest.param(
            """<script>(function(w,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':
            new Date().getTime(),event:'gtm.js'});
            var j=document.createElement('script');j.async=true;
            j.src='https://www.googletagmanager.com/gtm.js?id='+i;
            document.head.appendChild(j)})(window,'dataLayer','GTM-X')</script>
            <noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-X"
            height="0" width="0" style="display:none"></iframe></noscript>""",
            {("google.tag_manager", SCRIPT): 1, ("google.tag_manager", IFRAME): 1},
            id="Tag Manager",
        ),
        pytest.param(
            """<script async src="https://www.googletagmanager.com/gtag/js?id=G-X">
            </script><script>window.dataLayer=window.dataLayer||[];
            function gtag(){dataLayer.push(arguments)}
            gtag('js', new Date());gtag('config', 'G-X');</script>""",
            {("google.tag_manager", SCRIPT): 1, ("google.analytics", SCRIPT): 1},
            id="gtag",
        ),
        pytest.param(
            """<script>!function(f,b,u){if(f.fbq)return;f.fbq=function(){};
            var t=b.createElement('script');t.src=u;b.head.appendChild(t)}
            (window,document,'https://connect.facebook.net/en_US/fbevents.js');
            fbq('init','1');fbq('track','PageView');</script>
            <noscript><img height="1" width="1" style="display:none"
            src="https://www.facebook.com/tr?id=1&amp;ev=PageView&amp;noscript=1"/>
            </noscript>""",
            {("meta.pixel", SCRIPT): 1, ("meta.pixel", IMG): 1},
            id="Meta Pixel",
        ),
        pytest.param(
            """<script type="text/javascript">_linkedin_partner_id = "1";</script>
            <script src="//snap.licdn.com/li.lms-analytics/insight.min.js"></script>
            <noscript><img src="https://px.ads.linkedin.com/collect/?pid=1&fmt=gif"/>
            </noscript>""",
            {("linkedin.insight", SCRIPT): 2, ("linkedin.insight", IMG): 1},
            id="LinkedIn Insight",
        ),
        pytest.param(
            """<script type="text/javascript" id="hs-script-loader" async defer
            src="//js.hs-scripts.com/1.js"></script>""",
            {("hubspot.tracking", SCRIPT): 1},
            id="HubSpot",
        ),
        pytest.param(
            """<script>window._mfq = window._mfq || [];(function(){
            var mf=document.createElement("script");mf.defer=true;
            mf.src="//cdn.mouseflow.com/projects/x.js";
            document.head.appendChild(mf)})();</script>""",
            {("mouseflow", SCRIPT): 1},
            id="Mouseflow",
        ),
        pytest.param(
            """<script type="text/javascript">!function(cfg){var s=document
            .createElement("script");s.src=cfg.src;document.head.appendChild(s)}({
            src:"https://js.monitor.azure.com/scripts/b/ai.3.gbl.min.js",
            cfg:{connectionString:"InstrumentationKey=0"}});</script>""",
            {("azure.appinsights", SCRIPT): 1},
            id="Application Insights",
        ),
        pytest.param(
            """<script id="ze-snippet"
            src="https://static.zdassets.com/ekr/snippet.js?key=0"></script>""",
            {("zendesk", SCRIPT): 1},
            id="Zendesk",
        ),
    ],
)
def test_holds_every_part_of_a_snippet(
    snippet: str, held: dict[tuple[str, ResourceKind], int]
) -> None:
    services = frozenset(service.id for service in SERVICES)
    rewriter = MarkupRewriter(compile_matcher(SERVICES), services, "site.test")

    output = rewriter.feed(snippet.encode()) + rewriter.close()

    assert rewriter.held_counts == held
    assert output.count(b"data-held=") == sum(held.values())
