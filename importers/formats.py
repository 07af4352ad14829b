"""Every format, one line each; exactly one of them recognises a file."""

from __future__ import annotations

from importers.aact import tables
from importers.containers import any_workbook, ctrdata, exchange_json, table_json
from importers.ctgov import api_v1, api_v2, biomcp, search_xml
from importers.ctgov.csv import api_fields, classic, current
from importers.ctgov.legacy_xml import clinical_study
from importers.euctr import ctrdata_documents, full_details, search_list, summary
from importers.ictrp import csv_lists, workbook, xml_export
from importers.importer import Head, Importer
from importers.pages import csv_row, find_a_trial, inclinicaltrials, trials_co
from importers.pages.ctgov_classic import study_page
from importers.pages.ctgov_study import page_since_2024
from importers.registries import (
    anzctr,
    chictr,
    cris,
    cris_page,
    ctis,
    ctis_csv,
    drks,
    fhir,
    isrctn,
    isrctn_csv,
    nci_ctrp,
    who_xml,
)

IMPORTERS: tuple[Importer, ...] = (
    api_v2.IMPORTER,
    api_v1.IMPORTER,
    clinical_study.IMPORTER,
    search_xml.IMPORTER,
    biomcp.IMPORTER,
    current.IMPORTER,
    classic.IMPORTER,
    api_fields.IMPORTER,
    tables.IMPORTER,
    full_details.IMPORTER,
    summary.IMPORTER,
    search_list.IMPORTER,
    ctrdata.IMPORTER,
    ctrdata_documents.IMPORTER,
    ctis.IMPORTER,
    ctis_csv.IMPORTER,
    isrctn.IMPORTER,
    isrctn_csv.IMPORTER,
    drks.IMPORTER,
    nci_ctrp.IMPORTER,
    who_xml.IMPORTER,
    exchange_json.IMPORTER,
    cris.IMPORTER,
    cris_page.IMPORTER,
    anzctr.IMPORTER,
    chictr.IMPORTER,
    fhir.IMPORTER,
    xml_export.IMPORTER,
    csv_lists.IMPORTER,
    csv_lists.FULL_IMPORTER,
    any_workbook.IMPORTER,
    table_json.IMPORTER,
    workbook.IMPORTER,
    csv_row.IMPORTER,
    study_page.IMPORTER,
    page_since_2024.IMPORTER,
    find_a_trial.IMPORTER,
    inclinicaltrials.IMPORTER,
    trials_co.IMPORTER,
)


def recognise(head: Head) -> tuple[Importer, str] | None:
    """The importer whose format this is, and the reason; None for no format we know."""
    for importer in IMPORTERS:
        if reason := importer.recognises(head):
            return importer, reason
    return None
