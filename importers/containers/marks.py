"""What tells a container from the files of the formats it holds; asked by their importers too."""

from __future__ import annotations

import re

_CTRDATA = re.compile(
    r"\ufeff?\s*\[?\s*\{\s*\"_id\"\s*:\s*"
    r"\"(?:meta-info|NCT\d{8}|20\d\d-\d{6}-\d\d(?:-[\dA-Z3][\dA-Za-z]{1,2})?|\d{8})\"",
    re.ASCII,
)


def is_ctrdata(text: str) -> bool:
    """Whether a text begins with a document of ctrdata's: an `_id` that is a registry's number."""
    return _CTRDATA.match(text) is not None
