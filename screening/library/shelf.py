"""Which judged claims lie on the shelf? Read once from the compiled file; nothing is put together at run time.

`manage.py questionnaires build` compiles the file from `evidence/data/claims.yaml`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

COMPILED = Path(__file__).parent / "articles.json"


@cache
def judged_claims() -> Mapping[str, Any]:
    """Articles, claims, condition names and references as `library.compiling` writes them."""
    found: dict[str, Any] = json.loads(COMPILED.read_bytes())
    return found
