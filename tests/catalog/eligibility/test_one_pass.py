"""What one pass finds by first words and first signs is what trying everything everywhere finds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.eligibility.limits.gates import held
from catalog.eligibility.limits.lexing import (
    Found,
    Phrases,
    folded,
    reading_form,
    starts,
    tokens,
    written,
)
from catalog.eligibility.limits.phrase_tree import Spoken
from catalog.eligibility.limits.quantities import quantities
from catalog.eligibility.topics.rules import RULES, _among
from catalog.eligibility.topics.spelling import alternatives, spelled, ways_of
from catalog.eligibility.topics.stem_tables import stems
from catalog.eligibility.topics.stems import Stems, Words
from catalog.eligibility.vocabulary.entries import topics
from catalog.eligibility.vocabulary.events import ANCHORS, FLAGS, PRIOR, SINCE, WHEN
from catalog.eligibility.vocabulary.patterns import spelt
from catalog.eligibility.vocabulary.units import _NO_UNIT, _PATTERNS, SPELLINGS, unit_at
from tests.soaking import often

TABLES = {"flags": FLAGS, "treated": PRIOR, "events": SINCE, "subgroups": WHEN, "anchors": ANCHORS}
KINDS = ("strong", "named", "weak", "illness", "rowless")
_WORD = re.compile(r"(?<![a-z0-9])[a-z0-9]")

# Words of the tables, parts of them, and what stands between words.
PIECES = st.sampled_from(
    [
        *(word for table in TABLES.values() for phrase, _ in table for word in phrase.split()),
        *(re.sub(r"[^a-z0-9]", "", stem) for kind in KINDS for _, stem in stems(kind)),
        *"- , . ( / _ é ß β 1 10 s mri hiv".split(),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words), "-".join(words)])
)


def _lines(shared: Path) -> list[str]:
    rows = (shared / "bench" / "eligibility-dev.jsonl").read_text("utf-8").splitlines()
    return [reading_form(str(json.loads(row)["text"])) for row in rows]


def _compiled(stem: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\\)\$", r"\\b", f"(?:{stem})"))


PATTERNS = {kind: [(name, _compiled(stem)) for name, stem in stems(kind)] for kind in KINDS}


def _everywhere(kind: str, text: str) -> set[tuple[str, int]]:
    places = [found.start() for found in _WORD.finditer(text)]
    return {
        (name, at) for name, pattern in PATTERNS[kind] for at in places if pattern.match(text, at)
    }


FINDERS = Stems(**{kind: stems(kind) for kind in KINDS}).finders


def _same_stems(text: str) -> None:
    for kind, finder in FINDERS.items():
        assert set(finder(text)) == _everywhere(kind, text), kind


def _same_phrases(text: str) -> None:
    form = reading_form(text)
    spoken = Spoken(form)
    assert spoken.words == folded(written(form))
    assert spoken.holds == held(written(form))
    found = spoken.spotted
    for kind, table in TABLES.items():
        alone: list[Found[str]] = list(Phrases(table).find(tokens(form)))
        assert getattr(found, kind) == alone, kind


def test_stems_in_real_lines(shared: Path) -> None:
    for line in _lines(shared)[:: often(8, 1)]:
        _same_stems(line)


@settings(max_examples=often(15, 500))
@given(TEXTS)
def test_stems_in_any_words(text: str) -> None:
    _same_stems(text.lower())


_OF_SEVERAL_WORDS = [
    (kind, name, part)
    for kind in KINDS
    for name, stem in stems(kind)
    for part in alternatives(stem)
    if " " in part
]


@settings(max_examples=often(200, 20_000))
@given(st.sampled_from(_OF_SEVERAL_WORDS), st.sampled_from(("", "x ", "no ", "(")), st.data())
def test_stems_of_several_words_are_found_whatever_they_go_on_with(
    stem: tuple[str, str, str], before: str, data: st.DataObject
) -> None:
    kind, name, part = stem
    pattern = _compiled(part)
    matched = data.draw(st.from_regex(pattern, fullmatch=True).filter(str.islower))
    text = f"{before}{matched}{data.draw(st.sampled_from(('', ' ', 's', ' x', ', or', 'é')))}"
    told = {
        (name, word.start()) for word in _WORD.finditer(text) if pattern.match(text, word.start())
    }
    assert told <= set(FINDERS[kind](text))


def _begun(tables: Stems, word: str) -> set[tuple[int, str]]:
    return {(table, name) for table, _, name, _ in tables.beginning(word)}


def _asked_between(tables: Stems, word: str) -> tuple[list[set[tuple[int, str]]], Any]:
    """What a word begins for who asks before each of its stems is in its place, and after."""
    place, told = tables._place, []

    def placed(*stem: Any) -> None:
        tables._place = place  # type: ignore[method-assign]
        told.append(_begun(tables, word))
        place(*stem)
        tables._place = placed  # type: ignore[method-assign, assignment]

    tables._place = placed  # type: ignore[method-assign, assignment]
    own = _begun(tables, word)
    tables._place = place  # type: ignore[method-assign]
    return told, own


def test_who_asks_while_another_thread_reads_stems_misses_none() -> None:
    words = sorted({part for part in PARTS if part.isalpha() and len(part) > 4})[::40]
    for kind in KINDS:
        tables = Stems(only=stems(kind))
        for word in words:
            between, own = _asked_between(tables, word)
            assert all(each == own for each in between), (kind, word)


def test_phrases_in_real_lines(shared: Path) -> None:
    for line in _lines(shared)[:: often(8, 1)]:
        _same_phrases(line)


@settings(max_examples=often(40, 1000))
@given(TEXTS)
def test_phrases_and_places_in_any_words(text: str) -> None:
    _same_phrases(text)
    form = reading_form(text)
    assert starts(form, written(form)) == [token.start for token in tokens(form)]
    words = Words(text.lower())
    assert words.places == sorted(set(words.places))
    assert all(
        words.text.startswith(word, at) for word, at in zip(words.words, words.places, strict=True)
    )


PARTS = sorted({part for kind in KINDS for _, stem in stems(kind) for part in alternatives(stem)})


@settings(max_examples=often(300, 20_000))
@given(st.sampled_from(PARTS), st.data())
def test_a_word_begins_a_match_of_a_stem_by_one_of_its_ways(part: str, data: st.DataObject) -> None:
    pattern = _compiled(part)
    text = data.draw(st.from_regex(pattern))
    first = re.match(r"[a-z0-9]+", text)
    if first is not None and (found := pattern.match(text)) is not None:
        assert any(
            first[0] == way.first if way.is_whole else found[0].startswith(way.first)
            for way in ways_of(part)
        ), part


def test_what_a_stem_spells_is_what_its_expression_matches() -> None:
    for pattern, told in {
        "h[a]?emorrhoid": {"hemorrhoid", "haemorrhoid"},
        "biliary (?:obs|atr(?:es)?)": {"biliary obs", "biliary atr", "biliary atres"},
        "(?:pre)?-?natal": {"prenatal", "natal", "pre-natal", "-natal"},
        "immune[- ]?mod": {"immune-mod", "immune mod", "immunemod"},
    }.items():
        assert set(spelled(pattern) or ()) == told
    for pattern in PARTS:
        own = pattern.removesuffix("$")
        if (texts := spelled(own)) is not None:
            assert frozenset(texts) == spelt(own), pattern


@pytest.mark.parametrize(
    "pattern", "a+b a* a.b a(?!b) [a-z]b [^a]b a{2} (a|b) a?? a)b ?a a\\b ^a a$b".split()
)
def test_what_is_no_list_of_texts_is_not_spelled(pattern: str) -> None:
    assert spelled(pattern) is None


def test_units_are_tried_in_their_order(shared: Path) -> None:
    units = [unit for unit, _ in SPELLINGS]
    assert [unit for unit, _ in _PATTERNS] == units
    for line in _lines(shared):
        for at in range(0, len(line), often(7, 1)):
            window = line[at : at + 90]
            first = next(
                (
                    (unit, at + found.end())
                    for unit, pattern in _PATTERNS
                    if (found := pattern.match(window))
                ),
                None,
            )
            assert unit_at(line, at) == (None if _NO_UNIT.match(window) else first)


def test_numbers_in_words_are_looked_for_where_one_may_stand(shared: Path) -> None:
    for line in [*_lines(shared), "half a year", "twice", "a year's", "one, two", "an hour"]:
        assert list(quantities(line)) == list(quantities(line, worded=True)), line


@given(st.frozensets(st.sampled_from(sorted(topics())), min_size=2, max_size=5))
def test_no_rule_that_can_apply_is_left_out(found: frozenset[str]) -> None:
    among = _among(found)
    assert list(among) == [rule for rule in RULES if rule in among]
    for rule in RULES:
        if rule not in among:
            assert not any(
                one in found and any(other in found and other != one for other in rule.to)
                for one in rule.yields
            )
