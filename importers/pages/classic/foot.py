"""Eligibility and the foot of a classic ClinicalTrials.gov page: numbers, keywords, oversight."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.model.codes import IpdSharing, SamplingMethod, Sex, coded
from catalog.model.trial import Eligibility, Guess, IpdStatement, Oversight
from importers.pages.classic.rows import below_rows, rows
from importers.pages.text import age_limits, text_of
from importers.values.cleaning import blank, yes_no


def eligibility(lines: Sequence[str]) -> Eligibility | None:
    told = dict(rows(lines))
    ages = age_limits(told.get("Ages Eligible for Study"))
    population, criteria = _population(below_rows(lines))
    given = Eligibility(
        text=text_of(criteria),
        minimum_age=ages.minimum,
        maximum_age=ages.maximum,
        standard_ages=ages.standard,
        sex=coded(Sex, told.get("Sexes Eligible for Study")),
        gender_based=yes_no(told.get("Gender Based Eligibility")),
        gender_description=blank(told.get("Gender Eligibility Description")),
        healthy_volunteers=yes_no(told.get("Accepts Healthy Volunteers")),
        study_population=text_of(population),
        sampling_method=coded(SamplingMethod, told.get("Sampling Method")),
    )
    return given if given != Eligibility() else None


def _population(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The study population and the criteria, where the page has headings for them."""
    bare = [line.strip() for line in lines]
    start = next((at for at, line in enumerate(bare) if line), len(bare))
    if start < len(bare) and bare[start] == "Criteria":
        return (), lines[start + 1 :]
    if start < len(bare) and bare[start] == "Study Population" and "Criteria" in bare:
        end = bare.index("Criteria")
        return lines[start + 1 : end], lines[end + 1 :]
    return (), lines


# -- the foot of the page

_FIRST_POSTED = re.compile(r"First Posted\s*:\s*\|.*")


def id_lines(lines: Sequence[str]) -> Sequence[str]:
    """Lines from "Other Study ID Numbers: |" to "First Posted: |"."""
    told = [line.strip() for line in lines]
    start = next((n for n, s in enumerate(told) if s.startswith("Other Study ID Numbers")), None)
    if start is None:
        return ()
    ends = (n for n in range(start + 1, len(told)) if _FIRST_POSTED.fullmatch(told[n]))
    return (told[start].partition("|")[2], *told[start + 1 : next(ends, len(told))])


def keywords(lines: Sequence[str]) -> tuple[str, ...]:
    """What follows the last row: keywords and MeSH terms, a column a line, divided by blanks."""
    told = (line.strip() for line in below_rows(lines))
    cells = (line.removesuffix("|").strip() for line in told if line.endswith("|"))
    return tuple(cell for cell in cells if cell and not cell.endswith(":"))


def keyword_guess(keywords: Sequence[str]) -> tuple[Guess, ...]:
    why = "the page divides keywords, and MeSH terms, by a blank only: each line is kept whole"
    return (Guess(field="keywords", why=why),) if keywords else ()


def oversight(more: dict[str, str]) -> Oversight | None:
    given = Oversight(
        is_fda_regulated_drug=yes_no(more.get("Studies a U.S. FDA-regulated Drug Product")),
        is_fda_regulated_device=yes_no(more.get("Studies a U.S. FDA-regulated Device Product")),
        is_us_export=yes_no(more.get("Product Manufactured in and Exported from the U.S.")),
    )
    return given if given != Oversight() else None


def ipd(more: dict[str, str]) -> IpdStatement | None:
    sharing = coded(IpdSharing, more.get("Plan to Share IPD"))
    description = blank(more.get("Plan Description"))
    return IpdStatement(sharing=sharing, description=description) if sharing else None
