"""What the tests of the page layouts share: their importers, samples, and every text of a trial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.model.codes import Coded
from catalog.model.countries import country_of_state
from catalog.model.trial import Guess, Identifier, Site, TrialDate
from importers.importer import Importer
from importers.pages import csv_row, find_a_trial, inclinicaltrials, trials_co
from importers.pages.ctgov_classic import study_page

CHECKOUT = Path(__file__).resolve().parent.parent.parent
STARTER = CHECKOUT / "starter"
SAMPLES = Path(__file__).parent / "samples"
PAGES: tuple[Importer, ...] = (
    csv_row.IMPORTER,
    trials_co.IMPORTER,
    inclinicaltrials.IMPORTER,
    study_page.IMPORTER,
    find_a_trial.IMPORTER,
)


def sample_pages(importer: Importer) -> list[Path]:
    return sorted((SAMPLES / importer.name).glob("*.txt"))


def texts(value: object) -> Iterator[str]:
    """Every text of a trial that its source must have written."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif isinstance(value, Coded):
        yield value.said
    elif isinstance(value, Identifier):
        yield value.value
    elif isinstance(value, TrialDate):
        yield value.said or ""
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Guess):
        for name in value.__struct_fields__:
            if name == "country" and isinstance(value, Site) and _is_implied(value):
                continue
            if name not in ("source", "label", "unit", "kind"):
                yield from texts(getattr(value, name))


def _is_implied(site: Site) -> bool:
    """Whether the site's state tells its country, which the page need not have written."""
    state = (site.state or "").split(", ")[-1]
    return site.country is not None and country_of_state(state, site.city or "") == site.country


def squeezed(text: str) -> str:
    """A text without white space, table pipes and what is not seen."""
    return re.sub(r"[\s|\x00\ufeff\u200b\u00a0\u2007\u202f]+", "", text)


def not_on_page(trial: object, page: str) -> list[str]:
    """Lines of the trial's texts that the page does not have."""
    whole = squeezed(page)
    lines = (line for text in texts(trial) for line in text.split("\n"))
    return [line for line in lines if squeezed(line) not in whole]
