"""The row the registry's CSV has for a study, from its JSON, by the rules of the format alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.importers.test_ctgov_json import studies

Json = Any

WITH_RESULTS_OF_ALL_KINDS = (
    "ctgov-json/ctg-studies.json",
    "ctgov-json/ctg-studies-100.json.gz",
    "ctgov-json/ctg-studies.json.zip",
    "ctgov-json/studies.ndjson.gz",
)


def corpus_studies(corpus: Path) -> dict[str, Json]:
    """Every study of the larger files, by number."""
    found: dict[str, Json] = {}
    for file in WITH_RESULTS_OF_ALL_KINDS:
        for study in studies(corpus / file):
            found.setdefault(study["protocolSection"]["identificationModule"]["nctId"], study)
    return found


def outcomes(study: Json) -> Iterator[tuple[str, list[tuple[str, str | None, str | None]]]]:
    """Column name and (measure, description, time frame) of each list of outcomes."""
    module = study["protocolSection"].get("outcomesModule", {})
    for kind in ("primary", "secondary", "other"):
        listed = [
            (one["measure"], one.get("description"), one.get("timeFrame"))
            for one in module.get(f"{kind}Outcomes", [])
        ]
        yield f"{kind.title()} Outcome Measures", listed


def sites(study: Json) -> list[tuple[str | None, ...]]:
    """(facility, city, state, zip, country) of each location."""
    module = study["protocolSection"].get("contactsLocationsModule", {})
    parts = ("facility", "city", "state", "zip", "country")
    return [tuple(one.get(part) for part in parts) for one in module.get("locations", [])]


def joined(parts: tuple[str | None, ...]) -> str:
    """Parts of a cell, those that are absent left out."""
    return ", ".join(part for part in parts if part)


def row(study: Json) -> dict[str, str]:
    """Column to cell."""
    p = study["protocolSection"]
    ident, status = p["identificationModule"], p["statusModule"]
    design, sponsors = p.get("designModule", {}), p["sponsorCollaboratorsModule"]
    eligibility = p.get("eligibilityModule", {})
    documents = study.get("documentSection", {}).get("largeDocumentModule", {})
    number = ident["nctId"]
    ids = [ident.get("orgStudyIdInfo", {}).get("id", "")]
    ids += [other["id"] for other in ident.get("secondaryIdInfos", [])]
    interventions = p.get("armsInterventionsModule", {}).get("interventions", [])
    return {
        "NCT Number": number,
        "Study Title": ident.get("briefTitle", ""),
        "Study URL": f"https://clinicaltrials.gov/study/{number}",
        "Acronym": ident.get("acronym", ""),
        "Study Status": status["overallStatus"],
        "Brief Summary": p.get("descriptionModule", {}).get("briefSummary", ""),
        "Study Results": "YES" if study.get("hasResults") else "NO",
        "Conditions": "|".join(p.get("conditionsModule", {}).get("conditions", [])),
        "Interventions": "|".join(f"{one['type']}: {one['name']}" for one in interventions),
        **{name: "|".join(map(joined, listed)) for name, listed in outcomes(study)},
        "Sponsor": sponsors["leadSponsor"]["name"],
        "Collaborators": "|".join(one["name"] for one in sponsors.get("collaborators", [])),
        "Sex": eligibility.get("sex", ""),
        "Age": ", ".join(eligibility.get("stdAges", [])),
        "Phases": "|".join(design.get("phases", [])),
        "Enrollment": str(design.get("enrollmentInfo", {}).get("count", "")),
        "Funder Type": sponsors["leadSponsor"].get("class", ""),
        "Study Type": design.get("studyType", ""),
        "Study Design": _design(design.get("designInfo", {}), design.get("studyType")),
        "Other IDs": "|".join(ids),
        "Start Date": status.get("startDateStruct", {}).get("date", ""),
        "Primary Completion Date": status.get("primaryCompletionDateStruct", {}).get("date", ""),
        "Completion Date": status.get("completionDateStruct", {}).get("date", ""),
        "First Posted": status.get("studyFirstPostDateStruct", {}).get("date", ""),
        "Results First Posted": status.get("resultsFirstPostDateStruct", {}).get("date", ""),
        "Last Update Posted": status.get("lastUpdatePostDateStruct", {}).get("date", ""),
        "Locations": "|".join(map(joined, sites(study))),
        "Study Documents": "|".join(
            f"{one['label']}, https://cdn.clinicaltrials.gov/large-docs/{number[-2:]}/{number}/"
            f"{one['filename']}"
            for one in documents.get("largeDocs", [])
        ),
    }


def _design(info: Json, study_type: str | None) -> str:
    if study_type == "OBSERVATIONAL":
        model, time = info.get("observationalModel", ""), info.get("timePerspective", "")
        return f"Observational Model: {model} | Time Perspective: {time}"
    masking = info.get("maskingInfo", {})
    who = ", ".join(masking.get("whoMasked", []))
    level = masking.get("masking", "") + (f" ({who})" if who else "")
    return (
        f"Allocation: {info.get('allocation', '')}"
        f"|Intervention Model: {info.get('interventionModel', '')}"
        f"|Masking: {level}|Primary Purpose: {info.get('primaryPurpose', '')}"
    )
