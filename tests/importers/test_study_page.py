"""The study page since June 2024: reconstructions against the JSON, real parts, and shells."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.pages import STUDY_PAGE, measure
from importers.importer import Head, Unreadable
from importers.pages.ctgov_study.page_parts import Parts, headings
from importers.pages.ctgov_study.page_since_2024 import IMPORTER
from tests.importers.corpus_counts import gathered
from tests.importers.pages import SAMPLES, not_on_page, squeezed

PAGE = (SAMPLES / "ctgov-study-page" / "select-all.txt").read_text(encoding="utf-8")


def invented(trial: object, page: str) -> list[str]:
    """Lines of the trial that the page lacks, but for its address and the bullets of lists."""
    strange = [
        line.lstrip("* ")
        for line in not_on_page(trial, page)
        if not line.startswith("https://clinicaltrials.gov/study/")
    ]
    return [line for line in strange if squeezed(line) not in squeezed(page)]


def reconstructed(corpus: Path) -> Path:
    return corpus / "more" / "ctgov-page" / "reconstructed"


def test_reconstructions_are_read_right_and_nothing_is_invented(corpus: Path) -> None:
    score = measure(reconstructed(corpus), corpus / "ctgov-json" / "single", STUDY_PAGE)
    assert score.total >= 200
    assert score.invented == []
    assert score.share >= 0.95, "\n".join(score.wrong)


def test_every_text_of_the_trial_stands_on_its_page(corpus: Path) -> None:
    for path in sorted(reconstructed(corpus).glob("*.txt")):
        data = path.read_bytes()
        assert invented(IMPORTER.read(data).trial, data.decode()) == [], path.name


@pytest.mark.parametrize("number", ["NCT04284254", "NCT00159523"])
def test_saved_pages_say_what_the_copied_text_says(corpus: Path, number: str) -> None:
    text = IMPORTER.read((reconstructed(corpus) / f"{number}.txt").read_bytes()).trial
    for path in sorted(reconstructed(corpus).glob(f"{number}.*html")):
        page = IMPORTER.read(path.read_bytes()).trial
        for field in ("number", "title", "official_title", "status", "conditions",
                      "phases", "enrollment", "outcomes"):  # fmt: skip
            assert getattr(page, field) == getattr(text, field), (path.name, field)
        assert [one.label for one in page.arms] == [one.label for one in text.arms]
        assert [one.name for one in page.interventions] == [one.name for one in text.interventions]


def test_real_parts_hold_nothing_that_is_not_in_them(corpus: Path) -> None:
    folder = corpus / "more" / "ctgov-page"
    for name in ("overview-copied.txt", "fragments-copied.md"):
        text = (folder / name).read_text(encoding="utf-8")
        outcome = gathered([folder / name])
        assert outcome.refused == []
        for record in outcome.records:
            assert invented(record.trial, text) == []
    numbers = [one.trial.number for one in gathered([folder / "fragments-copied.md"]).records]
    assert numbers == ["NCT06592326", "NCT03799835"]


def test_the_glossary_and_the_menu_are_no_part_of_the_trial() -> None:
    whole = IMPORTER.read(PAGE.encode()).trial
    without = PAGE[PAGE.index("Recruiting\nKettles") :]
    assert IMPORTER.read(without.encode()).trial == whole
    menu = without[: without.index("On this page")] + without[without.index("Study Overview\nB") :]
    assert IMPORTER.read(menu.encode()).trial == whole
    assert "organization or person" not in str(whole)


def test_a_word_of_a_text_that_is_a_heading_elsewhere_begins_nothing() -> None:
    changed = PAGE.replace("    Sponsor of kettles\n", "Sponsor\nConditions\n")
    trial = IMPORTER.read(changed.encode()).trial
    assert trial.sponsor is not None
    assert trial.sponsor.name == "Invented Pottery"
    assert trial.eligibility is not None
    assert trial.eligibility.text is not None
    assert trial.eligibility.text.endswith("Sponsor\nConditions")
    assert trial.eligibility.minimum_age is not None


def test_doses_of_two_arms_are_both_kept() -> None:
    trial = IMPORTER.read(PAGE.encode()).trial
    doses = {one.arm_labels: one.description for one in trial.interventions[:2]}
    assert doses == {("High dose",): "10 mg daily", ("Low dose",): "5 mg daily"}


def test_sites_that_were_folded_away_are_missed_aloud() -> None:
    guesses = IMPORTER.read(PAGE.encode()).trial.guesses
    (why,) = [one.why for one in guesses if one.field == "sites"]
    assert "names 3 locations, of which 2 are in this copy" in why


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><body><ctg-root></ctg-root></body></html>",
        b"<html><body><ctg-root><div id='glossary'>Glossary</div></ctg-root></body></html>",
        b"<!-- saved from url=(0045)https://clinicaltrials.gov/study/NCT99990001 --><ctg-root/>",
    ],
)
def test_a_page_that_was_not_drawn_is_called_a_shell(raw: bytes) -> None:
    assert IMPORTER.recognises(Head("page.html", raw))
    with pytest.raises(Unreadable, match="only a shell"):
        IMPORTER.read(raw)


def test_several_pages_in_one_file_are_refused() -> None:
    other = PAGE.replace("NCT99990401", "NCT99990499")
    head = other[other.index("Recruiting\nKettles") : other.index("Study Overview\nBrief")]
    with pytest.raises(Unreadable, match="several studies"):
        IMPORTER.read((head + PAGE).encode())


@given(st.sets(st.integers(0, PAGE.count("\n") - 1), max_size=60))
def test_whatever_lines_are_missing_nothing_is_invented(missing: set[int]) -> None:
    lines = [line for at, line in enumerate(PAGE.split("\n")) if at not in missing]
    page = "\n".join(lines)
    try:
        trial = IMPORTER.read(page.encode()).trial
    except Unreadable as error:
        assert error.reason
        return
    assert invented(trial, page) == []


@given(st.text(alphabet="ab \t\n:|.,()", max_size=60), st.integers(0, len(PAGE)))
def test_anything_in_the_middle_breaks_nothing(text: str, at: int) -> None:
    try:
        IMPORTER.read((PAGE[:at] + text + PAGE[at:]).encode())
    except Unreadable as error:
        assert error.reason


def test_each_heading_is_found_where_it_stands() -> None:
    parts = Parts(PAGE.split("\n"))
    missing = [one.name for one in headings() if one.name.rstrip("…") not in PAGE]
    for one in headings():
        if one.name not in missing and not one.name.endswith("…"):
            assert one.name in parts, one.name
