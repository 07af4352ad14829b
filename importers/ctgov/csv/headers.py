"""Headers of ClinicalTrials.gov spreadsheets: which layout, which delimiter, which column is what.

Names are compared folded (letters and digits only), so `NCT Number`, `nct_number`, `#nct_id` and
`NCTId` need no special care.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from catalog.model.codes import fold
from importers.cutting.whole import csv_rows
from importers.importer import Head, Piece, Source, Unreadable
from importers.values.empties import filled
from importers.values.markup import unmarked_cells

NEW = "ctgov-csv"
CLASSIC = "ctgov-csv-classic"
FIELDS = "ctgov-csv-fields"

_DATES = frozenset(
    """
    startdate primarycompletiondate completiondate firstposted resultsfirstposted lastupdateposted
    """.split()
)
_BOTH = _DATES | frozenset(
    """
    acronym studyresults conditions interventions phases enrollment studytype otherids locations
    studydocuments age
    """.split()
)
NUMBER = frozenset({"nctnumber", "nctid", "identificationnctid"})

COLUMNS: dict[str, frozenset[str]] = {
    NEW: NUMBER
    | _BOTH
    | frozenset(
        """
        studytitle studyurl studystatus briefsummary primaryoutcomemeasures
        secondaryoutcomemeasures otheroutcomemeasures sponsor collaborators sex fundertype
        studydesign
        """.split()
    ),
    CLASSIC: NUMBER
    | _BOTH
    | frozenset(
        "rank title status outcomemeasures sponsorcollaborators gender fundedbys studydesigns "
        "url".split()
    ),
    FIELDS: NUMBER
    | frozenset(
        """
        rank acronym brieftitle officialtitle overallstatus laststatus lastknownstatus whystopped
        briefsummary detaileddescription hasresults condition conditions keyword keywords
        interventiontype interventionname interventionothername interventiondescription
        armgrouplabel armgrouptype primaryoutcomemeasure primaryoutcometimeframe
        primaryoutcomedescription secondaryoutcomemeasure secondaryoutcometimeframe
        secondaryoutcomedescription otheroutcomemeasure leadsponsorname leadsponsorclass
        collaboratorname collaboratorclass orgfullname orgclass sex gender minimumage maximumage
        stdage healthyvolunteers eligibilitycriteria phase phases enrollmentcount enrollment
        enrollmenttype studytype designallocation designinterventionmodel designprimarypurpose
        designmasking designwhomasked designobservationalmodel designtimeperspective orgstudyid
        secondaryid nctidalias startdate startdatetype primarycompletiondate
        primarycompletiondatetype completiondate completiondatetype statusverifieddate
        studyfirstsubmitdate studyfirstpostdate resultsfirstpostdate lastupdatepostdate
        lastupdatesubmitdate timestamp minimumagemonths maximumagemonths
        locationfacility locationcity locationstate locationzip
        locationcountry locationstatus overallofficialname overallofficialaffiliation
        overallofficialrole studypopulation samplingmethod versionholder
        """.split()
    ),
}
_TITLES = {
    NEW: "ClinicalTrials.gov since 2023",
    CLASSIC: "the classic ClinicalTrials.gov",
    FIELDS: "the ClinicalTrials.gov API",
}
_IDENTITY = NUMBER | {"studytitle", "studyurl", "title", "url", "brieftitle", "officialtitle"}
_TELLING = NUMBER | {"studytitle", "studyurl"}
_ENOUGH = 4
"""Own columns of a layout without any of those, for "Title" and "Status" stand in many files."""
_SHARED = NUMBER | {"rank", "acronym"}
_DELIMITERS = (",", "\t", ";")
_OTHER = ("{", "[", "<")
"""How JSON and XML begin, whose first line may hold the names of columns too."""
FLATTENED = ("identification_nctid", "protocolsection.identificationmodule.nctid")
"""A column of copies whose names are paths in the API v2's JSON, in lower case."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the header of a spreadsheet says of its rows."""

    name: str
    delimiter: str
    quoted: bool
    reason: str


@lru_cache(maxsize=64)
def layout(head: Head) -> Layout | None:
    """The layout most of whose own column names are there; None where it is no such spreadsheet."""
    line = _first_line(head.text)
    if line is None or line.lstrip().startswith(_OTHER):
        return None
    for path in FLATTENED:
        if path in line.lower():
            return _flattened(line, path)
    found = max((_best(line, delimiter) for delimiter in _DELIMITERS), key=lambda one: one[0])
    (own, known), name, delimiter, names = found
    if not own and "nctnumber" in names and known > 1:
        name = NEW  # "NCT Number,Conditions": no column tells the two layouts apart
    elif own < 1 or not (_IDENTITY & names) or (own < _ENOUGH and not _TELLING & names):
        return None
    return Layout(
        name,
        delimiter,
        quoted=delimiter != "\t" or '"' in line,
        reason=f"a header with {known} columns named as {_TITLES[name]} names them",
    )


def _flattened(line: str, path: str) -> Layout:
    delimiter = max(_DELIMITERS, key=line.count)
    as_written = line[(at := line.lower().index(path)) : at + len(path)]
    reason = f"a header with paths of the ClinicalTrials.gov API v2 ({as_written})"
    return Layout(FIELDS, delimiter, quoted=True, reason=reason)


def _best(line: str, delimiter: str) -> tuple[tuple[int, int], str, str, frozenset[str]]:
    names = _names(line, delimiter)
    score, name = max(
        ((len(names & own(name)), len(names & COLUMNS[name])), name)
        for name in (FIELDS, CLASSIC, NEW)
    )
    return score, name, delimiter, names


def own(name: str) -> frozenset[str]:
    """Columns that tell a layout from the others."""
    others = (COLUMNS[other] for other in COLUMNS if other != name)
    return COLUMNS[name] - _SHARED - frozenset().union(*others)


def _names(line: str, delimiter: str) -> frozenset[str]:
    try:
        cells = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return frozenset()
    return frozenset(column(cell) for cell in cells) - {""}


@lru_cache(maxsize=4096)
def column(name: str) -> str:
    """A header name as the tables here know it."""
    key = fold(name)
    return "nctid" if key == "identificationnctid" else key


@lru_cache(maxsize=256)
def columns(names: tuple[str, ...]) -> tuple[str, ...]:
    """A whole header as the tables here know it."""
    return tuple(column(name) for name in names)


def by_column(said: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row under the names the tables here know; words for nothing are nothing."""
    cells = dict(zip(columns(tuple(said)), unmarked_cells(said).values(), strict=True))
    return filled(cells, cells.get("studytype"))


def _first_line(text: str) -> str | None:
    for line in text.splitlines():
        if line.strip():
            return line
    return None


_ACCESS = re.compile(r'"Expanded Access":((?:[^",|]|\|)*)"')


def _repaired(line: str) -> str:
    """The classic site's own damaged quoting of `"Expanded Access":Treatment IND/Protocol"`."""
    return _ACCESS.sub(r'"Expanded Access:\1"', line)


def rows(source: Source) -> Iterator[Piece | Unreadable]:
    """Each row with its header."""
    found = layout(source.head)
    if found is None:  # the format was forced
        return csv_rows(source)
    repair = _repaired if found.name == CLASSIC else None
    return csv_rows(source, found.delimiter, quoted=found.quoted, repair=repair)
