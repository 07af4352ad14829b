"""NCI's Clinical Trials Search API: one trial, or an answer of its first or second version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model.codes import (
    Allocation,
    ArmType,
    Coded,
    DateType,
    InterventionModel,
    InterventionType,
    Masking,
    ObservationalModel,
    OutcomeKind,
    Phase,
    Purpose,
    SamplingMethod,
    Sex,
    Status,
    StudyType,
    TimePerspective,
    WhoMasked,
    coded,
    phases,
)
from catalog.model.trial import (
    Arm,
    Contact,
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    Official,
    Organization,
    Outcome,
    Site,
    Trial,
    TrialDate,
    one_line,
)
from importers.ctgov.legacy_xml.textblocks import textblock
from importers.cutting.whole import json_items
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.ages import age
from importers.values.cleaning import (
    Words,
    coordinates,
    count,
    identifier,
    line_of,
    registry_number,
)
from importers.values.json_values import Json

_ID = re.compile(r'"(?:nci_id"\s*:\s*"NCI-\d{4}-\d{5}|current_trial_status"\s*:)')

FIELDS = frozenset(
    """
    identifiers title official_title acronym status why_stopped start_date primary_completion_date
    completion_date status_verified sponsor collaborators brief_summary detailed_description
    conditions keywords study_type phases allocation intervention_model primary_purpose
    masking who_masked
    observational_model time_perspective enrollment number_of_arms arms interventions outcomes
    contacts officials sites
    eligibility.text eligibility.minimum_age eligibility.maximum_age eligibility.sex
    eligibility.healthy_volunteers eligibility.study_population eligibility.sampling_method
    """.split()
)

# The programme's words; "active" means that patients can be accrued, unlike elsewhere.
_STATUSES = {
    "in review": Status.NOT_YET_RECRUITING,
    "approved": Status.NOT_YET_RECRUITING,
    "active": Status.RECRUITING,
    "enrolling by invitation": Status.ENROLLING_BY_INVITATION,
    "closed to accrual": Status.ACTIVE_NOT_RECRUITING,
    "closed to accrual and intervention": Status.ACTIVE_NOT_RECRUITING,
    "temporarily closed to accrual": Status.SUSPENDED,
    "temporarily closed to accrual and intervention": Status.SUSPENDED,
    "administratively complete": Status.TERMINATED,
    "complete": Status.COMPLETED,
    "completed": Status.COMPLETED,
    "withdrawn": Status.WITHDRAWN,
}


def recognises(head: Head) -> str | None:
    """JSON with an nci_id or the programme's trial status."""
    text = head.text.lstrip()
    if not text.startswith(("{", "[")) or '"protocolSection"' in text:
        return None
    if _ID.search(text) or ('"nct_id"' in text and '"ctep_id"' in text):
        return "JSON with an nci_id, as the NCI's search API writes"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial by itself: the list is `trials` in version 1, `data` in version 2."""
    return json_items(source, "trials", "data")


def read(raw: bytes) -> Reading:
    """What one trial says; raises Unreadable where it names none."""
    record = Json.record(raw)
    words = Words()
    trial = _trial(record, words)
    updated = (record.text("amendment_date") or "")[:10]
    history = [record.text("current_trial_status_date"), record.text("record_verification_date")]
    dates = [
        found for said in (updated, *history) if (found := words.day((said or "")[:10], "date"))
    ]
    return Reading(
        trial=trial,
        data_date=max(dates, default=None),
        carries=_carries(trial, record),
        notes=words.notes,
    )


def _carries(trial: Trial, record: Json) -> frozenset[str]:
    """All fields of a whole record; of one cut to some fields, those that have a value."""
    if record.text("brief_summary") and record.text("official_title"):
        return FIELDS
    whole = {name for name in FIELDS if "." not in name and getattr(trial, name) not in (None, ())}
    criteria = trial.eligibility or Eligibility()
    parts = {name for name in Eligibility.__struct_fields__ if getattr(criteria, name) is not None}
    return frozenset(whole | {f"eligibility.{name}" for name in parts} & FIELDS)


def _trial(record: Json, words: Words) -> Trial:
    ids = tuple(_identifiers(record))
    if not ids:
        raise Unreadable("it names no trial: neither an nct_id nor an nci_id is in it")
    code = words.code
    conditions, derived = _conditions(record)
    arms = record.each("arms")
    return Trial(
        number=ids[0].value,
        identifiers=ids,
        title=line_of(record.text("brief_title")),
        official_title=line_of(record.text("official_title")),
        acronym=line_of(record.text("acronym")),
        status=_status(record.text("current_trial_status"), words),
        why_stopped=_text(record.text("why_study_stopped")),
        status_verified=words.day((record.text("record_verification_date") or "")[:10], "verified"),
        start_date=_date(record, "start_date", words),
        primary_completion_date=_date(record, "primary_completion_date", words),
        completion_date=_date(record, "completion_date", words),
        sponsor=_organization(record.text("lead_org")),
        collaborators=tuple(
            one
            for collaborator in record.each("collaborators")
            if (one := _organization(collaborator.text("name")))
        ),
        brief_summary=_text(record.text("brief_summary")),
        detailed_description=_text(record.text("detail_description")),
        conditions=conditions,
        keywords=record.texts("keywords"),
        study_type=_study_type(record, words),
        phases=_phases(record),
        allocation=code(Allocation, record.text("masking", "allocation_code"), "allocation"),
        intervention_model=code(
            InterventionModel, record.text("interventional_model"), "intervention model"
        ),
        observational_model=code(
            ObservationalModel, _if_observational(record, "study_model_code"), "model"
        ),
        time_perspective=code(
            TimePerspective, record.text("time_perspective_code"), "time perspective"
        ),
        primary_purpose=code(Purpose, _purpose(record), "primary purpose"),
        masking=code(
            Masking, record.text("masking") or record.text("masking", "masking"), "masking"
        ),
        who_masked=tuple(Coded(name, who) for name, who in _ROLES if record.at("masking", name)),
        enrollment=_enrollment(record),
        number_of_arms=record.whole("number_of_arms"),
        arms=tuple(_arm(arm) for arm in arms if arm.text("name") != _NO_ARM),
        interventions=tuple(_interventions(arms)),
        outcomes=tuple(_outcomes(record)),
        eligibility=_eligibility(record, words),
        contacts=_central(record.at("central_contact")),
        officials=_officials(record),
        sites=tuple(_site(one, words) for one in record.each("sites")),
        guesses=(
            *((Guess(field="conditions", why="no lead disease is named"),) if derived else ()),
            *_months(record),
        ),
    )


_DATES = ("start_date", "primary_completion_date", "completion_date")


def _months(record: Json) -> Iterator[Guess]:
    """Dates of which only the month may be known: the programme keeps whole days alone."""
    for name in _DATES:
        if (record.text(name) or "")[8:10] == "01":
            yield Guess(field=name, why="the NCI writes a month without a day as its first day")


def _text(text: str | None) -> str | None:
    """A text with the registry's wrapped and indented lines put together again."""
    if text is not None and "\n      " in text:
        return textblock(text)
    return text


def _identifiers(record: Json) -> Iterator[Identifier]:
    """The trial is known by its NCT number; the programme's own comes next."""
    seen: set[str] = set()
    named = [
        (record.text("nct_id"), None, False),
        (record.text("nci_id"), None, False),
        (record.text("protocol_id"), "protocol_id", True),
        (record.text("ccr_id"), "ccr_id", False),
        (record.text("ctep_id"), "ctep_id", False),
        (record.text("dcp_id"), "dcp_id", False),
    ]
    for one in record.each("other_ids"):
        named.append((one.text("value"), one.text("name"), False))
    for value, name, own in named:
        if value and (found := identifier(value, name, own=own)).value not in seen:
            if not seen and (registry_number(value) or ("", ""))[0] not in ("nct", "nci"):
                return
            seen.add(found.value)
            yield found


def _status(said: str | None, words: Words) -> Coded[Status] | None:
    if said and (means := _STATUSES.get(said.replace("_", " ").lower())):
        return Coded(said, means)
    return words.code(Status, said, "status")


def _date(record: Json, name: str, words: Words) -> TrialDate | None:
    said = record.text(name)
    return words.date((said or "")[:10], record.text(f"{name}_type_code"), name.replace("_", " "))


def _organization(name: str | None) -> Organization | None:
    return Organization(name=one_line(name)) if name else None


def _study_type(record: Json, words: Words) -> Coded[StudyType] | None:
    """`Non-interventional` is observational; the subtype says so too."""
    return words.code(StudyType, record.text("study_protocol_type"), "study type")


def _is_observational(record: Json) -> bool:
    type = coded(StudyType, record.text("study_protocol_type"))
    return type is not None and type.means is StudyType.OBSERVATIONAL


def _if_observational(record: Json, name: str) -> str | None:
    return record.text(name) if _is_observational(record) else None


_ROLES = (
    ("role_subject", WhoMasked.PARTICIPANT),
    ("role_caregiver", WhoMasked.CARE_PROVIDER),
    ("role_investigator", WhoMasked.INVESTIGATOR),
    ("role_outcome_assessor", WhoMasked.OUTCOMES_ASSESSOR),
)


def _phases(record: Json) -> tuple[Coded[Phase], ...]:
    """`NA` of an observational study is no phase."""
    said = record.text("phase") or record.text("phase", "phase")
    return () if said == "NA" and _is_observational(record) else phases(said)


def _purpose(record: Json) -> str | None:
    """A text in version 2, an object in version 1."""
    return record.text("primary_purpose") or record.text("primary_purpose", "primary_purpose_code")


def _enrollment(record: Json) -> Enrollment | None:
    found = count(record.text("minimum_target_accrual_number"))
    if found is None:
        return None
    type = Coded("minimum_target_accrual_number", DateType.ESTIMATED)
    return Enrollment(count=found.count, type=type, said=found.said)


def _conditions(record: Json) -> tuple[tuple[str, ...], bool]:
    """The lead diseases; where none is named, all that are the trial's and not their ancestors'."""
    own = [one for one in record.each("diseases") if one.text("inclusion_indicator") == "TRIAL"]
    lead = [
        one
        for one in own
        if one.flag("is_lead_disease") or one.text("lead_disease_indicator") == "YES"
    ]
    names = (
        one.text("name") or one.text("display_name") or one.text("preferred_name")
        for one in lead or own
    )
    return tuple(dict.fromkeys(filter(None, names))), bool(own) and not lead


# -- arms, outcomes, criteria


def _given(arm: Json) -> tuple[Json, ...]:
    """The arm's interventions without the thesaurus terms above them."""
    listed = arm.each("interventions")
    return tuple(one for one in listed if one.text("inclusion_indicator") != "TREE")


_NO_ARM = "Arm not specified"
"""The name under which interventions are listed that belong to no arm."""


def _arm(said: Json) -> Arm:
    return Arm(
        label=line_of(said.text("name")) or "",
        type=coded(ArmType, said.text("type")),
        description=_text(said.text("description")),
        interventions=tuple(
            dict.fromkeys(name for one in _given(said) if (name := line_of(one.text("name"))))
        ),
    )


def _interventions(arms: tuple[Json, ...]) -> Iterator[Intervention]:
    """Each intervention once, with the arms that get it."""
    found: dict[str, Json] = {}
    labels: dict[str, list[str]] = {}
    for arm in arms:
        for one in _given(arm):
            if name := line_of(one.text("name")):
                found.setdefault(name, one)
                labels.setdefault(name, []).append(line_of(arm.text("name")) or "")
    for name, one in found.items():
        yield Intervention(
            name=name,
            type=coded(InterventionType, one.text("type")),
            description=_text(one.text("description")),
            other_names=tuple(other for other in one.texts("synonyms") if other != name),
            arm_labels=tuple(label for label in dict.fromkeys(labels[name]) if label != _NO_ARM),
        )


_KINDS = {
    "PRIMARY": OutcomeKind.PRIMARY,
    "SECONDARY": OutcomeKind.SECONDARY,
    "OTHER_PRE_SPECIFIED": OutcomeKind.OTHER,
}


def _outcomes(record: Json) -> Iterator[Outcome]:
    for one in record.each("outcome_measures"):
        if measure := line_of(one.text("name")):
            yield Outcome(
                measure=measure,
                kind=_KINDS.get(one.text("type_code") or "", OutcomeKind.OTHER),
                description=_text(one.text("description")),
                time_frame=line_of(one.text("timeframe") or one.text("time_frame")),
            )


def _eligibility(record: Json, words: Words) -> Eligibility | None:
    said = record.at("eligibility", "structured")
    found = Eligibility(
        text=_criteria(record.each("eligibility", "unstructured")),
        minimum_age=age(said.text("min_age")),
        maximum_age=age(said.text("max_age"), upper=True),
        sex=words.code(Sex, said.text("sex") or said.text("gender"), "sex"),
        healthy_volunteers=said.flag("accepts_healthy_volunteers"),
        study_population=_text(record.text("study_population_description")),
        sampling_method=words.code(
            SamplingMethod, record.text("sampling_method_code"), "sampling method"
        ),
    )
    return None if found == Eligibility() else found


def _place(item: Json) -> int:
    """Where a criterion is shown; one whose place is no number stays before the others."""
    told = (item.text("display_order") or "").strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def _criteria(items: tuple[Json, ...]) -> str | None:
    """One text as it is; several as two lists, each criterion an item."""
    ordered = sorted(items, key=_place)
    texts = [(one.flag("inclusion_indicator"), _text(one.text("description"))) for one in ordered]
    kept = [(inclusion, text) for inclusion, text in texts if text]
    if len(kept) == 1:
        return kept[0][1]
    parts = []
    for wanted, label in ((True, "Inclusion Criteria"), (False, "Exclusion Criteria")):
        lines = [text for inclusion, text in kept if (inclusion is not False) is wanted]
        if lines:
            parts.append(f"{label}:\n\n" + "\n".join(f"* {_indented(text)}" for text in lines))
    return "\n\n".join(parts) or None


def _indented(text: str) -> str:
    """An item whose further lines stand below its text."""
    return text.replace("\n", "\n  ")


# -- people and places


def _central(said: Json) -> tuple[Contact, ...]:
    contact = Contact(
        name=line_of(said.text("name")), phone=said.text("phone"), email=said.text("email")
    )
    return (contact,) if contact != Contact() else ()


def _officials(record: Json) -> tuple[Official, ...]:
    name = line_of(record.text("principal_investigator"))
    return (Official(name=name, affiliation=line_of(record.text("lead_org"))),) if name else ()


def _site(said: Json, words: Words) -> Site:
    point = said.at("org_coordinates")
    latitude, longitude = coordinates(point.text("lat"), point.text("lon"))
    contact = Contact(
        name=line_of(said.text("contact_name")),
        phone=said.text("contact_phone"),
        email=said.text("contact_email"),
    )
    return Site(
        facility=line_of(said.text("org_name")),
        status=_status(said.text("recruitment_status"), words),
        city=line_of(said.text("org_city")),
        state=line_of(said.text("org_state_or_province")),
        zip=said.text("org_postal_code"),
        country=line_of(said.text("org_country")),
        latitude=latitude,
        longitude=longitude,
        contacts=(contact,) if contact != Contact() else (),
    )


IMPORTER = Importer(
    name="nci-ctrp-json",
    title="NCI Clinical Trials Search API, JSON",
    recognises=recognises,
    records=records,
    read=read,
)
