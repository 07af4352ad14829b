"""The shared pieces of the page layouts: lines, addresses, statuses, lists, ages, masking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import StandardAge, Status, WhoMasked
from importers.importer import Unreadable
from importers.pages.text import (
    age_limits,
    comma_list,
    glued_status,
    masked,
    own_address,
    page,
    page_lines,
    sections,
    without_address,
)

OWN = "https://clinicaltrials.gov/study/NCT99990001"
OTHER = "https://clinicaltrials.gov/study/NCT99990002"


def test_lines_of_a_page_saved_on_windows_are_the_same() -> None:
    assert page_lines("\r\n\r\nTitle\u00a0here  \r\n\r\n  two\r\n\r\n") == (
        "Title here",
        "",
        "  two",
    )


def test_a_page_in_windows_encoding_is_read_and_reported() -> None:
    found = page("Caf\u00e9 – 5 µg".encode("cp1252"))
    assert found.lines == ("Café – 5 µg",)
    assert [note.kind for note in found.notes] == ["encoding"]


@pytest.mark.parametrize("raw", [b"", b"\n\r\n ", "\ufeff\u00a0\n".encode()])
def test_an_empty_page_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        page(raw)


@given(st.text())
def test_no_line_is_lost_but_empty_ones_at_the_ends(text: str) -> None:
    kept = "".join("".join(page_lines(text)).split())
    wanted = "".join(text.replace("\x00", "").replace("\ufeff", "").replace("\u200b", "").split())
    assert kept == wanted


def test_an_address_counts_only_alone_and_near_the_top() -> None:
    found = own_address(("Title", OWN, "Summary"))
    assert found is not None
    assert found.number == "NCT99990001"
    assert own_address(("Title", f"See {OWN}", "Summary")) is None
    assert own_address(("Title", "Summary", "Condition", "Text", OWN)) is None
    assert own_address((OWN, "Title", OTHER)) is None
    assert own_address(("Title", "https://example.org/NCT99990001")) is None


def test_the_address_is_taken_out_and_nothing_else() -> None:
    assert without_address(("Title", OWN, "Summary", OTHER)) == ("Title", "Summary", OTHER)
    assert without_address(("Title", f"See {OWN}")) == ("Title", f"See {OWN}")


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("School of MedicineRecruiting", "School of Medicine", Status.RECRUITING),
        ("ClinicNot yet recruiting", "Clinic", Status.NOT_YET_RECRUITING),
        ("ClinicActive, not recruiting", "Clinic", Status.ACTIVE_NOT_RECRUITING),
        ("Recruiting", None, Status.RECRUITING),
        ("Office for Recruiting", "Office for Recruiting", None),
        ("Non-Recruiting", "Non-Recruiting", None),
        ("Clinic", "Clinic", None),
    ],
)
def test_a_glued_status_is_cut_off(text: str, name: str | None, status: Status | None) -> None:
    found, word = glued_status(text)
    assert found == name
    assert (word.means if word else None) == status


@given(st.text(), st.sampled_from(["", "Recruiting", "Completed", "Active, not recruiting"]))
def test_cutting_a_status_loses_no_letter(name: str, status: str) -> None:
    text = (name + status).strip()
    found, word = glued_status(text)
    assert "".join(((found or "") + (word.said if word else "")).split()) == "".join(
        text.replace("\x00", "").split()
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Asthma", ("Asthma",)),
        ("Asthma, Eczema", ("Asthma", "Eczema")),
        ("Asthma, Dermatitis, Atopic", ("Asthma", "Dermatitis, Atopic")),
        ("Hurler (MPS IH, Type 1), Asthma", ("Hurler (MPS IH, Type 1)", "Asthma")),
        ("Broken (bracket, Asthma", ("Broken (bracket, Asthma",)),
        ("", ()),
    ],
)
def test_names_joined_by_commas(text: str, names: tuple[str, ...]) -> None:
    found, guesses = comma_list(text, "conditions")
    assert found == names
    assert bool(guesses) == (", " in text)


@given(st.lists(st.text(alphabet="abcXYZ(), -", min_size=1)))
def test_no_name_is_lost_between_commas(names: list[str]) -> None:
    text = ", ".join(names)
    found, _ = comma_list(text, "keywords")
    assert "".join("".join(found).replace(",", "").split()) == "".join(
        text.replace(",", "").split()
    )


@pytest.mark.parametrize(
    ("text", "minimum", "maximum", "groups"),
    [
        ("18 Years and older (Adult, Older Adult)", "18 Years", "", ["ADULT", "OLDER_ADULT"]),
        ("30 Weeks to 36 Weeks (Child)", "30 Weeks", "36 Weeks", ["CHILD"]),
        ("18 Years - undefined (Adult)", "18 Years", "", ["ADULT"]),
        ("18 Years and up", "18 Years", "", []),
        ("Up to 17 Years", "", "17 Years", []),
        ("up to 17 Years (Child)", "", "17 Years", ["CHILD"]),
        ("Child, Adult, Older Adult", "", "", ["CHILD", "ADULT", "OLDER_ADULT"]),
        ("All ages", "", "", []),
        ("1 Minute to 5 Years", "1 Minute", "5 Years", []),
        ("", "", "", []),
    ],
)
def test_age_limits(text: str, minimum: str, maximum: str, groups: list[str]) -> None:
    found = age_limits(text)
    assert str(found.minimum or "") == minimum
    assert str(found.maximum or "") == maximum
    assert [group.means for group in found.standard] == [StandardAge(word) for word in groups]


def test_ages_that_cannot_be_read_are_kept_as_said() -> None:
    found = age_limits("of legal age to very old")
    assert found.minimum is not None
    assert found.minimum.said == "of legal age"
    assert found.minimum.years is None


def test_masking_names_who_is_masked() -> None:
    how, who = masked("Double (Participant, Outcomes Assessor)")
    assert how is not None
    assert how.word == "DOUBLE"
    assert [one.means for one in who] == [WhoMasked.PARTICIPANT, WhoMasked.OUTCOMES_ASSESSOR]
    how, who = masked("None (Open Label)")
    assert how is not None
    assert (how.word, how.said, who) == ("NONE", "None (Open Label)", ())


def test_a_heading_counts_once_the_first_time() -> None:
    cut = sections(("top", "A", "one", "A", "B", "two"), ("A", "B", "C"))
    assert {name: section.lines for name, section in cut.items()} == {
        "": ("top",),
        "A": ("one", "A"),
        "B": ("two",),
    }
