"""A Flask site that asks first: ``flask --app examples.flask_app.app run``."""

from pathlib import Path

from flask import Flask, render_template

from consent_server.web.flask_extension import Consent

HERE = Path(__file__).parent
app = Flask(__name__)
# secure=False: visitors of loopback come over plain http
Consent(app, catalog=HERE / "catalog.yaml", data_dir="consent-data", secure=False)


@app.get("/")
def home() -> str:
    """Show the only page."""
    return render_template("home.html")
