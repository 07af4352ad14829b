"""Sites of a classic page: which of its lines are headings, facilities and addresses."""

from __future__ import annotations

from importers.pages.ctgov_classic.people import places


def told(*lines: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(site.facility, site.city, site.country) for site in places(lines).sites]


def test_a_facility_stands_above_its_address() -> None:
    assert told("Norway|", "Haukeland|", "Bergen, Norway, 5021|", "Oslo, Norway, 0372|") == [
        ("Haukeland", "Bergen", "Norway"),
        (None, "Oslo", "Norway"),
    ]


def test_a_facility_that_names_its_country_is_no_address() -> None:
    lines = ("Norway|", "Institute of Cancer, Norway, Department 3|", "Oslo, Norway, 0372|")
    assert told(*lines) == [("Institute of Cancer, Norway, Department 3", "Oslo", "Norway")]


def test_no_line_above_the_first_heading_is_an_address() -> None:
    found = places((", , 5021|", "Norway|", "Bergen, Norway, 5021|"))
    assert [site.city for site in found.sites] == ["Bergen"]
    assert [note.what for note in found.notes] == ["1 line under 'Locations'"]
