"""Siblings of the reported cases: the same fault in another dress, from the case's own file."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from catalog.model.codes import StudyType
from tests.importers.test_value_cases import trials


@pytest.fixture(scope="session")
def cases(shared: Path) -> Path:
    return shared / "cases" / "data"


def changed(case: Path, folder: Path, *changes: tuple[str, str]) -> Path:
    """A folder with the case's file, some texts of it replaced."""
    (source,) = [path for path in case.iterdir() if path.suffix != ".md"]
    data = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    text = data.decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    (folder / source.name.removesuffix(".gz")).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("site", "countries"),
    [
        ("Jersey City, New Jersey", {"United States"}),
        ("Santa Fe, New Mexico", {"United States"}),
        ("Tbilisi, Georgia, Georgia", {"United States", "Georgia"}),
    ],
)
def test_a_state_that_is_named_like_a_country(
    cases: Path, tmp_path: Path, site: str, countries: set[str]
) -> None:
    (trial,) = trials(
        changed(cases / "georgia-the-state", tmp_path, ("Atlanta, Georgia", site))
    ).values()
    assert {one.country for one in trial.sites} == countries


@pytest.mark.parametrize("label", ["Group {}", "{} mg daily"])
def test_arms_whose_description_is_their_label(cases: Path, tmp_path: Path, label: str) -> None:
    (source,) = (cases / "listing-arm-labels").glob("*.txt")
    page = re.sub(
        r"(?<=(?:mental|arator)\n)Arm (\d)$",
        lambda found: label.format(found[1]),
        source.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    (trial,) = trials(tmp_path).values()
    assert [arm.label for arm in trial.arms] == [label.format(n) for n in range(1, 7)]


@pytest.mark.parametrize("word", ["Not applicable", "NULL", "n/a"])
def test_a_word_for_nothing_is_no_title(cases: Path, tmp_path: Path, word: str) -> None:
    (trial,) = trials(changed(cases / "title-not-applicable", tmp_path, ("N.A.", word))).values()
    assert trial.title in (None, trial.official_title)
    assert trial.official_title == "A double-blind study of example in patients with example"


@pytest.mark.parametrize(("code", "said"), [(99, "not known (99)"), (14, "not known (14)")])
def test_a_status_number_that_is_in_no_list_is_no_status(
    cases: Path, tmp_path: Path, code: int, said: str
) -> None:
    (source,) = (cases / "ctis-countries-outside-the-eea").glob("*.json")
    record = json.loads(source.read_text(encoding="utf-8"))
    record["ctPublicStatusCode"] = code
    (tmp_path / "ctis.json").write_text(json.dumps(record), encoding="utf-8")
    (trial,) = trials(tmp_path).values()
    assert trial.status is not None
    assert (trial.status.said, trial.status.means) == (said, None)


@pytest.mark.parametrize("filling", ["x" * 70_000, "y " * 200_000])
def test_what_tells_a_format_may_stand_later_still(
    cases: Path, tmp_path: Path, filling: str
) -> None:
    (source,) = (cases / "nci-number-behind-64k").glob("*.gz")
    record = json.loads(gzip.decompress(source.read_bytes()))
    (tmp_path / "late.json").write_text(
        json.dumps({"acronym": filling, **record}), encoding="utf-8"
    )
    (trial,) = trials(tmp_path).values()
    assert trial.identifiers[0].value == "NCT00000101"


@pytest.mark.parametrize("kind", ["Individual Patients", "Intermediate-size Population"])
def test_each_kind_of_expanded_access_is_expanded_access(
    cases: Path, tmp_path: Path, kind: str
) -> None:
    found = trials(
        changed(
            cases / "expanded-access-in-classic-csv",
            tmp_path,
            ('"Expanded Access":Treatment IND/Protocol"', f'"Expanded Access":{kind}"'),
        )
    )
    types = {number: one.study_type.means for number, one in found.items() if one.study_type}
    assert types["NCT00000103"] == types["NCT00000104"] == StudyType.EXPANDED_ACCESS
