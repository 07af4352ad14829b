"""Hard-wrapped texts come back as they were before the registry's program wrapped them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.text import plain
from importers.ctgov.legacy_xml.textblocks import textblock
from tests.importers.csv_truth import corpus_studies
from tests.importers.wrapping import wrapped

WORDS = st.sampled_from(
    ["dose", "of", "at", "least", "10.", "-", "patients", "1.", "(a)", "withdrawal,", "x" * 40]
)
STARTS = st.sampled_from(["Patients", "No", "≥", "Inclusion:", "Aged"])


@st.composite
def _lists(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Lines of a text as the API gives it: paragraphs, and lists below them."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        lines += ["", draw(_sentence())] if lines else [draw(_sentence())]
        if draw(st.booleans()):
            lines += ["", *draw(_items(0))]
    return lines


@st.composite
def _items(draw: st.DrawFn, depth: int) -> list[str]:
    numbered = draw(st.booleans())
    lines: list[str] = []
    for number in range(1, draw(st.integers(1, 12 if numbered else 3)) + 1):
        mark = f"{number}. " if numbered else "* "
        lines.append(mark + draw(_sentence()))
        if depth < 2 and draw(st.integers(0, 4)) == 0:
            inner = draw(_items(depth + 1))
            lines += ["", *(" " * len(mark) + line if line else line for line in inner)]
    return lines


@st.composite
def _sentence(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, max_size=25))
    return " ".join([draw(STARTS), *words])


@given(_lists(), st.sampled_from([6, 8]))
def test_unwrapping_undoes_wrapping(lines: list[str], base: int) -> None:
    text = "\n".join(lines)
    assert textblock(wrapped(text, base)) == text


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def test_real_texts_survive_wrapping(corpus: Path) -> None:
    """No line of any summary, description or criteria is joined to another or cut."""
    exact = total = 0
    for number, study in corpus_studies(corpus).items():
        p = study["protocolSection"]
        for base, text in (
            (6, p.get("descriptionModule", {}).get("briefSummary")),
            (6, p.get("descriptionModule", {}).get("detailedDescription")),
            (8, p.get("eligibilityModule", {}).get("eligibilityCriteria")),
        ):
            if text:
                text = plain(text)
                found = textblock(wrapped(text, base)) or ""
                assert _lines(found) == _lines(text), number
                total += 1
                exact += found == text.strip()
    assert total > 900
    # The rest differ in an empty line within a list of long items.
    assert exact / total > 0.99, f"{exact} of {total}"


def test_a_wrapped_line_is_no_item_whatever_it_begins_with() -> None:
    body = (
        "\n        Aged\n        - 18 or\n        2. more\n\n          -  one\n\n          -  two\n"
    )
    assert textblock(body) == "Aged - 18 or 2. more\n\n* one\n* two"


def test_two_lists_in_a_row_stay_two() -> None:
    body = "\n        A:\n\n          -  one\n\n          1. two\n\n          2. three\n"
    assert textblock(body) == "A:\n\n* one\n\n1. two\n2. three"


def test_a_list_at_the_beginning_lost_its_indent() -> None:
    body = "\n        -  one\n\n          -  two\n\n               -  inner\n"
    assert textblock(body) == "* one\n* two\n\n  * inner"


@pytest.mark.parametrize("text", [None, "", " \n\t \r\n"])
def test_nothing_is_nothing(text: str | None) -> None:
    assert textblock(text) is None


@given(st.text(st.sampled_from("ab -1.\n\t\r\0"), max_size=80))
def test_no_word_is_lost(text: str) -> None:
    shown = re.sub(r"[*-]  ?|\0", " ", textblock(text) or "").split()
    assert "".join(shown).count("a") == text.count("a")
    assert "".join(shown).count("b") == text.count("b")
