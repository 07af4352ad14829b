"""The rows of AACT's tables that belong to one study, as the study of the API they came from.

AACT is made of the API's records; put back together they are read like those. Both of its
spellings occur: display words ("Phase 1/Phase 2") until 2023, the API's tokens since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalog.model.dates import PartialDate
from importers.ctgov.legacy_xml.textblocks import textblock
from importers.values.cleaning import yes_no

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]
Part = dict[str, object]


def study(number: str, tables: Tables) -> object:
    """A study as the API writes it; the tables are sorted by their rows' ids."""
    main: Row = next(iter(tables.get("studies", ())), {})
    first = _Firsts(tables)
    return _filled(
        {
            "protocolSection": {
                "identificationModule": _identification(number, tables, main),
                "statusModule": _status(main),
                "sponsorCollaboratorsModule": _sponsors(tables),
                "oversightModule": {
                    "oversightHasDmc": main.get("has_dmc"),
                    "isFdaRegulatedDrug": main.get("is_fda_regulated_drug"),
                    "isFdaRegulatedDevice": main.get("is_fda_regulated_device"),
                    "isUnapprovedDevice": main.get("is_unapproved_device"),
                    "isUsExport": main.get("is_us_export"),
                },
                "descriptionModule": {
                    "briefSummary": _text(first.cell("brief_summaries", "description")),
                    "detailedDescription": _text(
                        first.cell("detailed_descriptions", "description")
                    ),
                },
                "conditionsModule": {
                    "conditions": _column(tables, "conditions", "name"),
                    "keywords": _column(tables, "keywords", "name"),
                },
                "designModule": _design(main, first.row("designs")),
                "armsInterventionsModule": _arms(tables),
                "outcomesModule": {
                    f"{kind}Outcomes": list(_outcomes(tables, kind))
                    for kind in ("primary", "secondary", "other")
                },
                "eligibilityModule": _eligibility(first.row("eligibilities")),
                "contactsLocationsModule": _contacts(tables),
                "referencesModule": _references(tables),
                "ipdSharingStatementModule": {
                    "ipdSharing": main.get("plan_to_share_ipd"),
                    "description": main.get("plan_to_share_ipd_description"),
                    "infoTypes": _column(tables, "ipd_information_types", "name"),
                    "timeFrame": main.get("ipd_time_frame"),
                    "accessCriteria": main.get("ipd_access_criteria"),
                    "url": main.get("ipd_url"),
                },
            },
            "documentSection": {
                "largeDocumentModule": {
                    "largeDocs": list(map(_document, _of(tables, "provided_documents")))
                }
            },
            "annotationSection": {
                "annotationModule": {
                    "unpostedAnnotation": {
                        "unpostedEvents": [
                            {
                                "type": (row.get("event") or "").upper(),
                                "date": row.get("event_date"),
                            }
                            for row in _of(tables, "pending_results")
                        ]
                    }
                }
            },
            "derivedSection": {
                "conditionBrowseModule": _mesh(tables, "browse_conditions"),
                "interventionBrowseModule": _mesh(tables, "browse_interventions"),
                "miscInfoModule": {
                    "removedCountries": [
                        row.get("name")
                        for row in _of(tables, "countries")
                        if yes_no(row.get("removed"))
                    ]
                },
            },
            "hasResults": _has_results(tables, main),
        }
    )


class _Firsts:
    """Tables with one row a study."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def row(self, table: str) -> Row:
        return next(iter(self._tables.get(table, ())), {})

    def cell(self, table: str, column: str) -> str | None:
        return self.row(table).get(column)


def _of(tables: Tables, table: str) -> Sequence[Row]:
    return tables.get(table, ())


def _column(tables: Tables, table: str, column: str) -> list[str]:
    return [row[column] for row in _of(tables, table) if row.get(column)]


def _filled(value: object) -> object:
    """The value without its empty parts: the API has no member where there is nothing to say."""
    if isinstance(value, dict):
        members = {
            name: found for name, one in value.items() if (found := _filled(one)) is not None
        }
        return members or None
    if isinstance(value, list):
        items = [found for one in value if (found := _filled(one)) is not None]
        return items or None
    return None if value == "" else value


def _text(text: str | None) -> str | None:
    """A text; those of old snapshots are still wrapped and indented as in the legacy XML."""
    if text is None or not text.lstrip("\r\n").startswith("    "):
        return text
    return textblock(text)


def _date(row: Row, name: str) -> Part:
    """A date as precise as it was: the column of days has the month's last one for a month."""
    said = row.get(f"{name}_month_year") or row.get(f"{name}_date")
    return {"date": _iso(said), "type": row.get(f"{name}_date_type")}


def _iso(said: str | None) -> str | None:
    date = PartialDate.parse(said) if said else None
    return said if date is None else str(date)


def _identification(number: str, tables: Tables, main: Row) -> Part:
    ids: dict[str, list[Row]] = {"org_study_id": [], "secondary_id": [], "nct_alias": []}
    for row in _of(tables, "id_information"):
        kind = row.get("id_source") or row.get("id_type") or ""  # older tables have only the latter
        ids.setdefault(kind, []).append(row)
    own: Row = next(iter(ids["org_study_id"]), {})
    return {
        "nctId": number,
        "nctIdAliases": [row.get("id_value") for row in ids["nct_alias"]],
        "orgStudyIdInfo": {
            "id": own.get("id_value"),
            "type": _type(own),
            "link": own.get("id_link"),
        },
        "secondaryIdInfos": [
            {
                "id": row.get("id_value"),
                "type": _type(row),
                "domain": row.get("id_type_description"),
                "link": row.get("id_link"),
            }
            for row in ids["secondary_id"]
        ],
        "organization": {"fullName": main.get("source"), "class": main.get("source_class")},
        "briefTitle": main.get("brief_title"),
        "officialTitle": main.get("official_title"),
        "acronym": main.get("acronym"),
    }


def _type(row: Row) -> str | None:
    return row.get("id_type") if row.get("id_source") else None


def _status(main: Row) -> Part:
    return {
        "overallStatus": main.get("overall_status"),
        "lastKnownStatus": main.get("last_known_status"),
        "whyStopped": main.get("why_stopped"),
        "statusVerifiedDate": _date(main, "verification")["date"],
        "delayedPosting": main.get("delayed_posting"),
        "expandedAccessInfo": {
            "hasExpandedAccess": main.get("has_expanded_access"),
            "nctId": main.get("expanded_access_nctid"),
            "statusForNctId": main.get("expanded_access_status_for_nctid"),
        },
        "startDateStruct": _date(main, "start"),
        "primaryCompletionDateStruct": _date(main, "primary_completion"),
        "completionDateStruct": _date(main, "completion"),
        "studyFirstSubmitDate": main.get("study_first_submitted_date"),
        "studyFirstSubmitQcDate": main.get("study_first_submitted_qc_date"),
        "studyFirstPostDateStruct": _date(main, "study_first_posted"),
        "resultsFirstSubmitDate": main.get("results_first_submitted_date"),
        "resultsFirstSubmitQcDate": main.get("results_first_submitted_qc_date"),
        "resultsFirstPostDateStruct": _date(main, "results_first_posted"),
        "dispFirstSubmitDate": main.get("disposition_first_submitted_date"),
        "dispFirstSubmitQcDate": main.get("disposition_first_submitted_qc_date"),
        "dispFirstPostDateStruct": _date(main, "disposition_first_posted"),
        "lastUpdateSubmitDate": main.get("last_update_submitted_date"),
        "lastUpdatePostDateStruct": _date(main, "last_update_posted"),
    }


def _sponsors(tables: Tables) -> Part:
    named = [
        (
            row.get("lead_or_collaborator"),
            {"name": row.get("name"), "class": row.get("agency_class")},
        )
        for row in _of(tables, "sponsors")
    ]
    party: Row = next(iter(_of(tables, "responsible_parties")), {})
    return {
        "leadSponsor": next((one for role, one in named if role == "lead"), None),
        "collaborators": [one for role, one in named if role != "lead"],
        "responsibleParty": {
            "type": party.get("responsible_party_type"),
            "investigatorFullName": party.get("name"),
            "investigatorTitle": party.get("title"),
            "investigatorAffiliation": party.get("affiliation"),
            "oldNameTitle": party.get("old_name_title"),
            "oldOrganization": party.get("organization"),
        },
    }


_MASKED = {
    "subject_masked": "PARTICIPANT",
    "caregiver_masked": "CARE_PROVIDER",
    "investigator_masked": "INVESTIGATOR",
    "outcomes_assessor_masked": "OUTCOMES_ASSESSOR",
}


def _design(main: Row, plan: Row) -> Part:
    type, is_registry = _study_type(main.get("study_type"))
    return {
        "studyType": type,
        "phases": [one.strip() for one in (main.get("phase") or "").split("/")]
        if main.get("phase") not in ("N/A", None)
        else [],
        "patientRegistry": is_registry or main.get("patient_registry"),
        "targetDuration": main.get("target_duration"),
        "expandedAccessTypes": {
            name: main.get(f"expanded_access_type_{name}")
            for name in ("individual", "intermediate", "treatment")
        },
        "designInfo": {
            "allocation": plan.get("allocation"),
            "interventionModel": plan.get("intervention_model"),
            "interventionModelDescription": plan.get("intervention_model_description"),
            "primaryPurpose": plan.get("primary_purpose"),
            "observationalModel": plan.get("observational_model"),
            "timePerspective": plan.get("time_perspective"),
            "maskingInfo": {
                "masking": plan.get("masking"),
                "whoMasked": [who for column, who in _MASKED.items() if yes_no(plan.get(column))],
                "maskingDescription": plan.get("masking_description"),
            },
        },
        "bioSpec": {
            "retention": main.get("biospec_retention"),
            "description": main.get("biospec_description"),
        },
        "enrollmentInfo": {"count": main.get("enrollment"), "type": main.get("enrollment_type")},
    }


def _study_type(said: str | None) -> tuple[str | None, bool | None]:
    """`Observational [Patient Registry]` is a type and more."""
    type, bracket, _ = (said or "").partition(" [")
    return type or None, True if bracket else None


def _arms(tables: Tables) -> Part:
    groups = {row.get("id"): row for row in _of(tables, "design_groups")}
    given = {row.get("id"): row for row in _of(tables, "interventions")}
    pairs = [
        (groups.get(row.get("design_group_id")), given.get(row.get("intervention_id")))
        for row in _of(tables, "design_group_interventions")
    ]
    return {
        "armGroups": [
            {
                "label": group.get("title"),
                "type": group.get("group_type"),
                "description": group.get("description"),
                "interventionNames": [
                    one.get("name") for arm, one in pairs if arm is group and one
                ],
            }
            for group in groups.values()
        ],
        "interventions": [
            {
                "type": one.get("intervention_type"),
                "name": one.get("name"),
                "description": one.get("description"),
                "otherNames": [
                    row.get("name")
                    for row in _of(tables, "intervention_other_names")
                    if row.get("intervention_id") == id
                ],
                "armGroupLabels": [
                    arm.get("title") for arm, other in pairs if other is one and arm
                ],
            }
            for id, one in given.items()
        ],
    }


def _outcomes(tables: Tables, kind: str) -> Iterator[Part]:
    for row in _of(tables, "design_outcomes"):
        if (row.get("outcome_type") or "").lower() == kind:
            yield {
                "measure": row.get("measure"),
                "description": row.get("description"),
                "timeFrame": row.get("time_frame"),
            }


def _eligibility(row: Row) -> Part:
    ages = ("child", "adult", "older_adult")
    return {
        "eligibilityCriteria": _text(row.get("criteria")),
        "healthyVolunteers": row.get("healthy_volunteers"),
        "sex": row.get("gender"),
        "genderBased": row.get("gender_based"),
        "genderDescription": row.get("gender_description"),
        "minimumAge": row.get("minimum_age"),
        "maximumAge": row.get("maximum_age"),
        "stdAges": [age.upper() for age in ages if yes_no(row.get(age))],
        "studyPopulation": _text(row.get("population")),
        "samplingMethod": row.get("sampling_method"),
    }


def _contacts(tables: Tables) -> Part:
    return {
        "centralContacts": [_contact(row) for row in _of(tables, "central_contacts")],
        "overallOfficials": [
            {
                "name": row.get("name"),
                "affiliation": row.get("affiliation"),
                "role": row.get("role"),
            }
            for row in _of(tables, "overall_officials")
        ],
        "locations": [_location(row, tables) for row in _of(tables, "facilities")],
    }


def _contact(row: Row) -> Part:
    return {
        "name": row.get("name"),
        "role": row.get("role") or "CONTACT",
        "phone": row.get("phone"),
        "phoneExt": row.get("phone_extension"),
        "email": row.get("email"),
    }


def _location(row: Row, tables: Tables) -> Part:
    here = [
        _contact(one)
        for table in ("facility_contacts", "facility_investigators")
        for one in _of(tables, table)
        if one.get("facility_id") == row.get("id")
    ]
    return {
        "facility": row.get("name"),
        "status": row.get("status"),
        "city": row.get("city"),
        "state": row.get("state"),
        "zip": row.get("zip"),
        "country": row.get("country"),
        "contacts": here,
        "geoPoint": {"lat": row.get("latitude"), "lon": row.get("longitude")},
    }


_REFERENCES = {"results_reference": "RESULT", "reference": "BACKGROUND"}


def _references(tables: Tables) -> Part:
    return {
        "references": [
            {
                "pmid": row.get("pmid"),
                "type": _REFERENCES.get(row.get("reference_type") or "", row.get("reference_type")),
                "citation": row.get("citation"),
            }
            for row in _of(tables, "study_references")
        ],
        "seeAlsoLinks": [
            {"label": row.get("description"), "url": row.get("url")} for row in _of(tables, "links")
        ],
        "availIpds": [
            {
                "id": row.get("document_id"),
                "type": row.get("document_type"),
                "url": row.get("url"),
                "comment": row.get("comment"),
            }
            for row in _of(tables, "documents")
        ],
    }


def _document(row: Row) -> Part:
    kinds = (("has_protocol", "Prot"), ("has_sap", "SAP"), ("has_icf", "ICF"))
    return {
        "typeAbbrev": "_".join(word for column, word in kinds if yes_no(row.get(column))),
        "label": row.get("document_type"),
        "date": row.get("document_date"),
        "filename": (row.get("url") or "").rpartition("/")[2],
    }


def _mesh(tables: Tables, table: str) -> Part:
    def terms(*kinds: str | None) -> list[object]:
        return [
            {"term": row.get("mesh_term")}
            for row in _of(tables, table)
            if row.get("mesh_type") in kinds
        ]

    return {"meshes": terms("mesh-list", None), "ancestors": terms("mesh-ancestor")}


def _has_results(tables: Tables, main: Row) -> bool | None:
    calculated: Row = next(iter(_of(tables, "calculated_values")), {})
    reported = yes_no(calculated.get("were_results_reported"))
    if reported is not None or not main:
        return reported
    return main.get("results_first_posted_date") is not None
