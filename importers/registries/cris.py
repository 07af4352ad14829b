"""CRiS, the Korean register: XML of a search, near the WHO's exchange form and not it.

Texts stand in an element for each language (`scientific_title/sci_title_en`), criteria and the
condition in `main`; there is no public title. English is taken, else Korean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from catalog.model.codes import OutcomeKind, Status, StudyType
from catalog.model.trial import (
    Eligibility,
    Guess,
    Identifier,
    Organization,
    Outcome,
    Trial,
    one_line,
)
from importers.cutting.whole import xml_elements, xml_root
from importers.ictrp import coded_values as values
from importers.ictrp.dates import Dates
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.cleaning import Words, blank, identifier, registry_number

Element = etree._Element

_TELLING = re.compile(r"<(?:prim_sponsor|sci_title|inc_criteria|prim_outcome)_(?:en|kr)>")
_CONTROL = re.compile(rb"&#(?:x0*[0-8bcef]|x0*1[0-9a-f]|0*[0-8]|0*1[124-9]|0*2\d|0*3[01]);", re.I)
"""Control characters written as entities, which no XML may hold."""

CARRIES = frozenset(
    """
    identifiers official_title acronym status start_date completion_date first_posted last_updated
    sponsor collaborators conditions study_type phases outcomes eligibility.text
    """.split()
)


def recognises(head: Head) -> str | None:
    """`<trials>` whose texts stand in elements for English and Korean."""
    text = head.text
    if "<trials" in text[:4000] and _TELLING.search(text):
        return "XML with texts in English and Korean elements, as the Korean register CRiS writes"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial by itself."""
    return xml_elements(source, "trial")


def read(raw: bytes) -> Reading:
    """What one trial says; raises Unreadable where it names none."""
    root = xml_root(_CONTROL.sub(b"", raw))
    known = registry_number(_line(root, "main/trial_id") or "")
    if known is None or known[0] != "kct":
        raise Unreadable("it names no trial: its trial_id is no number of CRiS")
    words, dates = Words(), Dates("KCT")
    trial = _trial(root, known[1], words, dates)
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=CARRIES,
        notes=(*words.notes, *dict.fromkeys(dates.notes)),
    )


def _trial(root: Element, number: str, words: Words, dates: Dates) -> Trial:
    condition = _line(root, "main/hc_code")
    own = _line(root, "main/protocol_id")
    sponsor = _line(root, "main/primary_sponsor")
    type = words.code(StudyType, _line(root, "main/study_type"), "study type")
    why = "the register's cell of conditions, kept whole"
    return Trial(
        number=number,
        identifiers=(
            Identifier(value=number, kind="kct"),
            *((identifier(own, own=True),) if own else ()),
        ),
        official_title=_line(root, "main/scientific_title"),
        acronym=_line(root, "main/scientific_acronym"),
        status=words.code(Status, _line(root, "main/recruitment_status"), "status"),
        start_date=dates.read(_line(root, "main/date_enrolment"), "start_date"),
        completion_date=dates.read(_line(root, "main/date_completion"), "completion_date"),
        first_posted=dates.read(_line(root, "main/date_registration"), "first_posted"),
        last_updated=dates.read(_line(root, "main/data_update"), "last_updated"),
        sponsor=Organization(name=sponsor) if sponsor else None,
        collaborators=tuple(
            Organization(name=name)
            for one in root.findall("secondary_sponsor")
            if (name := _line(one))
        ),
        conditions=(condition,) if condition else (),
        study_type=type,
        phases=values.phase(_line(root, "main/phase"), type, words),
        outcomes=tuple(_outcomes(root)),
        eligibility=_eligibility(root),
        guesses=(Guess(field="conditions", why=why),) if condition and "," in condition else (),
    )


def _said(root: Element, path: str = "") -> str | None:
    """The English text of an element, else that of its first language, else its own."""
    element = root.find(path) if path else root
    if element is None:
        return None
    inner = sorted(element, key=lambda one: not str(one.tag).endswith("_en"))
    texts = (blank(one.text) for one in (*inner, element))
    return next((text for text in texts if text), None)


def _line(root: Element, path: str = "") -> str | None:
    text = _said(root, path)
    return one_line(text).removeprefix("* ") if text else None


def _outcomes(root: Element) -> Iterator[Outcome]:
    """Each in English; where there is no English one, in Korean."""
    for path, kind in (
        ("primary_outcome", OutcomeKind.PRIMARY),
        ("secondary_outcome", OutcomeKind.SECONDARY),
    ):
        found = [one for group in root.findall(path) for one in group if blank(one.text)]
        english = [one for one in found if str(one.tag).endswith("_en")]
        for one in english or found:
            yield Outcome(measure=(one.text or "").strip(), kind=kind)


def _eligibility(root: Element) -> Eligibility | None:
    parts = (
        ("Inclusion criteria", _said(root, "main/inclusion_criteria")),
        ("Exclusion criteria", _said(root, "main/exclusion_criteria")),
    )
    text = "\n\n".join(f"{label}:\n{text}" for label, text in parts if text)
    return Eligibility(text=text) if text else None


IMPORTER = Importer(
    name="cris-xml",
    title="CRiS (Korean register), XML of a search",
    recognises=recognises,
    records=records,
    read=read,
)
