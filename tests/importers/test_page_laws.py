"""What holds for any text: a Reading or a plain refusal, and no word that the page lacks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.model.trial import FIELDS, decode, encode
from importers.importer import Importer, Reading, Unreadable
from tests.importers.pages import PAGES, not_on_page, sample_pages, squeezed, texts

ELIGIBILITY = {
    "eligibility." + part
    for part in (
        "text minimum_age maximum_age standard_ages sex gender_based gender_description "
        "healthy_volunteers study_population sampling_method"
    ).split()
}
SAMPLES = [(importer, path) for importer in PAGES for path in sample_pages(importer)]
LINES = sorted({line for _, path in SAMPLES for line in path.read_text("utf-8").split("\n")})


def reading(importer: Importer, raw: bytes) -> Reading | None:
    """What the page says, or None where it is refused with a sentence."""
    try:
        return importer.read(raw)
    except Unreadable as refused:
        assert refused.reason
        assert "\n" not in refused.reason
        return None


def check(found: Reading | None, page: str) -> None:
    if found is None:
        return
    assert not_on_page(found.trial, page) == []
    assert decode(encode(found.trial)) == found.trial
    assert all(text.strip() for text in texts(found.trial) if text)


@pytest.mark.parametrize("importer", PAGES, ids=lambda importer: importer.name)
@given(raw=st.binary())
def test_any_bytes_are_read_or_refused(importer: Importer, raw: bytes) -> None:
    reading(importer, raw)


@pytest.mark.parametrize("importer", PAGES, ids=lambda importer: importer.name)
@settings(deadline=None)
@given(lines=st.lists(st.one_of(st.sampled_from(LINES), st.text()), max_size=40))
def test_any_lines_are_read_or_refused(importer: Importer, lines: list[str]) -> None:
    page = "\n".join(lines)
    check(reading(importer, page.encode(errors="replace")), page)


@pytest.mark.parametrize("importer", PAGES, ids=lambda importer: importer.name)
@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_page_is_read_or_refused(importer: Importer, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sample_pages(importer)))
    lines = path.read_text(encoding="utf-8").split("\n")
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(lines)))
        what = data.draw(st.sampled_from(["drop", "repeat", "other", "cut"]))
        if what == "drop":
            del lines[at : at + data.draw(st.integers(1, 5))]
        elif what == "repeat":
            lines[at:at] = lines[max(0, at - 3) : at]
        elif what == "other":
            lines.insert(at, data.draw(st.one_of(st.sampled_from(LINES), st.text(max_size=20))))
        else:
            lines[at:] = []
    page = "\n".join(lines)
    check(reading(importer, page.encode(errors="replace")), page)


@pytest.mark.parametrize("importer", PAGES, ids=lambda importer: importer.name)
def test_what_a_page_says_is_among_what_it_carries(importer: Importer) -> None:
    for path in sample_pages(importer):
        found = importer.read(path.read_bytes())
        assert found.carries <= set(FIELDS) | ELIGIBILITY
        said = {name for name in FIELDS if getattr(found.trial, name) not in (None, ())}
        carried = {name.partition(".")[0] for name in found.carries}
        assert said <= carried, path.name


@pytest.mark.parametrize("importer", PAGES, ids=lambda importer: importer.name)
def test_a_page_saved_elsewhere_says_the_same(importer: Importer) -> None:
    for path in sample_pages(importer):
        text = path.read_text(encoding="utf-8")
        plain = importer.read(text.encode())
        windows = "\r\n\r\n" + text.replace("\n", "\r\n") + "\r\n \r\n"
        marked = b"\xef\xbb\xbf" + text.replace(" ", "\u00a0").encode()
        for raw in (windows.encode(), marked, text.encode("utf-16")):
            again = importer.read(raw)
            assert again.trial == plain.trial
            assert (again.data_date, again.carries, again.notes) == (
                plain.data_date,
                plain.carries,
                plain.notes,
            )
        ansi = text.encode("cp1252", errors="ignore")
        if ansi.decode("cp1252") == text and not text.isascii():
            again = importer.read(ansi)
            assert again.trial == plain.trial
            assert {note.kind for note in again.notes} >= {"encoding"}


def test_the_check_itself_finds_an_invented_word() -> None:
    page = "Title\nSummary\nAsthma\nDRUG: Examplinol\n"
    found = PAGES[0].read(page.encode())
    assert not_on_page(found.trial, page) == []
    assert not_on_page(found.trial, page.replace("Asthma", "Eczema")) == ["Asthma"]
    assert squeezed(" a|b\u00a0c ") == "abc"


MENU = "Skip to main content\nMenu\nHome\nSearch\n"
FOOTER = (
    "Back to top\nAbout us\nContact us\nPrivacy Policy\n© 2026 A Site\nhttps://example.org/x 1/3\n"
)


@pytest.mark.parametrize("importer", PAGES, ids=lambda importer: importer.name)
def test_menus_and_footers_around_a_page_are_no_part_of_it(importer: Importer) -> None:
    for path in sample_pages(importer):
        text = path.read_text(encoding="utf-8")
        saved = importer.read((MENU + text + FOOTER).encode())
        plain = importer.read(text.encode())
        assert saved.trial == plain.trial, path.name
        assert saved.notes == plain.notes


def test_other_trials_listed_below_the_facts_are_not_this_ones() -> None:
    page = (
        "Clinical Trial Summary\n\nTea.\n\nRelated Conditions & MeSH terms\n\n"
        "NCT number NCT99990001\nContact\nStatus Completed\nSee also\n"
        "Status Recruiting\nContact us for more\nPhase Phase 3\n"
    )
    found = PAGES[2].read(page.encode())
    assert found.trial.number == "NCT99990001"
    assert found.trial.status is not None
    assert found.trial.status.said == "Completed"
    assert found.trial.contacts == ()
    assert found.trial.phases == ()
    assert [note.what for note in found.notes] == ["4 lines under 'the facts'"]


def test_a_page_far_too_large_is_refused() -> None:
    for importer in PAGES:
        with pytest.raises(Unreadable, match="larger than 4 MiB"):
            importer.read(b"x" * (4 * 1024 * 1024 + 1))


def test_a_table_of_endless_interventions_is_refused() -> None:
    (sample,) = sample_pages(PAGES[3])
    endless = " ".join(f"Drug: name {n}" for n in range(501))
    page = sample.read_text(encoding="utf-8").replace("Drug: Examplinol B", f"{endless} B", 1)
    with pytest.raises(Unreadable, match="more than 500 interventions"):
        PAGES[3].read(page.encode())
