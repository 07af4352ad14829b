"""Whatever stands in cells and elements, ClinicalTrials.gov's older formats are read or refused."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from catalog.model.trial import FIELDS, Eligibility
from importers.ctgov import search_xml
from importers.ctgov.csv import api_fields, classic, current
from importers.ctgov.csv.headers import COLUMNS
from importers.ctgov.legacy_xml import clinical_study
from importers.importer import Importer, Reading, Unreadable

SHEETS = (current.IMPORTER, classic.IMPORTER, api_fields.IMPORTER)
CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "NCT99990001",
            "DRUG: a|b|Other: c",
            "Observational Model: |Time Perspective: p",
            "Masking: ((",
            "1/2/2020",
            "99/99/2020",
            "99 Years to 3 Days (Child)",
            "a, b|c, Iran, Islamic Republic of",
            '[{"a": 1}',
            "['x', 2+3j]",
            "{1: {2: [",
            "9" * 400,
            "N/A",
            "|,|,|",
        ]
    ),
)
CARRIED = set(FIELDS) | {f"eligibility.{part}" for part in Eligibility.__struct_fields__}


def _sensible(reading: Reading) -> None:
    """What holds of every reading."""
    assert reading.carries <= CARRIED
    for guess in reading.trial.guesses:
        assert guess.field in FIELDS
        assert getattr(reading.trial, guess.field) not in (None, ()), guess


def _row(cells: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([list(cells), list(cells.values())])
    return out.getvalue().encode("utf-8", errors="replace")


@pytest.mark.parametrize("importer", SHEETS, ids=lambda importer: importer.name)
@given(data=st.data())
def test_any_row_is_read_or_refused(importer: Importer, data: st.DataObject) -> None:
    names = st.sampled_from(sorted(COLUMNS[importer.name]))
    cells = data.draw(st.dictionaries(names | st.just("identification_nctId"), CELLS, min_size=1))
    try:
        reading = importer.read(_row(cells))
    except Unreadable:
        return
    _sensible(reading)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "identification_nctId",
                "identification_briefTitle",
                "status_overallStatus",
                "status",
                "status_overallStatus_x",
                "design_phases",
                "design_enrollmentInfo",
                "conditions_conditions",
                "contactsLocations_locations",
                "hasResults",
                "a_b",
                "_",
                "outcomes_primaryOutcomes",
            ]
        ),
        CELLS,
    )
)
def test_any_flattened_row_is_read_or_refused(cells: dict[str, str]) -> None:
    try:
        reading = api_fields.read(_row({"identification_nctId": "", **cells}))
    except Unreadable:
        return
    _sensible(reading)


_INNER = """
    nct_id textblock facility name address city contact last_name group group_id measure class_list
    class category_list category measurement event sub_title counts
"""
TAGS = sorted(clinical_study.KNOWN | search_xml.KNOWN | set(_INNER.split()))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)


def _element(tag: str, text: str, children: list[etree._Element]) -> etree._Element:
    element = etree.Element(tag, type=text[:5], group_id="E1")
    element.text = text
    element.extend(children)
    return element


TREES = st.recursive(
    st.builds(_element, st.sampled_from(TAGS), TEXT, st.just([])),
    lambda inner: st.builds(_element, st.sampled_from(TAGS), TEXT, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@given(st.lists(TREES, max_size=6))
def test_any_tree_is_read_or_refused(children: list[etree._Element]) -> None:
    for importer, root in (
        (clinical_study.IMPORTER, "clinical_study"),
        (search_xml.IMPORTER, "study"),
    ):
        try:
            reading = importer.read(etree.tostring(_element(root, "", children)))
        except Unreadable:
            continue
        _sensible(reading)
