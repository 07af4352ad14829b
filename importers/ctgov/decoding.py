"""Bytes of an API v2 study into its typed shape: as the API writes them, or as copies damage them.

The quick way decodes the needed members and skips the rest. What it refuses goes the slow way once,
which puts right other encodings, single values that R's jsonlite boxed in lists, and nulls.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec import inspect

from catalog.model.record import Note
from importers.bytes.encoding import utf8
from importers.bytes.limits import FIELD, mib
from importers.ctgov.fitting import fitted
from importers.ctgov.shape import Study
from importers.importer import Unreadable

_quick = msgspec.json.Decoder(Study)
_any = msgspec.json.Decoder()
_SURROGATE = Note("encoding", "half a letter (a lone surrogate) was replaced")
_NUL = Note("encoding", "NUL characters were left out")
_NAME = re.compile(rb'"([A-Za-z_]\w*)"\s*:')
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|r(?:\\n)?|.)"
)


def decoded_study(raw: bytes) -> tuple[Study, tuple[Note, ...]]:
    """The study and what was odd about its bytes; raises Unreadable where it is none."""
    raw, repairs = repaired(raw)
    fits: tuple[Note, ...] = ()
    try:
        study = _quick.decode(raw)
    except msgspec.ValidationError:
        study, fits = _fitted(raw)
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        whole, odd = utf8(raw)
        if whole == raw:
            raise Unreadable(_plainly(error)) from None
        raw, repairs = whole, repairs + odd
        study, fits = _fitted(raw)
    return study, (*repairs, *fits, *_odd_names(raw))


def _fitted(raw: bytes) -> tuple[Study, tuple[Note, ...]]:
    return fitted(any_json(raw))


def any_json(raw: bytes) -> object:
    """Any JSON value as Python values; raises Unreadable where it is none, or a huge one."""
    if len(raw) > FIELD:
        raise Unreadable(f"it is odd, and larger than {mib(FIELD)}: it is not looked at closer")
    try:
        value: object = _any.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(_plainly(error)) from None
    return value


def _plainly(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if "truncated" in str(error):
        return "it is cut off: the JSON ends too early"
    return f"it is no sound JSON ({str(error)[:100]})"


def repaired(raw: bytes) -> tuple[bytes, tuple[Note, ...]]:
    """The same JSON with "\\n" line ends, without NUL and without halves of letters."""
    if b"\\u" not in raw and b"\\r" not in raw:
        return raw, ()
    made, done = bytearray(), 0
    notes: dict[Note, None] = {}
    # Only what is put right is written anew: a piece for each escape would take ten times the text.
    for found in _ESCAPE.finditer(raw):
        escape = found[0]
        if escape.startswith(b"\\r"):
            right = b"\\n"
        elif escape == b"\\u0000":
            notes[_NUL], right = None, b""
        elif len(escape) == 6 and escape[2:3] in b"dD" and escape[3:4] in b"89abcdefABCDEF":
            notes[_SURROGATE], right = None, b"\\ufffd"
        else:
            continue
        made += raw[done : found.start()]
        made += right
        done = found.end()
    return bytes(made + raw[done:]) if done else raw, tuple(notes)


def _odd_names(raw: bytes) -> Iterator[Note]:
    """Members the API did not have when this was written; raises Unreadable for doubled ones."""
    names = _NAME.findall(raw)
    if not KNOWN.issuperset(names):
        for name in sorted(set(names) - KNOWN):
            yield Note("unknown field", name.decode()[:60])
    single = [name for name in names if name in ONCE]
    # The number has a namesake, that of an expanded access record; all others have none.
    if len(single) != len(set(single)) or names.count(b"nctId") > 1:
        json.loads(raw, object_pairs_hook=_each_once)


def _each_once(members: list[tuple[str, object]]) -> dict[str, object]:
    # Decoders silently take the last of two members with one name.
    found = dict(members)
    if len(found) != len(members):
        names = [name for name, _ in members]
        doubled = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"its member {doubled!r} occurs twice: which one holds cannot be known")
    return found


# -- names of members

NOT_KEPT = frozenset(
    """
    abbrev anticipatedPostingDate asFound assessmentType bmiLimits browseBranches browseLeaves
    calculatePct certainAgreement ciLowerLimitComment ciUpperLimitComment counts creationDate
    denomUnitsSelected denoms estimatedResultsFirstSubmitDate firstMcpInfo frequencyThreshold
    hasIcf hasProtocol hasSap interventionMappedName issuedDate limitationsAndCaveats
    locations_nested maxBmi mcpReleaseN minBmi modelPredictions moreInfoModule
    nPtrsToThisExpAccNctId nonInferiorityComment notes numUnits otherAnalysisDescription
    otherDetails otherEvents piSponsorEmployee pointOfContact postDateStruct postedDate
    preAssignmentDetails recruitmentDetails releaseDate relevance resetDate restrictionType
    restrictiveAgreement sourceVocabulary statisticalComment submissionInfos submissionTracking
    testedNonInferiority typeUnitsAnalyzed units unpostedResponsibleParty unreleaseDate
    violationAnnotation violationEvents
    """.split()
)
"""Known members that no field of a Trial holds; the record's own bytes keep them."""


def _members(shape: inspect.Type) -> list[str]:
    """Names of the members of a shape and of all below it, as often as they stand there."""
    if isinstance(shape, inspect.UnionType):
        return [name for one in shape.types for name in _members(one)]
    if isinstance(shape, inspect.VarTupleType):
        return _members(shape.item_type) * 2  # an item's members can occur any number of times
    if not isinstance(shape, inspect.StructType):
        return []
    below = [name for field in shape.fields for name in _members(field.type)]
    return [field.encode_name for field in shape.fields] + below


_READ = Counter(_members(inspect.type_info(Study)))
KNOWN = frozenset(name.encode() for name in (*_READ, *NOT_KEPT))
"""As they stand in the bytes of a record."""
_ALSO_NOT_READ = {"organization"}  # of the results' point of contact
ONCE = frozenset(
    name.encode() for name, times in _READ.items() if times == 1 and name not in _ALSO_NOT_READ
)
"""Members that we read and that a record has at most once."""
