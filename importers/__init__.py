"""Bytes in, Trials out: knows formats and what a Trial is; no SQL, no screen."""

from __future__ import annotations

from importers import (
    aact_tables,
    ctgov_api_v1,
    ctgov_csv,
    ctgov_csv_classic,
    ctgov_csv_fields,
    ctgov_json,
    ctgov_search_xml,
    ctgov_xml,
    ctis_json,
    drks_json,
    euctr_summary,
    euctr_text,
    ictrp_csv,
    ictrp_xlsx,
    ictrp_xml,
    isrctn_xml,
    nci_ctrp_json,
    page_csv_row,
    page_ctgov,
    page_find_a_trial,
    page_inclinicaltrials,
    page_trials_co,
    who_xml,
)
from importers.importer import Head, Importer

IMPORTERS: tuple[Importer, ...] = (
    ctgov_json.IMPORTER,
    ctgov_api_v1.IMPORTER,
    ctgov_xml.IMPORTER,
    ctgov_search_xml.IMPORTER,
    ctgov_csv.IMPORTER,
    ctgov_csv_classic.IMPORTER,
    ctgov_csv_fields.IMPORTER,
    aact_tables.IMPORTER,
    euctr_text.IMPORTER,
    euctr_summary.IMPORTER,
    ctis_json.IMPORTER,
    isrctn_xml.IMPORTER,
    drks_json.IMPORTER,
    nci_ctrp_json.IMPORTER,
    who_xml.IMPORTER,
    ictrp_xml.IMPORTER,
    ictrp_csv.IMPORTER,
    ictrp_csv.FULL_IMPORTER,
    ictrp_xlsx.IMPORTER,
    page_csv_row.IMPORTER,
    page_ctgov.IMPORTER,
    page_find_a_trial.IMPORTER,
    page_inclinicaltrials.IMPORTER,
    page_trials_co.IMPORTER,
)
"""Every format, one line each; exactly one of them recognises a file."""


def recognise(head: Head) -> tuple[Importer, str] | None:
    """The importer whose format this is, and the reason; None for no format we know."""
    for importer in IMPORTERS:
        if reason := importer.recognises(head):
            return importer, reason
    return None
