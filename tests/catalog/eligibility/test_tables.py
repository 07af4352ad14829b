"""The tables are well formed: phrases find themselves, stems compile, rules name topics."""

from __future__ import annotations

import re

import pytest

from catalog.eligibility.limits.lexing import Phrases, reading_form, tokens
from catalog.eligibility.topics.rules import RULES, corrected
from catalog.eligibility.topics.spelling import alternatives
from catalog.eligibility.topics.stem_tables import KINDS, stems
from catalog.eligibility.topics.stems import Stems
from catalog.eligibility.vocabulary.entries import topics
from catalog.eligibility.vocabulary.events import FLAGS, PRIOR, SINCE
from catalog.eligibility.vocabulary.units import DAYS, SPELLINGS
from catalog.eligibility.vocabulary.variables import VARIABLES, Variable


def test_topics_have_short_words_of_their_own() -> None:
    assert len({topic.short for topic in topics().values()}) == len(topics())
    assert all(len(topic.short) <= 11 for topic in topics().values())
    given = {topic for kind in KINDS for topic, _ in stems(kind)}
    assert set(topics()) == given


@pytest.mark.parametrize("kind", KINDS)
def test_each_stem_compiles_and_stands_once(kind: str) -> None:
    for _, stem in stems(kind):
        re.compile(stem)
        assert alternatives(stem) == [stem], "one row one stem"
    assert len(stems(kind)) == len(set(stems(kind)))


def test_a_stem_is_found_at_a_words_beginning_only() -> None:
    tables = Stems(only=(("a", "lung$|(?:big |small )?heart"), ("b", "heartburn")))
    find = tables.finders["only"]
    assert list(find("lungs, lung, big heart, sweetheart, heartburn")) == [
        ("a", 7), ("a", 13), ("a", 17), ("a", 36), ("b", 36),
    ]  # fmt: skip


def test_rules_name_known_topics() -> None:
    for rule in RULES:
        assert {*rule.yields, *rule.to} <= topics().keys(), rule
        assert rule.yields and rule.to, rule


def test_a_rule_never_takes_the_last_topic() -> None:
    for rule in RULES:
        for topic in rule.yields:
            assert corrected({topic: 0}, "no prior therapy", "exclusion", frozenset()) == {topic: 0}


@pytest.mark.parametrize("table", [FLAGS, PRIOR, SINCE], ids=["flags", "prior", "since"])
def test_each_phrase_finds_itself(table: tuple[tuple[str, str], ...]) -> None:
    phrases = Phrases(table)
    for phrase, _ in table:
        words = tokens(reading_form(phrase))
        found = list(phrases.find(words))
        assert found and found[0].first == 0 and found[-1].last == len(words) - 1, phrase


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.id)
def test_a_variables_units_and_limits_make_sense(variable: Variable) -> None:
    assert variable.label
    assert all(factor > 0 for factor in variable.factors.values())
    assert variable.unit is None or variable.factors[variable.unit] == 1.0
    if variable.low is not None and variable.high is not None:
        assert variable.low < variable.high
    limits = [limit for limit, _ in variable.bare]
    assert limits == sorted(limits)
    if variable.unit is not None:
        assert all(unit in variable.factors for _, unit in variable.bare)


def test_each_spelling_of_a_unit_compiles() -> None:
    for unit, pattern in SPELLINGS:
        assert unit
        re.compile(pattern)
    assert list(DAYS) == sorted(DAYS, key=DAYS.__getitem__)
