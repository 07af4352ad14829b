"""From typed text to the parts of a Query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalog.model.countries import country
from catalog.model.dates import PartialDate
from catalog.search.query import Either, Filter, Ignored, Part, Query, Text
from catalog.search.query_fields import (
    ALIASES,
    FIELDS,
    STATUS_WORDS,
    FieldKind,
    coded_values,
    known_values,
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
_RANGE = re.compile(r"(?P<op><=|>=|<|>|=)?(?P<low>[^.<>=]+?)(?:\.\.+(?P<high>[^<>=]+))?")
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
        if name in ("http", "https") or not value:
            said = typed.lstrip("-!")
            return Text(said.rstrip(":") or said, "word", without)
        known = " ".join(f"{each}:" for each in FIELDS)
        return Ignored(typed, f"{name}: is no field and was left out; the fields are {known}")
    said = value.replace('"', "") if value.count('"') <= 2 else value
    if not words(said):
        needed = FIELDS[field].value
        if FIELDS[field] is FieldKind.CODED:
            needed += f": {', '.join(known_values(field)).lower()}"
        return Ignored(typed, f"{field}: needs {needed}")
    values, op, problem = _READERS[FIELDS[field]](field, said)
    if problem:
        return Ignored(typed, problem)
    return Filter(field, values, op, without, typed)


Read = tuple[tuple[str, ...], str, str | None]


def _several(said: str) -> list[str]:
    return [each.strip() for each in re.split(r"[|,]", said) if each.strip()]


def _coded(field: str, said: str) -> Read:
    values: list[str] = []
    for each in re.split(r"[|,/]", said) if field == "phase" else _several(said):
        found = coded_values(field, each)
        if not found:
            known = ", ".join(known_values(field)).lower()
            return (
                (),
                "",
                f"{field}:{each.strip()} is no value and was left out; the values are {known}",
            )
        values += found
    return tuple(dict.fromkeys(values)), "", None


def _plain(field: str, said: str) -> Read:
    return tuple(dict.fromkeys(_several(said))), "", None


def _name(field: str, said: str) -> Read:
    if field == "country":
        return tuple(dict.fromkeys(country(each) for each in said.split("|"))), "", None
    return _plain(field, said)


def _ranged(said: str) -> tuple[str, list[str]] | None:
    found = _RANGE.fullmatch(said.strip())
    if found is None:
        return None
    op = found["op"] or ""
    if found["high"]:
        return None if op else ("..", [found["low"].strip(), found["high"].strip()])
    return op.replace("=", "") if op == "=" else op, [found["low"].strip()]


def _number(field: str, said: str) -> Read:
    if (pair := re.fullmatch(r"(\d+)-(\d+)", said)) is not None:
        said = f"{pair[1]}..{pair[2]}"
    read = _ranged(said)
    if read is None or not all(re.fullmatch(r"\d{1,9}", value, re.ASCII) for value in read[1]):
        return _unread(field, said, "number or range", "100, >=100, 100..500")
    return tuple(read[1]), read[0], None


def _date(field: str, said: str) -> Read:
    read = _ranged(said)
    if read is None or not all(PartialDate.parse(value) for value in read[1]):
        return _unread(field, said, "date or range", "2025, >2025-01, 2024..2025-06")
    return tuple(read[1]), read[0], None


def _age(field: str, said: str) -> Read:
    if any(letter.isdigit() for letter in said):
        values, op, problem = _number(field, said)
        if any(int(value) > _OLDEST for value in values):
            problem = "nobody is so old"
        if problem:
            return _unread("age", said, "age in years or range", "45, 60..75")
        return values, op, None
    return _coded(field, said)


def _unread(field: str, said: str, what: str, written: str) -> Read:
    """A value that was left out, with examples of how it would be written."""
    return (), "", f"{field}:{said} is no {what} and was left out ({written})"


_READERS = {
    FieldKind.CODED: _coded,
    FieldKind.WORDS: _plain,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.AGE: _age,
    FieldKind.NAME: _name,
    FieldKind.ID: _plain,
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
    values = coded_values("phase", found[1])
    if found[3]:
        values += coded_values("phase", found[3])
    return tuple(dict.fromkeys(values))
