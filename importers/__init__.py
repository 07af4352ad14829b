"""Bytes in, Trials out: knows formats and what a Trial is; no SQL, no screen."""

from __future__ import annotations

from importers import (
    ctgov_api_v1,
    ctgov_json,
)
from importers.importer import Head, Importer

IMPORTERS: tuple[Importer, ...] = (
    ctgov_json.IMPORTER,
    ctgov_api_v1.IMPORTER,
)
"""Every format, one line each; exactly one of them recognises a file."""


def recognise(head: Head) -> tuple[Importer, str] | None:
    """The importer whose format this is, and the reason; None for no format we know."""
    for importer in IMPORTERS:
        if reason := importer.recognises(head):
            return importer, reason
    return None
