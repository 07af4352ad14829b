"""CTIS search download (`CTIS_trials_YYYYMMDD.csv`): a row a trial, no sites and no criteria.

Every list of a cell is divided by ", ", which its items may hold too: end points stay one text,
products and conditions are cut as a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalog.model.codes import Coded, DateType, OutcomeKind, Phase, SponsorClass, fold
from catalog.model.record import Note
from catalog.model.trial import (
    CountryRecord,
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    Organization,
    Outcome,
    Trial,
    one_line,
)
from importers.cutting.csv_headers import header
from importers.cutting.whole import csv_record, csv_rows
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.registries.ctis_codes import COUNTRY, ages_of, day, phases_of, status_word
from importers.values.cleaning import (
    Words,
    blank,
    count,
    identifier,
    joined,
    line_of,
    registry_number,
    sex_of,
    yes_no,
)
from importers.values.json_values import Json
from importers.values.markup import unmarked_cells

Cells = Mapping[str, str | None]

_GIVES: dict[str, tuple[str, ...]] = {
    "trialnumber": ("identifiers",),
    "protocolcode": ("identifiers",),
    "titleofthetrial": ("title",),
    "overalltrialstatus": ("status",),
    "locationsandrecruitmentstatus": ("countries", "country_records"),
    "agegroup": ("eligibility.standard_ages",),
    "gender": ("eligibility.sex",),
    "numberofparticipantsenrolled": ("enrollment",),
    "medicalconditions": ("conditions",),
    "therapeuticarea": ("keywords",),
    "trialphase": ("phases",),
    "product": ("interventions",),
    "primaryendpoint": ("outcomes",),
    "secondaryendpoints": ("outcomes",),
    "startdate": ("start_date",),
    "enddate": ("completion_date",),
    "globalendofthetrial": ("completion_date",),
    "trialresults": ("has_results",),
    "sponsorcosponsors": ("sponsor", "collaborators"),
    "sponsortype": (),
    "lastupdated": ("last_updated",),
    "agerangesecondaryidentifier": (),
    "trialregion": (),
    "decisiondate": (),
}
"""Each column and the fields of Trial it gives."""
_OWN = frozenset(_GIVES) - frozenset(
    "overalltrialstatus agegroup gender product startdate enddate lastupdated sponsortype".split()
)
_NUMBER = re.compile(r"20[23]\d-5\d{5}-\d\d-\d\d")
_ENOUGH = 3
"""Columns of the download's own without which a file with such a number may be anything."""
_CONFIDENTIAL = "commercially confidential information"


def recognises(head: Head) -> str | None:
    """A header with the download's columns, the number's among them or known by its shape."""
    _, names, cells = header(head)
    known = _OWN & set(names)
    numbered = "trialnumber" in names or any(_NUMBER.fullmatch(cell.strip()) for cell in cells)
    if len(known) >= _ENOUGH and numbered:
        return f"a header with {len(known)} columns named as the EU's CTIS names them"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each row with its header."""
    return csv_rows(source, header(source.head)[0])


def read(raw: bytes) -> Reading:
    """What one row says; raises Unreadable where it names no trial."""
    said = unmarked_cells(csv_record(raw))
    cells = {fold(name): _stated(cell) for name, cell in said.items()}
    words = Words()
    trial = _trial(cells, _number(cells), words)
    updated = trial.last_updated.date if trial.last_updated else None
    unknown = (name for name in said if fold(name) not in _GIVES and said[name].strip())
    return Reading(
        trial=trial,
        data_date=updated,
        carries=frozenset({"identifiers"}).union(*(_GIVES.get(name, ()) for name in cells)),
        notes=(*words.notes, *(Note("unknown field", name[:60]) for name in unknown)),
    )


def _stated(cell: str) -> str | None:
    """The cell; the register writes `N/A` for an empty one."""
    text = blank(cell)
    return None if text is None or text.upper() == "N/A" else text


def _number(cells: Cells) -> str:
    """The number of its column, else of whichever cell is one: people rename columns."""
    named = [cells.get("trialnumber"), *cells.values()]
    found = next((one for one in named if one and _NUMBER.fullmatch(one)), None)
    known = registry_number(found or "")
    if known is None:
        raise Unreadable("it names no trial: no cell of it is an EU CT number")
    return known[1]


def _trial(cells: Cells, number: str, words: Words) -> Trial:
    products = _listed(cells.get("product"))
    conditions = _listed(cells.get("medicalconditions"))
    outcomes = tuple(_outcomes(cells))
    sponsors, sponsor_guess = _sponsors(cells)
    places = tuple(_places(cells.get("locationsandrecruitmentstatus"), words))
    own = cells.get("protocolcode")
    return Trial(
        number=number,
        identifiers=(
            Identifier(value=number, kind="ctis"),
            *((identifier(own, "Protocol code", own=True),) if own else ()),
        ),
        title=line_of(cells.get("titleofthetrial")),
        status=status_word(cells.get("overalltrialstatus"), words),
        start_date=day(cells.get("startdate"), words, "start date"),
        completion_date=day(
            cells.get("enddate") or cells.get("globalendofthetrial"), words, "end date"
        ),
        last_updated=day(cells.get("lastupdated"), words, "last updated"),
        sponsor=sponsors[0] if sponsors else None,
        collaborators=sponsors[1:],
        conditions=conditions,
        keywords=tuple(_areas(cells.get("therapeuticarea"))),
        phases=_phases(cells.get("trialphase"), words),
        enrollment=_enrollment(cells.get("numberofparticipantsenrolled")),
        interventions=tuple(Intervention(name=name) for name in products),
        outcomes=outcomes,
        eligibility=_eligibility(cells),
        countries=tuple(dict.fromkeys(one.country for one in places)),
        country_records=places,
        has_results=yes_no(cells.get("trialresults")),
        guesses=(
            *_guess("interventions", len(products) > 1, "products of one cell, cut at commas"),
            *_guess("conditions", len(conditions) > 1, "conditions of one cell, cut at commas"),
            *_guess("outcomes", bool(outcomes), "end points of one cell, kept whole"),
            *_guess("sponsor", sponsor_guess, "sponsors of one cell, not told apart"),
        ),
    )


def _guess(field: str, doubtful: bool, why: str) -> tuple[Guess, ...]:
    return (Guess(field=field, why=why),) if doubtful else ()


def _listed(cell: str | None) -> tuple[str, ...]:
    """Items of a cell, each once however it is capitalised."""
    found = [one_line(part) for part in (cell or "").split(", ") if _stated(part)]
    return tuple({one.casefold(): one for one in reversed(found)}.values())[::-1]


def _places(cell: str | None, words: Words) -> Iterator[CountryRecord]:
    """`Netherlands:Ongoing, recruiting, Bulgaria:Ended`: each country with its status."""
    for part in COUNTRY.split(cell) if cell else ():
        name, _, status = part.partition(":")
        if country := blank(name):
            yield CountryRecord(country=country, status=status_word(blank(status), words))


def _areas(cell: str | None) -> Iterator[str]:
    """A JSON list; anything else is one area."""
    if cell is None:
        return
    try:
        listed = Json.record(b'{"areas":' + cell.encode() + b"}").texts("areas")
    except Unreadable:
        listed = (cell,)
    yield from dict.fromkeys(map(one_line, listed))


def _phases(cell: str | None, words: Words) -> tuple[Coded[Phase], ...]:
    label = line_of(cell)
    if label is None:
        return ()
    found = phases_of(label)
    unknown = words.code(Phase, label, "phase") if not found else None
    return found or ((unknown,) if unknown else ())


def _enrollment(cell: str | None) -> Enrollment | None:
    """The planned number in all, whatever the heading says."""
    found = count(cell)
    if found is None:
        return None
    return Enrollment(count=found.count, type=Coded("planned", DateType.ESTIMATED), said=found.said)


def _outcomes(cells: Cells) -> Iterator[Outcome]:
    for name, kind in (
        ("primaryendpoint", OutcomeKind.PRIMARY),
        ("secondaryendpoints", OutcomeKind.SECONDARY),
    ):
        text = cells.get(name)
        if text and text.lower() != _CONFIDENTIAL:
            yield Outcome(measure=text, kind=kind)


def _eligibility(cells: Cells) -> Eligibility | None:
    sexes = {word.lower() for word in joined(cells.get("gender"), ",")}
    found = Eligibility(
        standard_ages=tuple(ages_of(joined(cells.get("agegroup"), ","))),
        sex=sex_of("female" in sexes, "male" in sexes),
    )
    return None if found == Eligibility() else found


_CLASSES = {
    "pharmaceutical company": SponsorClass.INDUSTRY,
    "hospital/clinic/other health care facility": SponsorClass.OTHER,
    "educational institution": SponsorClass.OTHER,
    "patient organisation/association": SponsorClass.OTHER,
}


def _sponsors(cells: Cells) -> tuple[tuple[Organization, ...], bool]:
    """The sponsors, of which each has a type; whether they could not be told apart."""
    said = line_of(cells.get("sponsorcosponsors"))
    types = joined(cells.get("sponsortype"), ", ")
    if said is None:
        return (), False
    names = said.split(", ") if len(types) > 1 else [said]
    if len(types) > 1 and len(names) != len(types):
        return (Organization(name=said),), True
    return tuple(
        Organization(name=name, class_=Coded(type, _CLASSES.get(type.lower())) if type else None)
        for name, type in zip(names, types or [""], strict=True)
    ), False


IMPORTER = Importer(
    name="ctis-csv",
    title="EU CTIS, CSV of a search",
    recognises=recognises,
    records=records,
    read=read,
)
