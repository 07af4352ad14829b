"""A gated pattern finds what the pattern alone finds: in random text and in real lines."""

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import catalog.eligibility
from catalog.eligibility import extraction
from catalog.eligibility.criterion import Criterion
from catalog.eligibility.extraction import criterion_of
from catalog.eligibility.limits.gates import ANYTHING, Gated, has_odd_case, held, needed
from catalog.eligibility.limits.lexing import _TOKEN, reading_form, written
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import (
    _AGES,
    _BEFORE,
    _FIGURE,
    _NUMBER,
    BEFORE,
    quantities,
)
from catalog.eligibility.vocabulary.patterns import spelt
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
    assert gated.may_match_in(text, held(written(text))) or not spans


def test_a_pattern_is_made_when_it_is_asked_for_or_before_all_are_shared() -> None:
    gate, other = Gated("asked for"), Gated("forked")
    slot = inspect.getattr_static(Gated, "pattern")

    def made(gated: Gated) -> bool:
        with suppress(AttributeError):
            return slot.__get__(gated) is not None
        return False

    assert not made(gate)
    assert gate.search("who is asked for it")
    assert made(gate)
    assert not made(other)
    extraction.make_ready()
    assert made(other)


@pytest.mark.parametrize("name", GATED)
def test_every_gate_has_words_and_lets_a_match_of_its_pattern_through(name: str) -> None:
    gated = GATED[name]
    assert gated.needs or gated.bits

    # Of a pattern with a bound of a word behind a stretch of anything few drawn texts match.
    @settings(max_examples=often(12, 100), suppress_health_check=[HealthCheck.filter_too_much])
    @given(_texts(gated.pattern))
    def passes(text: str) -> None:
        _agree(gated, text)

    passes()


_BEFORE_IT = st.sampled_from(("", "x ", "done. ", "done. The ", "1) "))
"""What may stand before a match whose pattern looks behind its own first word."""


def _texts(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    """Texts that match, or would if what stands before them were right."""
    if ".{" not in pattern.pattern:
        return st.from_regex(pattern)
    free = re.compile(
        re.sub(r"\(\?<[=!](?:[^()\[]|\[[^]]*\])*\)", "", pattern.pattern), pattern.flags
    )
    return st.tuples(_BEFORE_IT, st.from_regex(free, fullmatch=True)).map("".join)


@pytest.mark.parametrize("name", [name for name in GATED if ".{" in GATED[name].pattern.pattern])
def test_texts_are_made_that_match(name: str) -> None:
    pattern = GATED[name].pattern
    any_will_do = settings(max_examples=2_000, phases=(Phase.generate,), database=None)
    find(_texts(pattern), lambda text: bool(pattern.search(text)), settings=any_will_do)


def test_gates_change_nothing_in_real_lines(shared: Path) -> None:
    gold = (shared / "bench" / "eligibility-dev.jsonl").read_text("utf-8").splitlines()
    for row in gold:
        form = reading_form(str(json.loads(row)["text"]))
        holds = held(written(form))
        for text in (str(json.loads(row)["text"]), form):
            for gated in GATED.values():
                found = gated.pattern.search(text) is not None
                assert gated.may_match(text) or not found
                assert text is not form or gated.may_match_in(text, holds) or not found


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("normal(?: range)?", ("normal",)),
        ("(?:upper|lower) limit", (" limit",)),
        ("(?:uln|lln)x?", ("lln", "uln")),
        ("(?:uln|lln)?", ()),
        ("wom[ae]n|m[ae]n", ("man", "men")),
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


@given(st.text(alphabet="aez19 .,'-_(≤\u00e9\u0663\u0130", max_size=24))
def test_words_of_plain_texts_are_those_of_any(text: str) -> None:
    assert written(text) == _TOKEN.findall(text)


_ALONE = [(op, re.compile(rf"(?:(?<![a-z])|(?=[^a-z]))(?:{said}){_AGES}$")) for op, said in BEFORE]
_SAID = st.sampled_from(
    sorted({phrase for _, said in BEFORE for phrase in spelt(said)} | spelt(_AGES) | set("xa(1 "))
)


@given(st.lists(_SAID, max_size=4).map("".join))
def test_comparators_are_found_by_their_ends_as_by_their_expressions(text: str) -> None:
    lead = text.rstrip()
    found = ((op, pattern.search(lead)) for op, pattern in _ALONE)
    first = next(((op, match.start()) for op, match in found if match), None)
    assert _BEFORE.at_end(lead) == first


def test_letters_that_match_another_case_are_let_through() -> None:
    gated = Gated("is excluded", re.IGNORECASE)
    assert gated.search("he IS EXCLUDED ≥") is not None
    letter = re.compile("[a-z]", re.IGNORECASE)
    others = [chr(code) for code in range(128, 0x3000) if letter.match(chr(code))]
    assert others
    for other in others:
        assert other.lower().isascii() or has_odd_case(f"≥ {other}")
        for plain in "is excluded":
            if re.fullmatch(plain, other, re.IGNORECASE):
                assert gated.search("≥ is excluded".replace(plain, other)) is not None


def test_words_that_are_looked_for_in_any_case_are_plain_letters() -> None:
    for name, gated in GATED.items():
        assert not gated.any_case or "".join((*gated.needs, *gated.also)).isascii(), name


@given(st.from_regex(_NUMBER))
def test_a_number_in_words_or_figures_is_looked_for(text: str) -> None:
    form = reading_form(text)
    assert bool(list(quantities(form))) == (_NUMBER.search(form) is not None)


@given(st.text(alphabet="0123456789., ·/mcaz-\u0663", max_size=20))
def test_figures_alone_are_found_as_among_words(text: str) -> None:
    assert [m.span() for m in _FIGURE.finditer(text)] == [m.span() for m in _NUMBER.finditer(text)]


def test_thousands_that_begin_with_a_nought_are_read() -> None:
    assert [each.low for each in quantities("platelets > 0.100.000/mmc")] == [100_000]


def test_criteria_are_read_the_same_without_any_gate(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [shared / "bench" / f"eligibility-{name}.jsonl" for name in ("dev", "dev2")]
    lines = [json.loads(row) for file in files for row in file.read_text("utf-8").splitlines()]

    def read() -> list[Criterion]:
        extraction._read.cache_clear()
        return [criterion_of(line["kind"], line["text"], line.get("section", "")) for line in lines]

    gated = read()
    monkeypatch.setattr(Gated, "may_match", lambda *_: True)
    monkeypatch.setattr(Gated, "may_match_in", lambda *_: True)
    anything = property(lambda _: ANYTHING, lambda *_: None)
    monkeypatch.setattr(Reading, "holds", anything, raising=False)
    assert read() == gated
    extraction._read.cache_clear()
