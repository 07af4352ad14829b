"""WHO ICTRP as CSV: the lists with a header row, and the full export without one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from importers.cutting.whole import csv_record, csv_rows
from importers.ictrp.record import reading
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable

FULL = tuple(
    """
    TrialID SecondaryIDs public_title Scientific_title url Public_Contact_Firstname
    Public_Contact_Lastname Public_Contact_Address Public_Contact_Email Public_Contact_Tel
    Public_Contact_Affiliation Scientific_Contact_Firstname Scientific_Contact_Lastname
    Scientific_Contact_Address Scientific_Contact_Email Scientific_Contact_Tel
    Scientific_Contact_Affiliation study_type study_design phase Date_registration Date_enrollement
    Target_size Recruitment_status Primary_sponsor Secondary_sponsors Source_Support Countries
    Conditions Interventions Agemin Agemax Gender Inclusion_Criteria Exclusion_Criteria
    Primary_Outcome Secondary_Outcomes Bridging_flag Bridged_type Childs type_enrolment
    Retrospective_flag results_actual_enrollment results_url_link results_summary
    results_date_posted results_date_first_publication results_baseline_char
    results_participant_flow results_adverse_events results_outcome_measures results_url_protocol
    results_IPD_plan results_IPD_description results_date_completed results_yes_no Ethics_Status
    Ethics_Approval_Date Ethics_Contact_Name Ethics_Contact_Address Ethics_Contact_Phone
    Ethics_Contact_Email
    """.split()
)
"""Columns of the full export, as the WHO publishes them beside it."""

_NUMBER = re.compile(
    r"(?:NCT\d{8}|EUCTR\d{4}-|ChiCTR|ACTRN\d{14}|ISRCTN\d{8}|DRKS\d{8}|JPRN-|IRCT|KCT\d{7}|CTRI/|"
    r"PACTR|RBR-|NTR\d|NL|TCTR\d|SLCTR/|RPCEC\d|PER-|CTIS|LBCTR|ITMCTR)",
    re.IGNORECASE,
)


def _is_list(head: Head) -> str | None:
    """A header row that begins with TrialID and names the platform's columns."""
    first = head.text.partition("\n")[0]
    columns = {name.strip(' "\r').replace("_", " ").lower() for name in first.split(",")}
    if "trialid" in columns and {"public title", "recruitment status"} <= columns:
        return "a header row with TrialID and the WHO's columns"
    return None


def _is_full(head: Head) -> str | None:
    """No header; the first row has the full export's 62 cells, a registry's number first."""
    if not _NUMBER.match(head.text.lstrip('"')):
        return None
    try:
        first = next(csv.reader(io.StringIO(head.text, newline="")), [])
    except csv.Error:
        return None
    if len(first) == len(FULL):
        return "no header row, and 62 cells with a registry's number first, as in the WHO's export"
    return None


def _full_rows(source: Source) -> Iterator[Piece | Unreadable]:
    return csv_rows(source, header=FULL)


def read(raw: bytes) -> Reading:
    """What one row says; raises Unreadable where it names no trial."""
    return reading(csv_record(raw).items())


IMPORTER = Importer(
    name="ictrp-csv",
    title="WHO ICTRP, CSV list with a header row",
    recognises=_is_list,
    records=csv_rows,
    read=read,
)
FULL_IMPORTER = Importer(
    name="ictrp-full",
    title="WHO ICTRP, full export without a header row",
    recognises=_is_full,
    records=_full_rows,
    read=read,
)
