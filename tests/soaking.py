"""How often a long test tries: a seeded sample in `make test`, the whole in `make soak`."""

from __future__ import annotations

import os

SOAK = bool(os.environ.get("TRIALS_SOAK"))
"""Whether everything is tried, however long that takes."""


def often(few: int, many: int) -> int:
    """How many times: `few` in `make test`, `many` in `make soak`."""
    return many if SOAK else few
