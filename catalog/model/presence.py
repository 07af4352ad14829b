"""Why a value is missing."""

from __future__ import annotations

import enum


class Presence(enum.StrEnum):
    """Why a value is missing, or that it is not."""

    VALUE = "value"
    NOT_STATED = "not stated"
    """The source could say it, and does not."""
    NOT_IN_SOURCE = "not in this source"
    """No source at hand carries such a field."""
    NONE = "none"
    """The registry says there is none."""
    INFERRED = "inferred"
    """Read out of text or layout, not stated as a field."""


def is_stated(value: object) -> bool:
    """Whether there is a value: an absent part is None or an empty tuple."""
    return value is not None and value != ()
