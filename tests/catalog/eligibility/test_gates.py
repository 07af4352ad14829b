"""A gated pattern finds what the pattern alone finds: in random text and in real lines."""

import importlib
import json
import pkgutil
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import catalog.eligibility
from catalog.eligibility.limits.gates import Gated, needed
from catalog.eligibility.limits.lexing import reading_form
from catalog.eligibility.limits.quantities import _FIGURE, _NUMBER, quantities
from tests.soaking import often


def _gated() -> dict[str, Gated]:
    """Every gated pattern of the package, by module and name."""
    found = {}
    for module in pkgutil.walk_packages(catalog.eligibility.__path__, "catalog.eligibility."):
        for name, value in vars(importlib.import_module(module.name)).items():
            several = value.values() if isinstance(value, dict) else value
            for n, each in enumerate(several if isinstance(several, Iterable) else (several,)):
                if isinstance(each, Gated):
                    found[f"{module.name}.{name}.{n}"] = each
    return found


GATED = _gated()


def _agree(gated: Gated, text: str) -> None:
    spans = [found.span() for found in gated.pattern.finditer(text)]
    assert [found.span() for found in gated.finditer(text)] == spans
    assert gated.may_match(text) or not spans


@pytest.mark.parametrize("name", GATED)
def test_every_gate_has_words_and_lets_a_match_of_its_pattern_through(name: str) -> None:
    gated = GATED[name]
    assert gated.needs

    @settings(max_examples=often(12, 100))
    @given(st.from_regex(gated.pattern))
    def passes(text: str) -> None:
        _agree(gated, text)

    passes()


def test_gates_change_nothing_in_real_lines(shared: Path) -> None:
    gold = (shared / "bench" / "eligibility-dev.jsonl").read_text("utf-8").splitlines()
    for row in gold:
        for text in (str(json.loads(row)["text"]), reading_form(str(json.loads(row)["text"]))):
            for gated in GATED.values():
                _agree(gated, text)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("normal(?: range)?", ("normal",)),
        ("(?:upper|lower) limit", (" limit",)),
        ("(?:uln|lln)x?", ("lln", "uln")),
        ("(?:uln|lln)?", ()),
        ("(?:uln|[a-z])", ()),
        ("(?!uln)|(?<=lln)", ()),
        ("(?i)normal", ()),
        ("(?i:normal)", ()),
        ("(?:abc){0,2}", ()),
        ("(?:abc){2}", ("abc",)),
    ],
)
def test_words_are_those_without_which_nothing_matches(
    pattern: str, words: tuple[str, ...]
) -> None:
    assert tuple(sorted(needed(pattern))) == words


def test_letters_that_match_another_case_are_let_through() -> None:
    gated = Gated("is excluded", re.IGNORECASE)
    assert gated.search("he I\u017f excluded") is not None
    assert gated.search("he IS EXCLUDED") is not None


@given(st.from_regex(_NUMBER))
def test_a_number_in_words_or_figures_is_looked_for(text: str) -> None:
    form = reading_form(text)
    assert bool(list(quantities(form))) == (_NUMBER.search(form) is not None)


@given(st.text(alphabet="0123456789., ·/mcaz-\u0663", max_size=20))
def test_figures_alone_are_found_as_among_words(text: str) -> None:
    assert [m.span() for m in _FIGURE.finditer(text)] == [m.span() for m in _NUMBER.finditer(text)]


def test_thousands_that_begin_with_a_nought_are_read() -> None:
    assert [each.low for each in quantities("platelets > 0.100.000/mmc")] == [100_000]
