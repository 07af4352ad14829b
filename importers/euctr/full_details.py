"""EU Clinical Trials Register, full details as text: one record for each country of a trial.

A trial is the set of its country records, which merging unites: status and numbers stay with their
country. A saved page of one country's protocol has the same coded entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model.codes import (
    Allocation,
    Coded,
    DateType,
    InterventionModel,
    InterventionType,
    Masking,
    OutcomeKind,
    Phase,
    Purpose,
    SponsorClass,
    StandardAge,
    Status,
    StudyType,
)
from catalog.model.trial import (
    Contact,
    CountryRecord,
    Eligibility,
    Enrollment,
    Identifier,
    Intervention,
    Organization,
    Outcome,
    Oversight,
    Trial,
)
from importers.cutting.line_blocks import line_blocks
from importers.cutting.whole import decoded, whole
from importers.euctr.entries import Entries, said, text_entries
from importers.euctr.protocol_page import page_entries
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.cleaning import (
    Words,
    blank,
    count,
    identifier,
    line_of,
    registry_number,
    sex_of,
)
from importers.values.countries import OUTSIDE, country

_NUMBER = b"EudraCT Number:"
_START = re.compile(r"^Summary\s*\r?\nEudraCT Number:", re.MULTILINE)
_PROTOCOL_PAGE = re.compile(r'class="first">\s*A\.\d')

CARRIES = frozenset(
    """
    identifiers url title official_title acronym status first_posted completion_date sponsor
    collaborators oversight detailed_description conditions keywords study_type phases allocation
    intervention_model primary_purpose masking enrollment interventions outcomes contacts countries
    country_records has_results eligibility.text eligibility.standard_ages eligibility.sex
    eligibility.healthy_volunteers
    """.split()
)

_AMBIGUOUS = frozenset(
    {
        "ongoing",
        "restarted",
        "trial now transitioned",
        "not authorised",
        "prohibited by ca",
        "gb - no longer in eu/eea",
        "outside eu/eea",
    }
)
"""Status words that fit several of ours: an ongoing trial may or may not recruit."""


def recognises(head: Head) -> str | None:
    """The text download, or a saved page with the register's coded rows."""
    text = head.text
    if _START.search(text) and "\nA.1 " in text:
        return (
            "records that begin with Summary and EudraCT Number, as in the EU register's download"
        )
    if text.lstrip("\ufeff \t\r\n").startswith("<") and _is_page(text):
        return "a page of the EU register that shows one country's protocol"
    return None


def _is_page(text: str) -> bool:
    return "Clinical Trials Register" in text and _PROTOCOL_PAGE.search(text) is not None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each country's record by itself; a saved page is one."""
    if source.head.text.lstrip("\ufeff \t\r\n").startswith("<"):
        return whole(source)
    return line_blocks(source, lambda line: line.strip() == b"Summary")


def read(raw: bytes) -> Reading:
    """What one country's record says; raises Unreadable where it is none."""
    is_page = raw.lstrip().startswith(b"<")
    text, notes = ("", ()) if is_page else decoded(raw)
    entries = Entries(tuple(page_entries(raw) if is_page else text_entries(_unix(text))))
    words = Words()
    trial = trial_of(entries, words)
    return Reading(trial=trial, carries=CARRIES, notes=(*notes, *words.notes))


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "")


def trial_of(said_: Entries, words: Words) -> Trial:
    """What one country's entries say; raises Unreadable where no number is among them."""
    get = said_.get
    number = _number(said_)
    title, lay = get("A.3"), get("A.3.1")
    status = status_of(get("", "Trial Status") or get("P.", "End of Trial Status"), words)
    ended = words.date(
        get("P.", "Date of the global end of the trial"), DateType.ACTUAL.value, "end of trial"
    )
    sponsors = _sponsors(said_, words)
    return Trial(
        number=number,
        identifiers=tuple(_identifiers(said_, number)),
        url=get("", "Link"),
        title=line_of(lay or title),
        official_title=line_of(title),
        acronym=line_of(get("A.3.2")),
        status=status if ended or _is_alone(said_) else None,
        first_posted=words.date(get("", "Date on which this record"), None, "first entered"),
        completion_date=ended,
        sponsor=sponsors[0] if sponsors else None,
        collaborators=sponsors[1:],
        oversight=_oversight(said_),
        detailed_description=_objectives(said_),
        conditions=tuple(filter(None, [get("E.1.1") or get("E.1.1.1")])),
        keywords=tuple(_keywords(said_)),
        study_type=_study_type(get("", "Clinical Trial Type")),
        phases=tuple(_phases(said_)),
        allocation=Coded("Randomised", Allocation.RANDOMIZED) if said_.yes("E.8.1.1") else None,
        intervention_model=_model(said_),
        primary_purpose=_purpose(said_),
        masking=_masking(said_),
        enrollment=_planned(get("F.4.2.2")) or _single_country(said_),
        interventions=tuple(_interventions(said_)),
        outcomes=tuple(_outcomes(said_)),
        eligibility=_eligibility(said_),
        contacts=tuple(_contacts(said_)),
        countries=tuple(_countries(said_)),
        country_records=_country_record(said_, status),
        has_results=True if get("", "Trial results") else None,
    )


def status_of(word: str | None, words: Words) -> Coded[Status] | None:
    """The register's word for the state of a country's trial."""
    if word and word.lower() in _AMBIGUOUS:
        return Coded(word, None)
    return words.code(Status, word, "status")


def _number(entries: Entries) -> str:
    number = entries.get("", "EudraCT Number") or entries.get("A.2")
    known = registry_number(number) if number else None
    if known is None or known[0] != "eudract":
        raise Unreadable("it names no trial: there is no EudraCT number in it")
    return known[1]


def _identifiers(entries: Entries, number: str) -> Iterator[Identifier]:
    yield Identifier(value=number, kind="eudract")
    if own := entries.get("A.4.1") or entries.get("", "Sponsor's Protocol Code"):
        yield identifier(own, own=True)
    for code, kind in (
        ("A.5.1", "ISRCTN number"),
        ("A.5.2", "US NCT number"),
        ("A.5.3", "WHO UTN"),
        ("A.5.4", "Other identifiers"),
    ):
        for value in entries.every(code):
            yield identifier(line_of(value) or value, kind)


def _sponsors(entries: Entries, words: Words) -> tuple[Organization, ...]:
    classes = entries.every("B.3.1")
    names = entries.every("B.1.1")
    return tuple(
        Organization(
            name=line_of(name) or name,
            class_=words.code(SponsorClass, classes[at] if at < len(classes) else None, "sponsor"),
        )
        for at, name in enumerate(dict.fromkeys(names))
    )


def _oversight(entries: Entries) -> Oversight | None:
    committee = entries.yes("E.8.7")
    return None if committee is None else Oversight(has_dmc=committee)


def _objectives(entries: Entries) -> str | None:
    named = (
        ("Main objective", entries.get("E.2.1")),
        ("Secondary objectives", entries.get("E.2.2")),
    )
    return "\n\n".join(f"{label}: {text}" for label, text in named if text) or None


def _keywords(entries: Entries) -> Iterator[str]:
    """MedDRA terms and the therapeutic area."""
    terms = [one.value for one in entries.all if one.code == "E.1.2" and one.label == "Term"]
    yield from dict.fromkeys(filter(None, [*map(said, terms), *entries.every("E.1.1.2")]))


def _study_type(kind: str | None) -> Coded[StudyType] | None:
    """The register takes no other trials than interventional ones of medicines."""
    return Coded(kind, StudyType.INTERVENTIONAL) if kind else None


_PHASES = (
    ("E.7.1", "Human pharmacology (Phase I)", Phase.PHASE1),
    ("E.7.2", "Therapeutic exploratory (Phase II)", Phase.PHASE2),
    ("E.7.3", "Therapeutic confirmatory (Phase III)", Phase.PHASE3),
    ("E.7.4", "Therapeutic use (Phase IV)", Phase.PHASE4),
)


def _phases(entries: Entries) -> Iterator[Coded[Phase]]:
    for code, label, phase in _PHASES:
        if entries.yes(code):
            yield Coded(label, phase)


def _model(entries: Entries) -> Coded[InterventionModel] | None:
    if entries.yes("E.8.1.6"):
        return Coded("Cross over", InterventionModel.CROSSOVER)
    return Coded("Parallel group", InterventionModel.PARALLEL) if entries.yes("E.8.1.5") else None


def _masking(entries: Entries) -> Coded[Masking] | None:
    for code, label, masking in (
        ("E.8.1.2", "Open", Masking.NONE),
        ("E.8.1.4", "Double blind", Masking.DOUBLE),
        ("E.8.1.3", "Single blind", Masking.SINGLE),
    ):
        if entries.yes(code):
            return Coded(label, masking)
    return None


def _purpose(entries: Entries) -> Coded[Purpose] | None:
    """The scope, where exactly one of these is answered with yes."""
    scopes = (
        ("E.6.1", "Diagnosis", Purpose.DIAGNOSTIC),
        ("E.6.2", "Prophylaxis", Purpose.PREVENTION),
        ("E.6.3", "Therapy", Purpose.TREATMENT),
    )
    found = [Coded(label, purpose) for code, label, purpose in scopes if entries.yes(code)]
    return found[0] if len(found) == 1 else None


def _planned(number: str | None) -> Enrollment | None:
    found = count(number)
    if found is None:
        return None
    type = Coded("Planned number of subjects", DateType.ESTIMATED)
    return Enrollment(count=found.count, type=type, said=found.said)


def _single_country(entries: Entries) -> Enrollment | None:
    """The country's number is the trial's where there is no other country."""
    return _planned(entries.get("F.4.1")) if _is_alone(entries) else None


def _is_alone(entries: Entries) -> bool:
    """Whether the record's country is the trial's only one, so that its status is the trial's."""
    return entries.yes("E.8.5") is False and not entries.yes("E.8.6.1")


# -- products, end points, criteria

_SUBSTANCES = (
    ("D.3.11.3.2", "Gene therapy medical product", InterventionType.GENETIC),
    ("D.3.11.2", "Active substance of biological origin", InterventionType.BIOLOGICAL),
    ("D.3.11.3", "Advanced Therapy IMP (ATIMP)", InterventionType.BIOLOGICAL),
    ("D.3.11.1", "Active substance of chemical origin", InterventionType.DRUG),
)  # fmt: skip


def _interventions(entries: Entries) -> Iterator[Intervention]:
    """Each product under its name, else its trade name or INN; then the placebos."""
    for product in entries.parts("D.IMP", "D.8"):
        named = [product.get(code) for code in ("D.3.1", "D.2.1.1.1", "D.3.8", "D.3.9.3", "D.3.2")]
        names = list(dict.fromkeys(" ".join(name.split()) for name in named if name))
        if names:
            yield Intervention(
                name=names[0],
                type=_substance(product),
                description=_described(product, "D.3.4", "D.3.7", "D.1.2", strength=True),
                other_names=tuple(names[1:]),
            )
    seen = set()
    for placebo in entries.parts("D.8", "E"):
        if placebo.yes("D.8.1") and (found := _described(placebo, "D.8.3", "D.8.4")) not in seen:
            seen.add(found)
            yield Intervention(name="Placebo", description=found)


def _substance(product: Entries) -> Coded[InterventionType] | None:
    for code, label, type in _SUBSTANCES:
        if product.yes(code):
            return Coded(label, type)
    return None


def _described(product: Entries, *codes: str, strength: bool = False) -> str | None:
    found = [product.get(code) for code in codes]
    if strength:
        found.append(_strength(product))
    return "; ".join(" ".join(value.split()) for value in found if value) or None


def _strength(product: Entries) -> str | None:
    """The concentration of a product of one substance, in the register's words."""
    substances = [one for one in product.all if one.code == "D.3.10.3"]
    number, unit = product.get("D.3.10.3"), product.get("D.3.10.1")
    if len(substances) != 1 or number is None or unit is None:
        return None
    kind = product.get("D.3.10.2")
    return " ".join(filter(None, [kind if kind != "equal" else None, number, unit]))


def _outcomes(entries: Entries) -> Iterator[Outcome]:
    for code, kind in (("E.5.1", OutcomeKind.PRIMARY), ("E.5.2", OutcomeKind.SECONDARY)):
        if measure := entries.get(code):
            yield Outcome(measure=measure, kind=kind, time_frame=entries.get(f"{code}.1"))


def _eligibility(entries: Entries) -> Eligibility:
    parts = (("Principal inclusion criteria", "E.3"), ("Principal exclusion criteria", "E.4"))
    texts = (f"{label}:\n{text}" for label, code in parts if (text := entries.get(code)))
    ages = (
        ("F.1.1", "Trial has subjects under 18", StandardAge.CHILD),
        ("F.1.2", "Adults (18-64 years)", StandardAge.ADULT),
        ("F.1.3", "Elderly (>=65 years)", StandardAge.OLDER_ADULT),
    )
    return Eligibility(
        text="\n\n".join(texts) or None,
        standard_ages=tuple(Coded(label, age) for code, label, age in ages if entries.yes(code)),
        sex=sex_of(entries.yes("F.2.1"), entries.yes("F.2.2")),
        healthy_volunteers=entries.yes("F.3.1"),
    )


# -- people and countries


def _contacts(entries: Entries) -> Iterator[Contact]:
    for point in entries.parts("B.5.1", "D"):
        contact = Contact(
            name=line_of(point.get("B.5.2")),
            phone=line_of(point.get("B.5.4")),
            email=line_of(point.get("B.5.6")),
            affiliation=line_of(point.get("B.5.1")),
        )
        if contact.name or contact.phone or contact.email:
            yield contact


def _countries(entries: Entries) -> Iterator[str]:
    """The record's own country, and those outside the EU that it lists."""
    own = _own_country(entries)
    listed = (entries.get("E.8.6.3") or "").split("\n")
    named = [own] if own and own != OUTSIDE else []
    yield from dict.fromkeys(filter(None, [*named, *map(blank, listed)]))


_LINK = re.compile(r"/(?:trial/)?\d{4}-\d{6}-\d\d/([A-Za-z0-9]{2,3})/?")


def _own_country(entries: Entries) -> str | None:
    found = _LINK.search(entries.get("", "Link") or "")
    if found:
        return country(found[1])
    state = entries.get("A.1") or entries.get("", "National Competent Authority")
    if state:
        return country(state.partition(" - ")[0].strip())
    type = entries.get("", "Clinical Trial Type") or ""
    return OUTSIDE if type.lower().startswith("outside") else None


def _country_record(entries: Entries, status: Coded[Status] | None) -> tuple[CountryRecord, ...]:
    own = _own_country(entries)
    if own is None:
        return ()
    return (CountryRecord(country=own, status=status, enrollment=_planned(entries.get("F.4.1"))),)


IMPORTER = Importer(
    name="euctr-text",
    title="EU Clinical Trials Register, full details",
    recognises=recognises,
    records=records,
    read=read,
)
