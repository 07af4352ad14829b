"""EU Clinical Trials Register as ctrdata keeps it: one document a country, keys made of the codes.

`e3_principal_inclusion_criteria` is E.3 again, and the document is read as the register's text is.
ctrdata's copy has lost line ends, brackets and comparison signs: its texts are guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from catalog.model.countries import known
from catalog.model.trial import Guess
from importers.ctgov.decoding import any_json
from importers.cutting.whole import json_items
from importers.euctr.entries import Entries, Entry
from importers.euctr.full_details import CARRIES, trial_of
from importers.importer import Importer, Reading, Unreadable
from importers.values.cleaning import Words

_CODED = re.compile(r"([a-p])(\d+)_?(.*)")
_TRANSLATED = re.compile(r"(.+)_([a-z]{2})")
_TWO_DIGITS = (
    (re.compile(r"(e6)(1[0-3])()"), "E.6."),
    (re.compile(r"(d3)(1[01])(\d.*)"), "D.3."),
)
"""Codes whose second level has two digits; no others have."""
_SUMMARY = {
    "x4_clinical_trial_type": "Clinical Trial Type",
    "x5_trial_status": "Trial Status",
    "x6_date_on_which_this_record_was_first_entered_in_the_eudract_database": (
        "Date on which this record was first entered in the EudraCT database"
    ),
    "eudract_number": "EudraCT Number",
}
_END = {
    "p_end_of_trial_status": "End of Trial Status",
    "p_date_of_the_global_end_of_the_trial": "Date of the global end of the trial",
}
_COUNTRIES = "E.8.6.3"
_LONGEST = 7
"""Words of the longest name of a country."""
_GROUPS = {"dimp": "D.IMP", "d8_placebo": "D.8"}
_TEXTS = ("eligibility.text", "outcomes", "detailed_description")
_LOST = "ctrdata's copy has lost line ends, brackets and signs such as < and ≥"


def read(raw: bytes) -> Reading:
    """What one country's document says; raises Unreadable where it names no trial."""
    value = any_json(raw)
    if not isinstance(value, dict):
        raise Unreadable("it is no document of a country")
    words = Words()
    trial = trial_of(Entries(tuple(_entries(value))), words)
    guesses = tuple(Guess(field=field, why=_LOST) for field in _TEXTS)
    doubtful = msgspec.structs.replace(trial, guesses=(*trial.guesses, *guesses))
    return Reading(trial=doubtful, carries=CARRIES, notes=words.notes)


def _entries(value: dict[str, object], depth: int = 0) -> Iterator[Entry]:
    for name, said in value.items():
        if isinstance(said, list) and depth < 4:
            for number, item in enumerate(said, 1):
                if name in _GROUPS:
                    yield Entry(_GROUPS[name], "", str(number))
                if isinstance(item, dict):
                    yield from _entries(item, depth + 1)
        elif isinstance(said, (str, int, float)) and not isinstance(said, bool):
            yield from _entry(name, str(said), name in value and _is_translation(name, value))


def _is_translation(name: str, value: dict[str, object]) -> bool:
    found = _TRANSLATED.fullmatch(name)
    return found is not None and found[1] in value


def _entry(name: str, said: str, is_translation: bool) -> Iterator[Entry]:
    if name in _SUMMARY:
        yield Entry("", _SUMMARY[name], said)
    elif name in _END:
        yield Entry("P.", _END[name], said)
    elif found := _CODED.fullmatch(name):
        code = code_of(found[1] + found[2])
        said = _in_lines(said) if code == _COUNTRIES else said
        yield Entry(code, found[3].replace("_", " "), said, name[-2:] if is_translation else "")


def _in_lines(names: str) -> str:
    """Countries run together, one a line again; nothing where a word is in no name."""
    found: list[str] = []
    words = names.split()
    while words:
        longest = min(_LONGEST, len(words))
        size = next((n for n in range(longest, 0, -1) if known(" ".join(words[:n]))), 0)
        if not size:
            return ""
        found.append(" ".join(words[:size]))
        del words[:size]
    return "\n".join(found)


def code_of(letters: str) -> str:
    """`E.5.1.1` for `e511`: each digit is a level but for those the register counts past nine."""
    for shape, prefix in _TWO_DIGITS:
        if found := shape.fullmatch(letters):
            return prefix + ".".join((found[2], *found[3]))
    return ".".join((letters[0].upper(), *letters[1:]))


IMPORTER = Importer(
    name="ctrdata-euctr",
    title="EU Clinical Trials Register, ctrdata's documents",
    recognises=lambda head: None,
    records=json_items,
    read=read,
    inside="ctrdata",
)
