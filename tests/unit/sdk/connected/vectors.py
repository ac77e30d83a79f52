"""Examples of the connected mode, as other software may use them."""

import json
from pathlib import Path
from typing import Any

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "vectors" / "connected.json").read_text("utf-8")
)
