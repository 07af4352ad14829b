"""WHO trial-dataset exchange XML, as ReBEC, ChiCTR and others hand it to the WHO."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from catalog.model.codes import Coded, InterventionType, IpdSharing, OutcomeKind
from catalog.model.trial import (
    Arm,
    Contact,
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    IpdStatement,
    Link,
    Organization,
    Outcome,
    Trial,
    one_line,
)
from importers.cutting.whole import xml_elements, xml_root
from importers.ictrp import coded_values as values
from importers.ictrp import texts
from importers.ictrp.dates import Dates
from importers.ictrp.record import prefix
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.cleaning import Words, blank, count, identifier, joined, registry_number
from importers.values.empties import is_nothing
from importers.values.markup import unmarked

Element = etree._Element

_ROOT = re.compile(r"<trials[\s>]")
_MAIN = re.compile(r"<main>\s*<(?:UTRN|trial_id|utrn)")
_TYPO = re.compile(r"<Triall[\s>]")
_NOTHING = frozenset({"", "nil", "null", "none"})
_NO_NAMES = frozenset({"not applicable", "not available", "not provided", "no title"})
_LANGUAGES = re.compile(r"<\w+_(?:en|kr)>")
"""Elements of single languages, in which a register near the exchange form keeps its texts."""
_RUN_TOGETHER = frozenset({"TCTR"})
"""Registries whose lists come without line ends between their items."""

CARRIES = frozenset(
    """
    identifiers url title official_title acronym status first_posted start_date completion_date
    results_first_posted sponsor collaborators conditions keywords study_type phases allocation
    intervention_model intervention_model_description primary_purpose masking enrollment arms
    interventions outcomes contacts
    countries see_also ipd_statement eligibility.text eligibility.minimum_age
    eligibility.maximum_age eligibility.sex
    """.split()
)


def recognises(head: Head) -> str | None:
    """`<trials>` whose trials begin with `<main>` and a number."""
    text = head.text
    if _ROOT.search(text[:4000]) and _MAIN.search(text) and not _LANGUAGES.search(text):
        return "XML with trials/trial/main, the WHO's exchange format"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial by itself; ChiCTR writes `<Triall>`."""
    return xml_elements(source, "Triall" if _TYPO.search(source.head.text) else "trial")


def read(raw: bytes) -> Reading:
    """What one trial says; raises Unreadable where it names none."""
    root = xml_root(raw)
    if odd := next((one.tag for one in root.iterfind("main/*/*")), None):
        raise Unreadable(f"its texts stand in elements of another form ({odd}), not in the WHO's")
    number = _said(root, "main/trial_id")
    if number is None:
        raise Unreadable("it names no trial: its trial_id is empty")
    words = Words()
    dates = Dates(prefix(number))
    trial = _trial(root, one_line(number), words, dates)
    return Reading(trial=trial, carries=CARRIES, notes=(*words.notes, *dict.fromkeys(dates.notes)))


def _trial(root: Element, said_number: str, words: Words, dates: Dates) -> Trial:
    known = registry_number(said_number)
    type = values.type_of_study(_line(root, "main/study_type"), words)
    design, notes = values.study_design(_line(root, "main/study_design"), words)
    dates.notes.extend(notes)
    given, arms, guess = _interventions(root, prefix(said_number))
    return Trial(
        number=known[1] if known else said_number,
        identifiers=tuple(_identifiers(root, said_number)),
        url=_line(root, "main/url"),
        title=_name(root, "main/public_title"),
        official_title=_name(root, "main/scientific_title"),
        acronym=_name(root, "main/acronym") or _name(root, "main/scientific_acronym"),
        status=values.status(_line(root, "main/recruitment_status"), words),
        first_posted=dates.read(_line(root, "main/date_registration"), "first_posted"),
        start_date=dates.read(
            _line(root, "main/date_enrolment"), "start_date", _line(root, "main/type_enrolment")
        ),
        completion_date=dates.read(_line(root, "main/results_date_completed"), "completion_date"),
        results_first_posted=dates.read(
            _line(root, "main/results_date_posted"), "results_first_posted"
        ),
        sponsor=next(iter(_organizations(root, "main/primary_sponsor")), None),
        collaborators=tuple(_organizations(root, "secondary_sponsor/sponsor_name")),
        conditions=_conditions(root),
        keywords=_keywords(root),
        study_type=type,
        phases=values.phase(_line(root, "main/phase"), type, words, prefix(said_number)),
        allocation=design.allocation,
        intervention_model=design.intervention_model,
        intervention_model_description=_line(root, "main/study_design"),
        primary_purpose=design.primary_purpose,
        masking=design.masking,
        enrollment=_enrollment(root),
        arms=arms,
        interventions=given,
        outcomes=tuple(_outcomes(root, prefix(said_number))),
        eligibility=_eligibility(root, prefix(said_number), words),
        contacts=tuple(dict.fromkeys(_contacts(root))),
        countries=tuple(dict.fromkeys(_every(root, "countries/country2"))),
        see_also=tuple(
            Link(url=url, label="Results")
            for url in joined(_said(root, "main/results_url_link"), ";")
            if url.startswith(("http://", "https://"))
        ),
        ipd_statement=_ipd(root, words),
        guesses=(
            *dates.guesses,
            *((Guess(field="interventions", why=guess),) if guess and given else ()),
            *((Guess(field="arms", why=guess),) if guess and arms else ()),
            *(_lost_lines() if prefix(said_number) in _RUN_TOGETHER else ()),
        ),
    )


def _lost_lines() -> Iterator[Guess]:
    yield Guess(field="eligibility.text", why="line ends of the list are lost: cut at its dashes")
    yield Guess(field="outcomes", why="time frame and method stand in one bracket")


def _said(root: Element, path: str) -> str | None:
    """The text at a path, lines kept; None for the words that stand for none."""
    text = blank(unmarked(root.findtext(path) or ""))
    return None if text is None or _is_none(text) else text


def _is_none(text: str) -> bool:
    return text.lower().rstrip(".") in _NOTHING or is_nothing(text)


def _name(root: Element, path: str) -> str | None:
    """A title or acronym: nothing is called "Not applicable"."""
    text = _line(root, path)
    return None if text and text.casefold().rstrip(".") in _NO_NAMES else text


def _line(root: Element, path: str) -> str | None:
    text = _said(root, path)
    return one_line(text) if text else None


def _every(root: Element, path: str) -> Iterator[str]:
    for element in root.findall(path):
        text = one_line(unmarked(element.text or ""))
        if not _is_none(text):
            yield text


_CODE = re.compile(r"[A-Za-z]\d{2,}\S*")
"""Codes of MeSH and ICD, which say nothing to a reader."""


def _keywords(root: Element) -> tuple[str, ...]:
    paths = ("health_condition_keyword/hc_keyword", "intervention_keyword/i_keyword")
    found = (word for path in paths for word in _every(root, path))
    return tuple(
        dict.fromkeys(
            word for word in found if not _CODE.fullmatch(word) and not _GLUED.search(word)
        )
    )


_GLUED = re.compile(r"[a-z][A-Z][a-z]\S*.*[a-z][A-Z][a-z]")
"""Several words run together (`MedicinePrabchomputaweepTheophyllineSpirometry`): none is told."""


def _identifiers(root: Element, number: str) -> Iterator[Identifier]:
    yield identifier(number)
    seen = {identifier(number).value}
    named = [(value, None) for value in joined(_said(root, "main/utrn"), ";")]
    others = [
        (_line(one, "sec_id"), _line(one, "issuing_authority"))
        for one in root.findall("secondary_ids/secondary_id")
    ]
    for value, domain in (*named, *others):
        if value and (found := identifier(value, domain=domain)).value not in seen:
            seen.add(found.value)
            yield found


def _organizations(root: Element, path: str) -> Iterator[Organization]:
    for name in dict.fromkeys(said.rstrip(" ,;") for said in _every(root, path)):
        yield Organization(name=name)


def _conditions(root: Element) -> tuple[str, ...]:
    text = _WRAPPED.sub(" ", _said(root, "main/hc_freetext") or "").replace("\n", ";")
    named = (_CODED.sub("", one_line(part)) for part in joined(text, ";"))
    return tuple(dict.fromkeys(filter(None, named)))


_WRAPPED = re.compile(r"(?<=[a-z])[ \t]*\n[ \t]*(?=[a-z])")
"""A line end between two small letters: a line that was too long, and no list."""
_CODED = re.compile(r"^-?\s*[A-Z]\d{2,4}\s+(?=\S)")
"""Peru's `-F329 Depressive episode`: a code of ICD before its words."""


_TYPES = {
    "drug": InterventionType.DRUG,
    "device": InterventionType.DEVICE,
    "procedure/surgery": InterventionType.PROCEDURE,
    "radiation": InterventionType.RADIATION,
    "dietary supplement": InterventionType.DIETARY_SUPPLEMENT,
    "behavioural": InterventionType.BEHAVIORAL,
    "biological/vaccine": InterventionType.BIOLOGICAL,
}


def _interventions(
    root: Element, registry: str
) -> tuple[tuple[Intervention, ...], tuple[Arm, ...], str | None]:
    """The text of interventions; typed where the registry codes it as one kind."""
    given, arms, guess = texts.interventions(_said(root, "main/i_freetext"), registry)
    codes = list(_every(root, "intervention_code/i_code"))
    if len(given) == 1 and len(codes) == 1 and codes[0].lower() in _TYPES:
        type = Coded(codes[0], _TYPES[codes[0].lower()])
        one = given[0]
        given = (Intervention(name=one.name, type=type, description=one.description),)
    return given, arms, guess


def _enrollment(root: Element) -> Enrollment | None:
    actual = count(_line(root, "main/results_actual_enrolment"), "ACTUAL")
    return actual or values.size(_line(root, "main/target_size"))


def _outcomes(root: Element, registry: str) -> Iterator[Outcome]:
    for path, kind in (
        ("primary_outcome/prim_outcome", OutcomeKind.PRIMARY),
        ("secondary_outcome/sec_outcome", OutcomeKind.SECONDARY),
    ):
        for element in root.findall(path):
            text = blank(unmarked(element.text or ""))
            if text is None or _is_none(text):
                continue
            for part in joined(text, ";") if registry == "ChiCTR" else (text,):
                yield _outcome(part, kind)


_TIME_FRAME = re.compile(r"(.+?)\s*\[Time ?frame:?\s+([^\[\]]+)\]", re.DOTALL | re.IGNORECASE)


def _outcome(text: str, kind: OutcomeKind) -> Outcome:
    """TCTR's `measure [Timeframe when how]`."""
    if found := _TIME_FRAME.fullmatch(text):
        return Outcome(measure=found[1], kind=kind, time_frame=one_line(found[2]))
    return Outcome(measure=text, kind=kind)


_ITEM = re.compile(r"(?<=\S)- (?=\S)")


def _itemised(text: str | None, registry: str) -> str | None:
    """A list whose line ends are lost, an item a line again."""
    if text and registry in _RUN_TOGETHER and text.startswith("- ") and "\n" not in text:
        return _ITEM.sub("\n- ", text)
    return text


def _eligibility(root: Element, registry: str, words: Words) -> Eligibility | None:
    parts = (
        ("Inclusion criteria", _itemised(_said(root, "criteria/inclusion_criteria"), registry)),
        ("Exclusion criteria", _itemised(_said(root, "criteria/exclusion_criteria"), registry)),
    )
    found = Eligibility(
        text="\n\n".join(f"{label}:\n{text}" for label, text in parts if text) or None,
        minimum_age=values.limit(_line(root, "criteria/agemin")),
        maximum_age=values.limit(_line(root, "criteria/agemax"), upper=True),
        sex=values.sex(_line(root, "criteria/gender"), words),
    )
    return None if found == Eligibility() else found


def _contacts(root: Element) -> Iterator[Contact]:
    for one in root.findall("contacts/contact"):
        names = (_line(one, part) for part in ("firstname", "middlename", "lastname"))
        contact = Contact(
            name=" ".join(filter(None, names)) or None,
            phone=_line(one, "telephone"),
            email=_line(one, "email"),
            affiliation=_line(one, "affiliation"),
        )
        if contact.name or contact.phone or contact.email:
            yield contact


def _ipd(root: Element, words: Words) -> IpdStatement | None:
    plan = _line(root, "main/results_IPD_plan")
    description = _said(root, "main/results_IPD_description")
    if plan is None and description is None:
        return None
    return IpdStatement(
        sharing=words.code(IpdSharing, plan, "IPD sharing"), description=description
    )


IMPORTER = Importer(
    name="who-xml",
    title="WHO exchange XML (ReBEC, ChiCTR and others)",
    recognises=recognises,
    records=records,
    read=read,
)
