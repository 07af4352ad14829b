"""Columns of an API field CSV and what each gives; headers that are whole paths; its sites."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from catalog.model.codes import Status
from catalog.model.trial import Guess, Site
from importers.ctgov.csv.headers import FLATTENED, NUMBER
from importers.ctgov.csv.lists import Lists
from importers.ctgov.decoding import decoded_study
from importers.ctgov.study import reading
from importers.importer import Reading, Unreadable
from importers.values.cleaning import Words, blank
from importers.values.empties import is_nothing

DATES = {
    "start_date": "startdate",
    "primary_completion_date": "primarycompletiondate",
    "completion_date": "completiondate",
    "first_submitted": "studyfirstsubmitdate",
    "first_posted": "studyfirstpostdate",
    "results_first_posted": "resultsfirstpostdate",
    "last_update_submitted": "lastupdatesubmitdate",
    "last_updated": "lastupdatepostdate",
}

_FIELDS = {
    **{name: field for field, name in DATES.items()},
    **dict.fromkeys(NUMBER, "identifiers"),
    "orgstudyid": "identifiers",
    "secondaryid": "identifiers",
    "nctidalias": "identifiers",
    "brieftitle": "title",
    "officialtitle": "official_title",
    "acronym": "acronym",
    "orgfullname": "organization",
    "overallstatus": "status",
    "laststatus": "last_known_status",
    "lastknownstatus": "last_known_status",
    "whystopped": "why_stopped",
    "statusverifieddate": "status_verified",
    "leadsponsorname": "sponsor",
    "collaboratorname": "collaborators",
    "briefsummary": "brief_summary",
    "detaileddescription": "detailed_description",
    "condition": "conditions",
    "conditions": "conditions",
    "keyword": "keywords",
    "keywords": "keywords",
    "studytype": "study_type",
    "phase": "phases",
    "phases": "phases",
    "designallocation": "allocation",
    "designinterventionmodel": "intervention_model",
    "designprimarypurpose": "primary_purpose",
    "designobservationalmodel": "observational_model",
    "designtimeperspective": "time_perspective",
    "designmasking": "masking",
    "designwhomasked": "who_masked",
    "enrollmentcount": "enrollment",
    "enrollment": "enrollment",
    "interventionname": "interventions",
    "primaryoutcomemeasure": "outcomes",
    "secondaryoutcomemeasure": "outcomes",
    "otheroutcomemeasure": "outcomes",
    "eligibilitycriteria": "eligibility.text",
    "minimumage": "eligibility.minimum_age",
    "maximumage": "eligibility.maximum_age",
    "stdage": "eligibility.standard_ages",
    "sex": "eligibility.sex",
    "gender": "eligibility.sex",
    "healthyvolunteers": "eligibility.healthy_volunteers",
    "studypopulation": "eligibility.study_population",
    "samplingmethod": "eligibility.sampling_method",
    "locationfacility": "sites",
    "hasresults": "has_results",
}
CARRIES = {name: frozenset({field}) for name, field in _FIELDS.items()}
"""What each column gives."""

_PLACES = ("facility", "city", "state", "zip", "country", "status")


def sites(lists: Lists, words: Words) -> tuple[Site, ...]:
    """Sites whose columns are equally long; a missing value leaves no gap, so that is a guess."""
    parts = {name: lists.texts(f"location{name}", "sites") for name in _PLACES}
    longest = max(map(len, parts.values()))
    if longest == 0 or len(parts["facility"]) != longest:
        lists.guesses.pop("sites", None)
        return ()
    lists.guesses["sites"] = Guess(
        field="sites", why="names, cities and countries of the sites stand in separate lists"
    )
    whole = {name: values for name, values in parts.items() if len(values) == longest}
    return tuple(
        Site(
            facility=whole["facility"][at],
            city=whole["city"][at] if "city" in whole else None,
            state=whole["state"][at] if "state" in whole else None,
            zip=whole["zip"][at] if "zip" in whole else None,
            country=whole["country"][at] if "country" in whole else None,
            status=words.code(Status, whole["status"][at], "site status")
            if "status" in whole
            else None,
        )
        for at in range(longest)
    )


def countries(lists: Lists) -> tuple[str, ...]:
    """Countries of recruitment, each once."""
    return tuple(dict.fromkeys(lists.texts("locationcountry", "countries")))


_DERIVED = frozenset({"conditionBrowse", "interventionBrowse", "miscInfo"})
_SAME_NAME = "Module"
Members = dict[str, object]


def is_flattened(row: Mapping[str, str]) -> bool:
    """Whether a column is the number by its path."""
    return any(name.lower() in FLATTENED for name in row)


def flattened(row: Mapping[str, str]) -> Reading:
    """What the row says as a study of the API v2; raises Unreadable where it names no trial."""
    study: Members = {"protocolSection": {}, "derivedSection": {}}
    for name, cell in row.items():
        if (said := blank(cell)) is not None and not (
            is_nothing(said) and "phase" not in name.lower()
        ):
            _put(study, name, _value(said))
    said_study, notes = decoded_study(msgspec.json.encode(study))
    return reading(said_study, notes)


def _put(study: Members, name: str, value: object) -> None:
    *steps, last = _path(name)
    at: object = study
    for step in steps:
        assert isinstance(at, dict)
        at = at.setdefault(step, {})
        if not isinstance(at, dict):
            raise Unreadable(f"the columns contradict each other at {name[:60]!r}")
    assert isinstance(at, dict)
    at.setdefault(last, value)


def _path(name: str) -> tuple[str, ...]:
    if "." in name:
        return tuple(name.split("."))
    module, *path = name.split("_")
    if not path:
        return (module,)
    section = "derivedSection" if module in _DERIVED else "protocolSection"
    return (section, module + _SAME_NAME, *path)


_LITERALS = {"true": True, "false": False}


def _value(said: str) -> object:
    """JSON, or what Python prints for a list; any other text as it is."""
    if said.lower() in _LITERALS:
        return _LITERALS[said.lower()]
    if said[0] not in "[{":
        return said
    try:
        return msgspec.json.decode(said)
    except msgspec.DecodeError:
        pass
    try:
        value: object = ast.literal_eval(said)
        msgspec.json.encode(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return said  # a text that begins with a bracket, or nothing JSON could hold
    return value


def carrier(
    gives: Mapping[str, frozenset[str]],
) -> Callable[[tuple[str, ...]], frozenset[str]]:
    """What says which fields a row carries, by its columns: `gives` has those of each column."""

    @lru_cache(maxsize=64)
    def carried(names: tuple[str, ...]) -> frozenset[str]:
        return frozenset().union(*(gives.get(name, frozenset()) for name in names))

    return carried
