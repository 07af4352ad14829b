"""Share of fields that the page importers read right, by layout.

Six trials were written in each of five page layouts; the API's JSON of the same trials is the
truth. The truth is taken from the JSON here, not through an importer. A field counts when either
side has a value; texts are compared without white space, Markdown escapes and list marks, which
the layouts change. Fields that a layout blurs (names divided only by a blank or a comma, outcomes
joined into one cell) are compared as text first, and their division is counted beside it.

    python -m benchmarks.pages [corpus folder]
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.model.trial import Site, Trial, TrialDate
from importers.formats import recognise
from importers.importer import Head

Study = Mapping[str, Any]
"""`protocolSection` of a study, as the API sends it."""

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"

# -- comparing


_MARK = re.compile(r"^\s*(?:[*•-]|\d{1,2}[.)])\s+", re.MULTILINE)


def words(text: str | None) -> str:
    """A text without what layouts change."""
    bare = _MARK.sub("", (text or "").replace("\\", ""))
    return re.sub(r"\W+", " ", bare).strip().casefold()


def day(date: TrialDate | None) -> str:
    return str(date.date) if date and date.date else ""


def code(said: object) -> str:
    return str(getattr(said, "word", ""))


def at(study: Study, path: str) -> Any:
    """A member by its dotted path; None where a part of it is absent."""
    found: Any = study
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def names(study: Study, path: str, member: str) -> list[str]:
    return [str(item.get(member) or "") for item in at(study, path) or []]


# -- the fields of each layout: what the JSON has, what the importer read


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    truth: Callable[[Study], object]
    read: Callable[[Trial], object]
    blurred: bool = False
    """Whether the layout loses the division into parts: compared as text, then part by part."""


def _text(name: str, path: str, read: Callable[[Trial], object]) -> Field:
    return Field(
        name, lambda study: words(at(study, path)), lambda trial: words(str(read(trial) or ""))
    )


def _code(name: str, path: str, read: Callable[[Trial], object]) -> Field:
    return Field(name, lambda study: at(study, path) or "", lambda trial: code(read(trial)))


def _date(name: str, path: str, read: Callable[[Trial], TrialDate | None]) -> Field:
    return Field(name, lambda study: at(study, path) or "", lambda trial: day(read(trial)))


def _typed(name: str, path: str, read: Callable[[Trial], TrialDate | None]) -> Field:
    """A date with actual or estimated."""

    def told(trial: Trial) -> object:
        date = read(trial)
        return (day(date), code(date.type)) if date else ()

    def true(study: Study) -> object:
        date = at(study, path)
        return (date["date"], date.get("type", "")) if date else ()

    return Field(name, true, told)


def _list(name: str, path: str, read: Callable[[Trial], Iterable[str]], blurred: bool) -> Field:
    return Field(
        name,
        lambda study: [words(item) for item in at(study, path) or []],
        lambda trial: [words(item) for item in read(trial)],
        blurred,
    )


NUMBER = Field("number", lambda s: at(s, "identificationModule.nctId"), lambda t: t.number or "")
TITLE = _text("title", "identificationModule.briefTitle", lambda t: t.title)
OFFICIAL = _text("official title", "identificationModule.officialTitle", lambda t: t.official_title)
SUMMARY = _text("summary", "descriptionModule.briefSummary", lambda t: t.brief_summary)
DESCRIPTION = _text(
    "description", "descriptionModule.detailedDescription", lambda t: t.detailed_description
)
CONDITIONS = _list("conditions", "conditionsModule.conditions", lambda t: t.conditions, True)
CONDITIONS_EXACT = _list("conditions", "conditionsModule.conditions", lambda t: t.conditions, False)
KEYWORDS = _list("keywords", "conditionsModule.keywords", lambda t: t.keywords, True)
TYPE = _code("study type", "designModule.studyType", lambda t: t.study_type)
PHASES = Field(
    "phases",
    lambda s: list(at(s, "designModule.phases") or []),
    lambda t: [code(p) for p in t.phases],
)
PURPOSE = _code("purpose", "designModule.designInfo.primaryPurpose", lambda t: t.primary_purpose)
STATUS = _code("status", "statusModule.overallStatus", lambda t: t.status)
SPONSOR = _text(
    "sponsor", "sponsorCollaboratorsModule.leadSponsor.name", lambda t: t.sponsor and t.sponsor.name
)
_PARTY = "sponsorCollaboratorsModule.responsibleParty.type"
# The classic page, as saved, names the sponsor only where it is the responsible party itself.
SPONSOR_AS_PARTY = Field(
    "sponsor", lambda s: SPONSOR.truth(s) if at(s, _PARTY) == "SPONSOR" else "", SPONSOR.read
)
SPONSOR_CLASS = _code(
    "sponsor class",
    "sponsorCollaboratorsModule.leadSponsor.class",
    lambda t: t.sponsor and t.sponsor.class_,
)
CRITERIA = _text(
    "criteria",
    "eligibilityModule.eligibilityCriteria",
    lambda t: t.eligibility and t.eligibility.text,
)
SEX = _code("sex", "eligibilityModule.sex", lambda t: t.eligibility and t.eligibility.sex)
AGES = Field(
    "ages",
    lambda s: [at(s, f"eligibilityModule.{side}Age") or "" for side in ("minimum", "maximum")],
    lambda t: [str(age or "") for age in (_age(t, "minimum_age"), _age(t, "maximum_age"))],
)
STANDARD_AGES = Field(
    "age groups",
    lambda s: list(at(s, "eligibilityModule.stdAges") or []),
    lambda t: [code(age) for age in (t.eligibility.standard_ages if t.eligibility else ())],
)
# The pages were written with "No" where the JSON is silent, and say it therefore.
HEALTHY = Field(
    "healthy volunteers",
    lambda s: bool(at(s, "eligibilityModule.healthyVolunteers")),
    lambda t: t.eligibility.healthy_volunteers if t.eligibility else None,
)
ENROLLMENT = Field(
    "enrollment",
    lambda s: [at(s, f"designModule.enrollmentInfo.{part}") or "" for part in ("count", "type")],
    lambda t: [t.enrollment.count or "", code(t.enrollment.type)] if t.enrollment else ["", ""],
)


def _age(trial: Trial, side: str) -> object:
    return getattr(trial.eligibility, side, None)


def _outcomes(kind: str) -> Field:
    return Field(
        f"{kind} outcomes",
        lambda s: [
            tuple(words(o.get(part)) for part in ("measure", "description", "timeFrame"))
            for o in at(s, f"outcomesModule.{kind}Outcomes") or []
        ],
        lambda t: [
            (words(o.measure), words(o.description), words(o.time_frame))
            for o in t.outcomes
            if o.kind.value == kind
        ],
        blurred=True,
    )


ALL_OUTCOMES = Field(
    "outcomes",
    lambda s: [
        tuple(words(o.get(part)) for part in ("measure", "description", "timeFrame"))
        for kind in ("primary", "secondary", "other")
        for o in at(s, f"outcomesModule.{kind}Outcomes") or []
    ],
    lambda t: [(words(o.measure), words(o.description), words(o.time_frame)) for o in t.outcomes],
)
INTERVENTION_NAMES = Field(
    "interventions",
    lambda s: [
        (i["type"], words(i["name"])) for i in at(s, "armsInterventionsModule.interventions") or []
    ],
    lambda t: [(code(i.type), words(i.name)) for i in t.interventions],
)
# An expanded access record has no arms that could name an intervention's details.
INTERVENTIONS = Field(
    "interventions",
    lambda s: [
        (
            i["type"],
            words(i["name"]),
            words(i.get("description")),
            [words(n) for n in i.get("otherNames", [])],
        )
        if at(s, "armsInterventionsModule.armGroups")
        else (i["type"], words(i["name"]), "", [])
        for i in at(s, "armsInterventionsModule.interventions") or []
    ],
    lambda t: [
        (code(i.type), words(i.name), words(i.description), [words(n) for n in i.other_names])
        for i in t.interventions
    ],
)


def _arms(with_interventions: bool) -> Field:
    def true(study: Study) -> object:
        return [
            (
                words(arm["label"]),
                arm.get("type", ""),
                words(arm.get("description")),
                sorted(words(n.partition(": ")[2]) for n in arm.get("interventionNames", []))
                if with_interventions
                else [],
            )
            for arm in at(study, "armsInterventionsModule.armGroups") or []
        ]

    def told(trial: Trial) -> object:
        return [
            (
                words(arm.label),
                code(arm.type),
                words(arm.description),
                sorted(words(name) for name in arm.interventions),
            )
            for arm in trial.arms
        ]

    return Field("arms", true, told)


def _sites(**parts: str) -> Field:
    """Sites with those parts, `facility="facility"`: our name and the JSON's."""

    def part(site: Site, name: str) -> str:
        value = getattr(site, name)
        return code(value) if name == "status" else words(value)

    return Field(
        "sites",
        lambda s: [
            tuple(
                site.get(theirs) or "" if theirs == "status" else words(site.get(theirs))
                for theirs in parts.values()
            )
            for site in at(s, "contactsLocationsModule.locations") or []
        ],
        lambda t: [tuple(part(site, ours) for ours in parts) for site in t.sites],
    )


CITIES = Field(
    "sites",
    lambda s: [
        (words(site.get("city")), words(site.get("state") or site.get("country")))
        for site in at(s, "contactsLocationsModule.locations") or []
    ],
    lambda t: [(words(site.city), words(site.state or site.country)) for site in t.sites],
)
CONTACT = Field(
    "contact",
    lambda s: [
        tuple(c.get(part, "") for part in ("name", "phone", "email"))
        for c in (at(s, "contactsLocationsModule.centralContacts") or [])[:1]
    ],
    lambda t: [(c.name or "", c.phone or "", c.email or "") for c in t.contacts],
)
OFFICIALS = Field(
    "officials",
    lambda s: [
        (o["name"], o.get("affiliation", ""), o.get("role", ""))
        for o in at(s, "contactsLocationsModule.overallOfficials") or []
    ],
    lambda t: [(o.name, o.affiliation or "", code(o.role)) for o in t.officials],
)
IDS = Field(
    "other ids",
    lambda s: [
        at(s, "identificationModule.orgStudyIdInfo.id"),
        *names(s, "identificationModule.secondaryIdInfos", "id"),
    ],
    lambda t: [known.value for known in t.identifiers[1:]],
)
OVERSIGHT = Field(
    "oversight",
    lambda s: [at(s, f"oversightModule.isFdaRegulated{what}") for what in ("Drug", "Device")],
    lambda t: [
        t.oversight.is_fda_regulated_drug if t.oversight else None,
        t.oversight.is_fda_regulated_device if t.oversight else None,
    ],
)
PARTY = Field(
    "responsible party",
    lambda s: [
        words(at(s, f"sponsorCollaboratorsModule.responsibleParty.investigator{part}"))
        for part in ("FullName", "Title", "Affiliation")
    ],
    lambda t: [
        words(getattr(t.responsible_party, f"investigator_{part}", None))
        for part in ("name", "title", "affiliation")
    ],
)
_INFO = "designModule.designInfo"

LAYOUTS: dict[str, tuple[Field, ...]] = {
    "flattened-csv-row": (
        TITLE,
        SUMMARY,
        DESCRIPTION,
        CONDITIONS_EXACT,
        INTERVENTION_NAMES,
        _outcomes("primary"),
        _outcomes("secondary"),
    ),
    "listing-about-this-trial": (
        TITLE,
        CONDITIONS,
        KEYWORDS,
        TYPE,
        PURPOSE,
        CRITERIA,
        _sites(facility="facility", status="status"),
        _arms(with_interventions=False),
    ),
    "aggregator-clinical-trials-logo": (
        NUMBER,
        TYPE,
        SPONSOR,
        CONTACT,
        STATUS,
        PHASES,
        _date("start", "statusModule.startDateStruct.date", lambda t: t.start_date),
        _date("completion", "statusModule.completionDateStruct.date", lambda t: t.completion_date),
        SUMMARY,
        DESCRIPTION,
    ),
    "ctgov-classic": (
        NUMBER,
        IDS,
        TITLE,
        OFFICIAL,
        STATUS,
        _text("why stopped", "statusModule.whyStopped", lambda t: t.why_stopped),
        Field(
            "verified",
            lambda s: at(s, "statusModule.statusVerifiedDate"),
            lambda t: str(t.status_verified or ""),
        ),
        _typed("start", "statusModule.startDateStruct", lambda t: t.start_date),
        _typed(
            "primary completion",
            "statusModule.primaryCompletionDateStruct",
            lambda t: t.primary_completion_date,
        ),
        _typed("completion", "statusModule.completionDateStruct", lambda t: t.completion_date),
        _date(
            "first posted", "statusModule.studyFirstPostDateStruct.date", lambda t: t.first_posted
        ),
        _date(
            "last update", "statusModule.lastUpdatePostDateStruct.date", lambda t: t.last_updated
        ),
        SPONSOR_AS_PARTY,
        PARTY,
        OVERSIGHT,
        CONDITIONS,
        KEYWORDS,
        TYPE,
        PHASES,
        _code("allocation", f"{_INFO}.allocation", lambda t: t.allocation),
        _code("model", f"{_INFO}.interventionModel", lambda t: t.intervention_model),
        _code(
            "observational model", f"{_INFO}.observationalModel", lambda t: t.observational_model
        ),
        _code("time perspective", f"{_INFO}.timePerspective", lambda t: t.time_perspective),
        PURPOSE,
        _code("masking", f"{_INFO}.maskingInfo.masking", lambda t: t.masking),
        Field(
            "who is masked",
            lambda s: list(at(s, f"{_INFO}.maskingInfo.whoMasked") or []),
            lambda t: [code(who) for who in t.who_masked],
        ),
        ENROLLMENT,
        _arms(with_interventions=True),
        INTERVENTIONS,
        ALL_OUTCOMES,
        CRITERIA,
        AGES,
        STANDARD_AGES,
        SEX,
        HEALTHY,
        OFFICIALS,
        _sites(facility="facility", city="city", state="state", zip="zip", country="country"),
        Field("has results", lambda s: at(s, "hasResults"), lambda t: t.has_results),
    ),
    "find-a-trial": (
        NUMBER,
        OFFICIAL,
        PHASES,
        TYPE,
        ENROLLMENT,
        AGES,
        SEX,
        SPONSOR,
        SPONSOR_CLASS,
        CITIES,
        CONDITIONS,
        CRITERIA,
    ),
}

_CLASSIC = LAYOUTS["ctgov-classic"]
STUDY_PAGE: tuple[Field, ...] = (
    *(one for one in _CLASSIC if one.name not in ("sponsor", "responsible party", "interventions",
      "conditions", "keywords", "sites", "healthy volunteers", "why stopped")),
    SPONSOR,
    CONDITIONS_EXACT,
    _list("keywords", "conditionsModule.keywords", lambda t: t.keywords, False),
    INTERVENTIONS,
    SUMMARY,
    DESCRIPTION,
    Field(
        "collaborators",
        lambda s: [words(n) for n in names(s, "sponsorCollaboratorsModule.collaborators", "name")],
        lambda t: [words(one.name) for one in t.collaborators],
    ),
    Field(
        "healthy volunteers",
        lambda s: at(s, "eligibilityModule.healthyVolunteers"),
        lambda t: t.eligibility.healthy_volunteers if t.eligibility else None,
    ),
    _sites(
        facility="facility", status="status", city="city", state="state", zip="zip",
        country="country",
    ),
    Field(
        "contacts",
        # Their names are invented on these pages.
        lambda s: len(at(s, "contactsLocationsModule.centralContacts") or []) or "",
        lambda t: len(t.contacts) or "",
    ),
    Field(
        "references",
        lambda s: [words(n) for n in names(s, "referencesModule.references", "citation")],
        lambda t: [words(one.citation) for one in t.references],
    ),
    _code("sampling", "eligibilityModule.samplingMethod",
          lambda t: t.eligibility and t.eligibility.sampling_method),
    _text("population", "eligibilityModule.studyPopulation",
          lambda t: t.eligibility and t.eligibility.study_population),
    # The pages were written with "No" where the JSON is silent.
    Field("IPD", lambda s: at(s, "ipdSharingStatementModule.ipdSharing") or "NO",
          lambda t: code(t.ipd_statement and t.ipd_statement.sharing)),
    *(
        _date(label, f"statusModule.{path}", read)
        for label, path, read in (
            ("first submitted", "studyFirstSubmitDate", lambda t: t.first_submitted),
            ("first submitted QC", "studyFirstSubmitQcDate", lambda t: t.first_submitted_qc),
            ("last update submitted", "lastUpdateSubmitDate", lambda t: t.last_update_submitted),
        )
    ),
)  # fmt: skip
"""The study page since June 2024."""

# -- measuring


@dataclass(slots=True)
class Score:
    """Fields of one layout: right, missing, different, and invented where the truth has none."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    blurred: int = 0
    divided: int = 0

    @property
    def total(self) -> int:
        return self.right + len(self.wrong) + len(self.invented)

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 0.0


def _nothing(value: object) -> bool:
    """Whether a value is empty, or a list of nothing but empty parts."""
    return (
        value is None
        or value in ("", [], ())
        or (isinstance(value, list) and all(part is None or part == "" for part in value))
    )


def flat(value: object) -> str:
    """All words of a value in their order, for what a layout runs together."""
    if isinstance(value, (list, tuple)):
        return " ".join(part for item in value if (part := flat(item)))
    return str(value)


def measure(folder: Path, truths: Path, fields: tuple[Field, ...]) -> Score:
    """All pages of one layout against the JSON of their trials."""
    score = Score()
    for path in sorted(folder.glob("*.txt")):
        data = path.read_bytes()
        found = recognise(Head(path.name, data[:65536]))
        study = json.loads((truths / f"{path.stem}.json").read_bytes())
        truth = {**study["protocolSection"], "hasResults": study["hasResults"]}
        if found is None:
            score.wrong.extend(f"{path.stem} not recognised: {each.name}" for each in fields)
            continue
        trial = found[0].read(data).trial
        for each in fields:
            _compare(score, path.stem, each, each.truth(truth), each.read(trial))
    return score


def _compare(score: Score, number: str, each: Field, true: object, told: object) -> None:
    if _nothing(true) and _nothing(told):
        return
    same = flat(true) == flat(told) if each.blurred else true == told
    if same:
        score.right += 1
    elif _nothing(true):
        score.invented.append(f"{number} {each.name}: {told}")
    else:
        score.wrong.append(f"{number} {each.name}: {told!s:.300} instead of {true!s:.300}")
    if each.blurred and same:
        score.blurred += 1
        score.divided += true == told


def main() -> None:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    for layout, fields in LAYOUTS.items():
        score = measure(
            corpus / "pages" / "rendered" / layout, corpus / "ctgov-json" / "single", fields
        )
        print(
            f"{layout:32} {score.right:4} of {score.total:4} fields right ({score.share:6.1%}), "
            f"{len(score.invented)} invented; of {score.blurred} that the layout blurs, "
            f"{score.divided} divided as in the registry"
        )
        for line in (*score.wrong, *score.invented):
            print(f"    {line}")


if __name__ == "__main__":
    main()
