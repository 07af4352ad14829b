"""AACT: ClinicalTrials.gov as pipe-delimited tables, in a zip or folder, any of them present.

The tables are far larger than memory and in no common order. Rows are dealt out by study to files
on disk, each of which fits, and put together from there.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from catalog.model.record import Note
from catalog.model.trial import Trial
from importers.aact.study_rows import study
from importers.bytes.limits import CHUNK
from importers.ctgov.fitting import fitted
from importers.ctgov.study import reading
from importers.cutting.whole import csv_record, csv_rows
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.cleaning import yes_no

_ELIGIBILITY = (
    "text sex gender_based gender_description minimum_age maximum_age standard_ages "
    "healthy_volunteers study_population sampling_method"
)
# What each table that is read gives. Those of results are not: read the registry for them.
CARRIES: Mapping[str, frozenset[str]] = {
    "studies": frozenset(
        """
        identifiers title official_title acronym organization status last_known_status why_stopped
        status_verified delayed_posting expanded_access start_date primary_completion_date
        completion_date first_submitted first_submitted_qc first_posted results_first_submitted
        results_first_submitted_qc results_first_posted disposition_first_submitted
        disposition_first_submitted_qc disposition_first_posted last_update_submitted last_updated
        oversight study_type phases patient_registry target_duration expanded_access_types
        biospecimen enrollment number_of_arms ipd_statement has_results
        """.split()
    ),
    "brief_summaries": frozenset({"brief_summary"}),
    "detailed_descriptions": frozenset({"detailed_description"}),
    "conditions": frozenset({"conditions"}),
    "keywords": frozenset({"keywords"}),
    "interventions": frozenset({"interventions"}),
    "intervention_other_names": frozenset(),
    "design_groups": frozenset({"arms"}),
    "design_group_interventions": frozenset(),
    "design_outcomes": frozenset({"outcomes"}),
    "eligibilities": frozenset(f"eligibility.{part}" for part in _ELIGIBILITY.split()),
    "designs": frozenset(
        """
        allocation intervention_model intervention_model_description primary_purpose
        observational_model time_perspective masking who_masked masking_description
        """.split()
    ),
    "sponsors": frozenset({"sponsor", "collaborators"}),
    "responsible_parties": frozenset({"responsible_party"}),
    "facilities": frozenset({"sites"}),
    "facility_contacts": frozenset(),
    "facility_investigators": frozenset(),
    "countries": frozenset({"removed_countries", "countries"}),
    "id_information": frozenset({"identifiers"}),
    "study_references": frozenset({"references"}),
    "links": frozenset({"see_also"}),
    "documents": frozenset({"available_ipd"}),
    "provided_documents": frozenset({"documents"}),
    "ipd_information_types": frozenset(),
    "pending_results": frozenset({"unposted_events"}),
    "central_contacts": frozenset({"contacts"}),
    "overall_officials": frozenset({"officials"}),
    "browse_conditions": frozenset({"condition_mesh", "condition_mesh_ancestors"}),
    "browse_interventions": frozenset({"intervention_mesh", "intervention_mesh_ancestors"}),
    "calculated_values": frozenset({"has_results"}),
}
_HEADER = "nct_id|"
_SHARES = 128
"""Files the rows are dealt to: one holds less than a hundredth of the register."""


class Joined(msgspec.Struct, frozen=True):
    """The rows of one study, by table; cells without a value are left out."""

    nct_id: str
    tables: tuple[str, ...]
    """Every table at hand, also where it has no row of this study."""
    rows: dict[str, list[dict[str, str]]]


class _Dealt(msgspec.Struct, array_like=True):
    """A row on its way to its study."""

    study: str
    table: str
    cells: dict[str, str]


_joined = msgspec.json.Decoder(Joined)
_dealt = msgspec.json.Decoder(_Dealt)
_encode = msgspec.json.Encoder().encode


def recognises(head: Head) -> str | None:
    """Members named like AACT's tables, or the table of studies by itself."""
    tables = [name for name in head.members if _table(name) is not None]
    if len(tables) >= 2 or any(_table(name) == "studies" for name in tables):
        return f"{len(tables)} tables named like AACT's ({', '.join(sorted(tables)[:3])}, …)"
    first = head.text.partition("\n")[0]
    if not head.members and first.startswith(_HEADER) and "|study_first_submitted_date|" in first:
        return "AACT's table of studies, by its columns"
    return None


def _table(name: str) -> str | None:
    base, dot, ending = name.rpartition(".")
    return base if dot and ending in ("txt", "csv") and base in CARRIES else None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each study's rows as JSON."""
    tables = {
        table: member
        for name, member in source.members.items()
        if (table := _table(name)) is not None
    } or {"studies": source}
    order = tuple(sorted(tables))
    with tempfile.TemporaryDirectory(prefix="trials-") as folder:
        shares = [Path(folder) / f"{number}" for number in range(_SHARES)]
        try:
            yield from _deal(tables, shares)
        except OSError as error:
            raise Unreadable(f"its rows cannot be kept on disk ({error.strerror})") from None
        lost = 0
        for share in shares:
            for number, joined in _gathered(share).items():
                if "studies" in tables and "studies" not in joined:
                    lost += 1
                else:
                    raw = _encode(Joined(nct_id=number, tables=order, rows=joined))
                    yield Piece(number, raw)
            share.unlink()
        if lost:
            yield Unreadable(
                f"rows of {lost} trials that are not in the table of studies are left out"
            )


def _deal(tables: Mapping[str, Source], shares: list[Path]) -> Iterator[Unreadable]:
    files: list[BinaryIO] = [share.open("wb", buffering=CHUNK // 16) for share in shares]
    try:
        for table, member in sorted(tables.items()):
            for piece in csv_rows(member, "|"):
                if isinstance(piece, Unreadable):
                    yield Unreadable(piece.reason, f"{table}, {piece.place}")
                    continue
                cells = {name: cell for name, cell in csv_record(piece.raw).items() if cell}
                number = cells.pop("nct_id", "").strip().upper()
                if not number:
                    yield Unreadable("it has no nct_id", f"{table}, {piece.place}")
                    continue
                file = files[zlib.crc32(number.encode()) % len(files)]
                file.write(_encode(_Dealt(study=number, table=table, cells=cells)) + b"\n")
    finally:
        for file in files:
            file.close()


def _gathered(share: Path) -> dict[str, dict[str, list[dict[str, str]]]]:
    """Rows by study and table, each table's in the order of its ids."""
    studies: dict[str, dict[str, list[dict[str, str]]]] = {}
    with share.open("rb") as lines:
        for line in lines:
            row = _dealt.decode(line)
            studies.setdefault(row.study, {}).setdefault(row.table, []).append(row.cells)
    for tables in studies.values():
        for rows in tables.values():
            rows.sort(key=_id)
    return studies


def _id(row: Mapping[str, str]) -> int:
    said = row.get("id", "")
    return int(said) if said.isdigit() and len(said) < 19 else 0


def read(raw: bytes) -> Reading:
    """What the rows of one study say; raises Unreadable where they name no trial."""
    try:
        joined = _joined.decode(raw)
    except msgspec.DecodeError:
        raise Unreadable("it is no study of AACT's tables") from None
    rows = {table: list(map(_unix, found)) for table, found in joined.rows.items()}
    shape, notes = fitted(study(joined.nct_id, rows))
    found = reading(shape, notes)
    return Reading(
        trial=_completed(found.trial, rows),
        data_date=found.data_date,
        carries=frozenset().union(*(CARRIES[table] for table in joined.tables if table in CARRIES)),
        notes=found.notes if "studies" in joined.tables else (*found.notes, _NO_STUDIES),
    )


_NO_STUDIES = Note(
    "layout", "the table of studies is missing: titles, status and dates are unknown"
)


def _unix(row: dict[str, str]) -> dict[str, str]:
    return {
        name: cell.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        for name, cell in row.items()
    }


def _completed(trial: Trial, rows: Mapping[str, list[dict[str, str]]]) -> Trial:
    """The trial with what AACT has and the API's record has not."""
    main = next(iter(rows.get("studies", [])), {})
    arms = main.get("number_of_arms") or main.get("number_of_groups") or ""
    named = [
        row.get("name", "") for row in rows.get("countries", ()) if not yes_no(row.get("removed"))
    ]
    return msgspec.structs.replace(
        trial,
        number_of_arms=int(arms) if arms.isdigit() and len(arms) < 9 else None,
        countries=() if trial.sites else tuple(filter(None, named)),
    )


IMPORTER = Importer(
    name="aact-tables",
    title="ClinicalTrials.gov, AACT tables",
    recognises=recognises,
    records=records,
    read=read,
    bundle=True,
)
