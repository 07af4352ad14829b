"""Search results of the classic ClinicalTrials.gov as XML: a summary of each study."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from catalog.model.codes import (
    InterventionType,
    OutcomeKind,
    Sex,
    SponsorClass,
    StandardAge,
    Status,
    StudyType,
)
from catalog.model.record import Note
from catalog.model.trial import (
    Document,
    Eligibility,
    Identifier,
    Intervention,
    Organization,
    Outcome,
    Trial,
    TrialDate,
)
from importers.ctgov.csv.cells import number
from importers.ctgov.csv.classic import TITLES_ONLY
from importers.ctgov.csv.location_cells import GUESS, site
from importers.ctgov.design import FIELDS as DESIGN
from importers.ctgov.design import design, phase_words
from importers.ctgov.documents import document
from importers.cutting.whole import xml_elements, xml_root
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.ages import age
from importers.values.cleaning import Words, blank, count, identifier, yes_no

Element = etree._Element

_ROOT = re.compile(r"<search_results[\s>]")

CARRIES = (
    frozenset(
        """
        identifiers url title acronym status start_date primary_completion_date completion_date
        first_posted results_first_posted last_updated sponsor collaborators conditions study_type
        phases enrollment interventions outcomes sites documents has_results eligibility.sex
        eligibility.minimum_age eligibility.maximum_age eligibility.standard_ages
        """.split()
    )
    | DESIGN
)
"""What a summary states; its outcomes are titles, its sites lines of an address."""

KNOWN = frozenset(
    """
    nct_id title acronym status study_results conditions interventions outcome_measures sponsors
    gender min_age max_age age_groups phases enrollment funded_bys study_types exp_acc_types
    study_designs other_ids start_date primary_completion_date completion_date study_first_posted
    results_first_posted last_update_posted locations documents study_documents url
    """.split()
)


def recognises(head: Head) -> str | None:
    """A document of `<search_results>` with studies."""
    found = _ROOT.search(head.text[:2048])
    return "XML of <search_results>, as the classic ClinicalTrials.gov wrote" if found else None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each study of the results."""
    return xml_elements(source, "study")


def read(raw: bytes) -> Reading:
    """What one summary says; raises Unreadable where it names no trial."""
    root = xml_root(raw)
    words = Words()
    trial = _trial(root, words)
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=CARRIES,
        notes=(*words.notes, *_unknown(root)),
    )


def _unknown(root: Element) -> Iterator[Note]:
    for name in sorted({str(one.tag) for one in root if isinstance(one.tag, str)} - KNOWN):
        yield Note("unknown field", name[:60])


def _trial(root: Element, words: Words) -> Trial:
    code = words.code
    own = number(_text(root, "nct_id"), _text(root, "url"))
    title = _text(root, "title")
    if own is None and title is None:
        raise Unreadable("it names no trial: neither a number nor a title is in it")
    plan = design("|".join(_texts(root, "study_designs/study_design")), words)
    type = _text(root, "study_types")
    outcomes = _texts(root, "outcome_measures/outcome_measure")
    places = _texts(root, "locations/location")
    return Trial(
        number=own,
        identifiers=tuple(_identifiers(root, own)),
        url=_text(root, "url"),
        title=title,
        acronym=_text(root, "acronym"),
        status=code(Status, _text(root, "status"), "status"),
        start_date=_date(root, "start_date", words),
        primary_completion_date=_date(root, "primary_completion_date", words),
        completion_date=_date(root, "completion_date", words),
        first_posted=_date(root, "study_first_posted", words),
        results_first_posted=_date(root, "results_first_posted", words),
        last_updated=_date(root, "last_update_posted", words),
        sponsor=_sponsor(root, words),
        collaborators=tuple(
            Organization(name=name) for name in _texts(root, "sponsors/collaborator")
        ),
        conditions=_texts(root, "conditions/condition"),
        study_type=code(StudyType, type, "study type"),
        phases=tuple(
            phase for said in _texts(root, "phases/phase") for phase in phase_words(said, words)
        ),
        patient_registry=True if type and "Patient Registry" in type else None,
        allocation=plan.allocation,
        intervention_model=plan.intervention_model,
        primary_purpose=plan.primary_purpose,
        observational_model=plan.observational_model,
        time_perspective=plan.time_perspective,
        masking=plan.masking,
        who_masked=plan.who_masked,
        enrollment=count(_text(root, "enrollment")),
        interventions=tuple(_interventions(root, words)),
        outcomes=tuple(Outcome(measure=one, kind=OutcomeKind.UNSPECIFIED) for one in outcomes),
        eligibility=_eligibility(root, words),
        sites=tuple(site(place) for place in places),
        documents=tuple(_documents(root)),
        has_results=yes_no(_text(root, "study_results")),
        guesses=((TITLES_ONLY,) if outcomes else ()) + ((GUESS,) if places else ()),
    )


def _text(root: Element, path: str) -> str | None:
    return blank(root.findtext(path))


def _texts(root: Element, path: str) -> tuple[str, ...]:
    return tuple(said for one in root.iterfind(path) if (said := blank(one.text)))


def _date(root: Element, path: str, words: Words) -> TrialDate | None:
    return words.date(_text(root, path), None, path.replace("_", " "))


def _identifiers(root: Element, own: str | None) -> Iterator[Identifier]:
    if own is not None:
        yield Identifier(value=own, kind="nct")
    for position, one in enumerate(_texts(root, "other_ids/other_id")):
        yield identifier(one, own=position == 0)


def _sponsor(root: Element, words: Words) -> Organization | None:
    """The lead sponsor; classes are listed in the order of the sponsors, the lead's first."""
    name = _text(root, "sponsors/lead_sponsor")
    if name is None:
        return None
    classes = _texts(root, "funded_bys/funded_by")
    said = classes[0] if classes else None
    return Organization(name=name, class_=words.code(SponsorClass, said, "sponsor class"))


def _interventions(root: Element, words: Words) -> Iterator[Intervention]:
    for one in root.iterfind("interventions/intervention"):
        if name := blank(one.text):
            kind = words.code(InterventionType, one.get("type"), "intervention type")
            yield Intervention(name=name, type=kind)


def _eligibility(root: Element, words: Words) -> Eligibility | None:
    found = Eligibility(
        minimum_age=age(root.findtext("min_age")),
        maximum_age=age(root.findtext("max_age"), upper=True),
        standard_ages=words.codes(StandardAge, _texts(root, "age_groups/age_group"), "age group"),
        sex=words.code(Sex, _text(root, "gender"), "sex"),
    )
    return None if found == Eligibility() else found


def _documents(root: Element) -> Iterator[Document]:
    for one in root.iterfind("study_documents/study_document"):
        yield document(_text(one, "label"), _text(one, "url"))


IMPORTER = Importer(
    name="ctgov-search-xml",
    title="ClinicalTrials.gov, search results as XML",
    recognises=recognises,
    records=records,
    read=read,
)
