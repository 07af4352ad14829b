"""From typed text to the parts of a Query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalog.model.countries import known, of_code
from catalog.model.dates import PartialDate
from catalog.model.numbers import numbers_in
from catalog.search.fields import (
    ALIASES,
    COMBINED,
    FIELDS,
    STATUS_WORDS,
    FieldKind,
    coded_values,
    is_no_value,
    known_values,
)
from catalog.search.index.terms import NOT_STATED
from catalog.search.query import (
    AGES,
    MONTHS,
    Either,
    Filter,
    Ignored,
    Part,
    Query,
    Text,
    age_typed,
)
from catalog.search.words import words

MOST_LETTERS = 4_000
MOST_PARTS = 64
_LONGEST_WORD = 200
_OLDEST = 130

_TOKEN = re.compile(
    r"""
    (?P<sign>[-!]*)
    (?: (?P<field>[A-Za-z]{2,20}) : (?P<value>(?:"[^"]*"?|[^\s"])*)
      | "(?P<phrase>[^"]*)"?
      | '+(?P<exact>[^\s|]*)
      | (?P<word>[^\s|]+)
    )
    | (?P<bar>\|)
    """,
    re.VERBOSE,
)
_RANGE = re.compile(
    r"(?P<op><=|>=|<|>|=)?(?P<low>(?:[^.<>=]|\.(?!\.))+?)(?:\.\.+(?P<high>[^<>=]+))?"
)
_PHASE = re.compile(
    r"(?:phase-?)?(0|[1-4]|i{1,3}|iv)([ab]?)(?:[/-](?:phase)?([1-4]|i{1,3}|iv)([ab]?))?"
)


def parse(text: str, *, exact: bool = False, synonyms: bool = True) -> Query:
    """Read what was typed; nothing that can be typed is an error.

    `exact` takes every word as it is typed; without `synonyms` only its spelling may differ.
    """
    parts, finished = parsed(text)
    return Query(parts, finished, exact, synonyms)


def parsed(text: str) -> tuple[tuple[Part, ...], bool]:
    """The parts, and whether the last word is finished by a blank."""
    text = text[:MOST_LETTERS]
    said = list(_said(text))
    parts = _with_words_as_filters(_joined(list(_tokens(said))))[:MOST_PARTS]
    # A blank inside a quotation that is still open finishes nothing.
    finished = bool(parts) and text[-1:].isspace() and said[-1].end() < len(text)
    return tuple(parts), finished


def _said(text: str) -> Iterator[re.Match[str]]:
    """The pieces of what was typed, blanks between them left out."""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found = _TOKEN.match(text, place)
        if found is None or found.end() == place:
            place += 1
            continue
        place = found.end()
        yield found


def _tokens(said: Iterable[re.Match[str]]) -> Iterator[Part | None]:
    """Parts one by one; None for a bar."""
    for found in said:
        if found["bar"]:
            yield None
        elif (part := _part(found)) is not None:
            yield part


def _part(found: re.Match[str]) -> Part | None:
    without = bool(found["sign"])
    if found["field"] is not None:
        return _filter(found[0], found["field"].lower(), found["value"], without)
    for kind in ("phrase", "exact", "word"):
        said = found[kind]
        if said is not None:
            said = said[:_LONGEST_WORD].strip() if kind != "phrase" else " ".join(said.split())
            return Text(said, kind, without) if words(said) else None
    return None


def _joined(tokens: list[Part | None]) -> list[Part]:
    """Parts with a bar between them as one Either."""
    parts: list[Part] = []
    after_bar = False
    for token in tokens:
        if token is None:
            after_bar = bool(parts)
            continue
        last = parts[-1] if parts else None
        if after_bar and isinstance(token, (Text, Filter)) and not isinstance(last, Ignored):
            assert last is not None
            choices = last.choices if isinstance(last, Either) else (last,)
            parts[-1] = Either((*choices, token))
        else:
            parts.append(token)
        after_bar = False
    return parts


def _filter(typed: str, name: str, value: str, without: bool) -> Part:
    field = ALIASES.get(name, name)
    if field not in FIELDS:
        if name in ("http", "https") or not value or numbers_in(typed.lstrip("-!")):
            said = typed.lstrip("-!")
            return Text(said.rstrip(":") or said, "word", without)
        known = " ".join(f"{each}:" for each in FIELDS)
        return Ignored(typed, f"{name}: is no field and was left out; the fields are {known}")
    said = value.replace('"', "") if value.count('"') <= 2 else value
    if not words(said):
        needed = FIELDS[field].kind.value
        if FIELDS[field].kind is FieldKind.CODED:
            needed += f": {', '.join(known_values(field)).lower()}"
        return Ignored(typed, f"{field}: needs {needed}")
    values, op, problem = _READERS[FIELDS[field].kind](field, said)
    if FIELDS[field].kind is FieldKind.PLACE and without:
        problem = f"{typed} would leave out nothing: say -within:100km"
    if problem:
        return Ignored(typed, problem, empties=True)
    return Filter(field, values, op, without, typed)


Read = tuple[tuple[str, ...], str, str | None]


def _several(said: str) -> list[str]:
    return [each.strip() for each in re.split(r"[|,]", said) if each.strip()]


def _coded(field: str, said: str) -> Read:
    """Our words where they are; any other may be a registry's, which the catalogue knows."""
    values: list[str] = []
    for each in _several(said):
        values += _combined(each) if field == "phase" else coded_values(field, each) or (each,)
    return tuple(dict.fromkeys(values)), "", None


def _combined(said: str) -> tuple[str, ...]:
    """A phase, or the phases of one trial: `2/3`."""
    parts = [coded_values("phase", part) for part in said.split("/")]
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        return (COMBINED.join(dict.fromkeys(part[0] for part in parts)),)
    return coded_values("phase", said) or (said,)


def _plain(field: str, said: str) -> Read:
    return tuple(dict.fromkeys(_several(said))), "", None


def _name(field: str, said: str) -> Read:
    """Names as typed, a country's by the name that is shown; commas stand in some names."""
    given = [each.strip() for each in said.split("|") if each.strip()]
    if field == "country":
        given = [_country(each) for each in given]
    return (
        tuple(dict.fromkeys(NOT_STATED if is_no_value(each) else each for each in given)),
        "",
        None,
    )


def _country(said: str) -> str:
    one = known(said) or of_code(said)
    return one.name if one else said


def _ranged(said: str) -> tuple[str, list[str]] | None:
    found = _RANGE.fullmatch(said.strip())
    if found is None:
        return None
    op = found["op"] or ""
    if found["high"]:
        return None if op else ("..", [found["low"].strip(), found["high"].strip()])
    return op.replace("=", "") if op == "=" else op, [found["low"].strip()]


def _number(field: str, said: str) -> Read:
    if is_no_value(said):
        return (NOT_STATED,), "", None
    if (pair := re.fullmatch(r"(\d+)-(\d+)", said)) is not None:
        said = f"{pair[1]}..{pair[2]}"
    read = _ranged(said)
    if read is None or not all(re.fullmatch(r"\d{1,9}", value, re.ASCII) for value in read[1]):
        return _unread(field, said, "number or range", "100, >=100, 100..500")
    return tuple(read[1]), read[0], None


def _date(field: str, said: str) -> Read:
    if is_no_value(said):
        return (NOT_STATED,), "", None
    read = _ranged(said)
    if read is None or not all(PartialDate.parse(value) for value in read[1]):
        return _unread(field, said, "date or range", "2025, >2025-01, 2024..2025-06")
    return tuple(read[1]), read[0], None


def _age(field: str, said: str) -> Read:
    if not any(letter.isdigit() for letter in said):
        return _coded(field, said)
    if (pair := _AGES.fullmatch(said)) is not None:
        said = f"{pair[1]}..{pair[2]}"
    read = _ranged(said.replace(",", "."))
    values = [age_typed(value) for value in read[1]] if read else []
    if read is None or not all(values):
        return _unread(field, said, "age or range", AGES)
    written = tuple(_age_written(value) for value in values if value)
    if any(_years(value) > _OLDEST for value in values if value):
        return _unread(field, said, "age", "nobody is so old")
    return written, read[0], None


_AGES = re.compile(r"(\d[\d.]*[a-z]*)\s*-\s*(\d[\d.]*[a-z]*)", re.IGNORECASE | re.ASCII)


def _age_written(age: re.Match[str]) -> str:
    """Years without a unit, everything else with its own: `45`, `9mo`, `3wk`, `10d`."""
    unit = (age["unit"] or "y")[0].lower()
    return age["amount"] + {"y": "", "m": "mo", "w": "wk", "d": "d"}[unit]


def _years(age: re.Match[str]) -> float:
    return float(age["amount"]) * MONTHS[(age["unit"] or "y")[0].lower()] / 12


def _place(field: str, said: str) -> Read:
    """A place as it is typed: only the catalogue knows which there are."""
    return (" ".join(said.split()),), "", None


_DISTANCE = re.compile(
    r"<?=?\s*(?P<amount>\d{1,5})\s*(?P<unit>km|kms|kilomet(?:er|re)s?|mi|miles?)?",
    re.IGNORECASE | re.ASCII,
)
_MILE = 1.609344


def _distance(field: str, said: str) -> Read:
    """Whole kilometres: `100`, `100km`, `60mi`."""
    if is_no_value(said):
        return (NOT_STATED,), "", None
    found = _DISTANCE.fullmatch(said.strip())
    if found is None or not int(found["amount"]):
        return _unread(field, said, "distance", "100km, 60mi, not-stated")
    miles = (found["unit"] or "k")[0].lower() == "m"
    return (str(round(int(found["amount"]) * (_MILE if miles else 1))),), "", None


def _unread(field: str, said: str, what: str, written: str) -> Read:
    """A value that was not understood, with examples of how it would be written."""
    return (), "", f"{field}:{said} is no {what}, so nothing is found ({written})"


_READERS = {
    FieldKind.CODED: _coded,
    FieldKind.WORDS: _plain,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.AGE: _age,
    FieldKind.NAME: _name,
    FieldKind.ID: _plain,
    FieldKind.PLACE: _place,
    FieldKind.DISTANCE: _distance,
}


def _with_words_as_filters(parts: list[Part]) -> list[Part]:
    """`phase 2 recruiting` as the filters it means."""
    found: list[Part] = []
    place = 0
    while place < len(parts):
        taken, part = _word_filter(parts, place)
        found.append(part or parts[place])
        place += taken
    return found


def _word_filter(parts: list[Part], place: int) -> tuple[int, Filter | None]:
    said: list[str] = []
    typed: list[str] = []
    for part in parts[place : place + 3]:
        if not isinstance(part, Text) or part.kind != "word" or part.without:
            break
        said.append(part.text.lower())
        typed.append(part.text)
    for length in range(len(said), 0, -1):
        window = tuple(said[:length])
        spelt = " ".join(typed[:length])
        if window in STATUS_WORDS:
            return length, Filter("status", (STATUS_WORDS[window],), typed=spelt)
        if (phases := _phases(window)) is not None:
            return length, Filter("phase", phases, typed=spelt)
    return 1, None


def _phases(window: tuple[str, ...]) -> tuple[str, ...] | None:
    if window[:2] == ("early", "phase") and window[2:] in (("1",), ("i",)):
        return ("EARLY_PHASE1",)
    if len(window) == 1 and not window[0].startswith("phase"):
        return None
    if (len(window) == 2 and window[0] != "phase") or len(window) > 2:
        return None
    found = _PHASE.fullmatch(window[-1])
    if found is None or (len(window) == 2 and window[1].startswith("phase")):
        return None
    return _combined(f"{found[1]}/{found[3]}" if found[3] else found[1])
