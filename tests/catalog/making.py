"""Small trials and sources for tests: invented, with invented numbers."""

import msgspec

from catalog.merging.merge import Source
from catalog.merging.merged import SourceInfo
from catalog.model.codes import Coded, Phase, Status, coded
from catalog.model.dates import PartialDate
from catalog.model.trial import FIELDS, Identifier, Intervention, Organization, Trial


def trial(number: str | None = None, **fields: object) -> Trial:
    """A Trial with its own number among its identifiers."""
    own = (identifier(number),) if number else ()
    others = fields.pop("identifiers", ())
    assert isinstance(others, tuple)
    made = msgspec.structs.replace(Trial(), number=number, identifiers=own + others)
    return msgspec.structs.replace(made, **fields)


def identifier(value: str, kind: str | None = None) -> Identifier:
    """An identifier whose kind is told by its shape where none is given."""
    shapes = {"NCT": "nct", "ISR": "isrctn", "DRK": "drks"}
    return Identifier(value=value, kind=kind or shapes.get(value[:3], "eudract"))


def source(
    trial: Trial,
    importer: str = "ctgov-json",
    date: str | None = "2024-01-01",
    carries: frozenset[str] = frozenset(FIELDS),
    sha256: str | None = None,
) -> Source:
    """A source record that says what the trial says."""
    return Source(
        SourceInfo(
            key=0,
            importer=importer,
            file=f"{importer}.txt",
            place="",
            sha256=sha256 or f"{importer}-{date}",
            imported_at="2026-01-01T00:00:00Z",
            data_date=PartialDate.parse(date) if date else None,
            number=trial.number,
            carries=carries,
        ),
        trial,
    )


def status(word: str) -> Coded[Status]:
    """A status as the registry's API writes it."""
    made = coded(Status, word)
    assert made is not None
    return made


def phase(word: str) -> tuple[Coded[Phase], ...]:
    """One phase."""
    made = coded(Phase, word)
    assert made is not None
    return (made,)


def drugs(*names: str) -> tuple[Intervention, ...]:
    """Interventions by name."""
    return tuple(Intervention(name=name) for name in names)


def sponsor(name: str) -> Organization:
    """A sponsor without a class."""
    return Organization(name=name)
