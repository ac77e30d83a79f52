"""A site whose pages hold embeds, under a strict Content-Security-Policy."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.e2e.visited import VisitedSite, serve_site

CATALOG = """
extends: cookie_catalog
site:
  id: embeds
  domains: [embeds.localhost]
  languages: [en, nb]
  jurisdiction: "NO"
controller:
  name: Shop AS
  country: "NO"
  email: privacy@shop.example
services:
  - site.choice
  - google.analytics
  - google.maps
  - hubspot.forms
  - youtube.embed
  - vimeo.embed
own:
  providers:
    - {id: reels, name: Reels AS, country: "NO"}
  services:
    - id: reels.films
      name: Reels
      provider: reels
      purposes: [functional]
      transfer: none
      resources:
        - {url: films.reels.example, kinds: [media]}
      embeds: [frame]
"""

YOUTUBE = "https://www.youtube.com/embed/abc"
FILM = "https://films.reels.example/film.mp4"
MAP = "https://www.google.com/maps/embed?pb=1"

PAGE = f"""<!doctype html>
<html lang="en">
<head><title>Embeds</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/page.css">
<script async src="https://www.googletagmanager.com/gtag/js?id=G-EXAMPLE1"></script>
</head>
<body><main>
<h1>Visit us</h1>
<p>See the office: <iframe title="Office" width="560" height="315" src="{YOUTUBE}"
allowfullscreen></iframe> and then come by.</p>
<h2>The way</h2>
<iframe title="Map" width="100%" height="300" src="{MAP}"></iframe>
<h2>In a frame of fixed ratio</h2>
<div class="ratio"><iframe title="Film"
src="https://player.vimeo.com/video/1"></iframe></div>
<h2>Write to us</h2>
<div><script src="https://js.hsforms.net/forms/embed/v2.js"></script>
<script nonce="n1">document.write("<p id='form'>The form</p>");
/* hbspt.forms.create({{}}) */</script></div>
<iframe width="0" height="0" src="{YOUTUBE}?hidden"></iframe>
<video controls width="480" height="270"><source src="{FILM}?webm" type="video/webm">
<source src="{FILM}"></video>
<video controls hidden><source src="{FILM}?hidden"></video>
<audio><source src="{FILM}?unseen"></audio>
<video controls width="480" src="/own.mp4"><source src="{FILM}?instead"></video>
<p>The end</p>
</main></body>
</html>
"""
STYLE = """
body { font: 1rem/1.5 Georgia, serif; margin: 0; color: #222; background: #fff; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
video { max-width: 100%; }
span { color: red; letter-spacing: 2px; }
.ratio { position: relative; height: 0; padding-top: 56.25%; overflow: hidden; }
.ratio iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #111; } }
"""
POLICY = (
    "default-src 'self'; style-src 'self'; script-src 'self' 'nonce-n1' https:; "
    "frame-src https:; img-src https:; media-src https:; connect-src 'self' https:"
)


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer with the page; under ``/shared`` any cache may keep it."""
    path = environ["PATH_INFO"]
    is_style = path == "/page.css"
    headers = [
        ("Content-Type", "text/css" if is_style else "text/html; charset=utf-8"),
        ("Content-Security-Policy", POLICY),
    ]
    if path == "/shared":
        headers.append(("Cache-Control", "public, max-age=600"))
    start_response("200 OK", headers)
    return [(STYLE if is_style else PAGE).encode()]


def serve_embeds(folder: Path) -> AbstractContextManager[VisitedSite]:
    """Serve the site with the middleware around it."""
    return serve_site(folder, CATALOG, application)
