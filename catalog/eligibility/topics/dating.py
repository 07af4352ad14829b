"""A time limit moves an earlier treatment to the washout, where no constraint has told it.

The limit is a constraint only where a table knows the treatment; that there is one is told by its words ("at least
2 weeks since prior homoharringtonine").
"""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading

_N = r"(?:\d[\d.-]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT = r"[ -]?(?:hours?|days?|weeks?|wks?|months?|years?|yrs?|half-?lives)\b"
_PAST = r"(?:past|last|previous|prior|preceding|recent)"
_SINCE = (
    rf"\b(?:at least|(?:more|greater|longer) than|minimum of|[>≥]=?) ?{_N}{_UNIT} "
    r"(?:must )?(?:have |has )?(?:elapsed |passed )?(?:since|from|off|after)\b"
)
_WAITED = re.compile(_SINCE)
_LIMIT = Gated(
    rf"\bwithin (?:the |at least |a minimum of )*(?:{_PAST} )*{_N}{_UNIT}|"
    rf"\b(?:in|during|for|over) (?:the )?{_PAST} (?:{_N})?{_UNIT}|"
    rf"{_N}{_UNIT} (?:before|prior to|preceding)\b|"
    rf"{_SINCE}"
)
_ELSE_TIMED = re.compile(
    r"\b(?:fail|progress|relaps|respon|refractor|regimen|recur|plan|schedul|expect|anticipat|will |stable|stabil|constant|unchanged|diagnos|duration|onset|chang|start of symptoms)"
)
"""What else the time may be told of."""
_GOES_ON = re.compile(
    r"\b(?:current|ongoing|concurrent|concomitant|during (?:the )?(?:study|trial)|at (?:study )?entry)"
)
_LASTED = re.compile(
    rf"\bfor (?:(?:an?|at|the|least|minimum|of|more|longer|greater|than|[>≥]=?) ?)+{_N}{_UNIT}"
)
_STOPPED = re.compile(r"\b(?:no|not|without|off|free|stop\w*|discontinu\w*|never)\b")
_IMMUNOSUPPRESSANT = Gated(
    r"steroid|predniso|immunosuppressants?\b|immuno(?:suppressive|modulat\w+) (?:therap|treat|drug|agent|medic)"
)
_LETS_PASS = re.compile(r"\b(?:allowed|permitted|acceptable|eligible)\b")
_TREATMENTS = frozenset(
    "prior_therapy concurrent_therapy investigational_trial surgery_trauma immunosuppression age sex".split()
)


def dated(found: dict[str, int], reading: Reading) -> dict[str, int]:
    """The topics of a line that names nothing but treatments, with the washout that its words tell."""
    if not found or "washout" in found or not found.keys() <= _TREATMENTS:
        return found
    form = reading.form
    if not any(_dates(reading, limit.start()) for limit in reading.finditer(_LIMIT)):
        return found
    moved = dict(found)
    if "prior_therapy" in moved:
        moved["washout"] = moved.pop("prior_therapy")
    elif "concurrent_therapy" in moved:
        waited = reading.kind == "exclusion" or _WAITED.search(form)
        if waited and not _GOES_ON.search(form):
            moved["washout"] = moved.pop("concurrent_therapy")
    elif place := [
        moved[one] for one in ("investigational_trial", "surgery_trauma") if one in moved
    ]:
        moved["washout"] = min(place) + 1
    elif reading.kind == "exclusion" and (taken := reading.search(_IMMUNOSUPPRESSANT)):
        moved["washout"] = taken.start() + 1
    return moved


def _dates(reading: Reading, place: int) -> bool:
    """Whether a limit is told of what the line asks, and not of what it lets pass."""
    if reading.is_exception(place) and reading.form[place - 2 : place] != ", ":
        return False
    start, end = reading.sentence(place)
    if start and _LETS_PASS.search(reading.form, start, end):
        return False
    if _LASTED.search(reading.form, start, end) and not _STOPPED.search(reading.form, start, end):
        return False
    return not _ELSE_TIMED.search(reading.form, start, end)
