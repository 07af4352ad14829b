"""BioMCP's own trial JSON: an abridged summary of a ClinicalTrials.gov study, made for an agent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model.codes import Status, StudyType, phases
from catalog.model.trial import (
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    Organization,
    Trial,
)
from importers.cutting.whole import decoded, json_items, whole
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.pages.text import age_limits
from importers.values.cleaning import Words, count, registry_number
from importers.values.json_values import Json

_TELLING = re.compile(r'"nct_id"\s*:.*"age_range"\s*:', re.DOTALL)
_CUT = ("...", "…")
_FIELDS = {
    "nct_id": "identifiers",
    "title": "title",
    "status": "status",
    "phase": "phases",
    "study_type": "study_type",
    "age_range": "eligibility.minimum_age",
    "conditions": "conditions",
    "interventions": "interventions",
    "sponsor": "sponsor",
    "enrollment": "enrollment",
    "summary": "brief_summary",
    "start_date": "start_date",
    "completion_date": "completion_date",
}


def recognises(head: Head) -> str | None:
    """JSON with nct_id, age_range and the client's `_meta` or source."""
    text = head.text.lstrip("\ufeff \t\r\n")[:20_000]
    if _PAGE.match(text):
        return "Markdown with a number and a line of status and phase, as BioMCP shows a trial"
    if text.startswith(("{", "[")) and _TELLING.search(text) and '"source"' in text:
        return "JSON with nct_id, source and age_range, as BioMCP gives a trial"
    return None


_PAGE = re.compile(r"# NCT\d{8}\s+Status: [^\n]*\| Study Type: ", re.ASCII)
_LABELS = {
    "Status": "status",
    "Phase": "phase",
    "Study Type": "study_type",
    "Sponsor": "sponsor",
    "Title": "title",
    "Target Enrollment": "enrollment",
    "Eligible Ages": "age_range",
    "Start Date": "start_date",
    "Completion Date": "completion_date",
}
_END = ("More:", "All:", "See also:", "[ClinicalTrials.gov]")


def _of_page(text: str) -> dict[str, object]:
    """The members of the JSON out of the same summary as Markdown."""
    said: dict[str, object] = {"nct_id": text[2:13]}
    top, *sections = text.split("\n## ")
    for line in top.split("\n"):
        for part in (line,) if line.startswith("Title:") else line.split(" | "):
            label, colon, value = part.partition(": ")
            if colon and label in _LABELS:
                said[_LABELS[label]] = value.strip()
    for section in sections:
        name, _, body = section.partition("\n")
        lines = body.strip().split("\n")
        if name in ("Conditions", "Interventions"):
            said[name.lower()] = [line[2:].strip() for line in lines if line.startswith("- ")]
        elif name == "Summary":
            end = next((n for n, line in enumerate(lines) if line.startswith(_END)), len(lines))
            said["summary"] = "\n".join(lines[:end]).strip()
    return said


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial by itself; a page of Markdown is one."""
    if source.head.text.lstrip("\ufeff \t\r\n").startswith("#"):
        return whole(source)
    return json_items(source, "trials", "results")


def read(raw: bytes) -> Reading:
    """What the summary says; raises Unreadable where it names no trial."""
    said = Json(_of_page(decoded(raw)[0])) if _PAGE.match(decoded(raw)[0]) else Json.record(raw)
    known = registry_number(said.text("nct_id") or "")
    if known is None:
        raise Unreadable("it names no trial: its nct_id is no number of a registry")
    words = Words()
    ages = age_limits(said.text("age_range"))
    summary = said.text("summary")
    cut = summary is not None and summary.endswith(_CUT)
    sponsor = said.text("sponsor")
    size = count(said.text("enrollment"))
    trial = Trial(
        number=known[1],
        identifiers=(Identifier(value=known[1], kind=known[0]),),
        title=said.text("title"),
        status=words.code(Status, said.text("status"), "status"),
        study_type=words.code(StudyType, said.text("study_type"), "study type"),
        phases=phases(said.text("phase") or ""),
        conditions=said.texts("conditions"),
        interventions=tuple(Intervention(name=name) for name in said.texts("interventions")),
        sponsor=Organization(name=sponsor) if sponsor else None,
        enrollment=Enrollment(count=size.count, said=size.said) if size else None,
        brief_summary=summary,
        start_date=words.date(said.text("start_date"), None, "start date"),
        completion_date=words.date(said.text("completion_date"), None, "completion date"),
        eligibility=Eligibility(minimum_age=ages.minimum, maximum_age=ages.maximum)
        if ages.minimum or ages.maximum
        else None,
        guesses=(Guess(field="brief_summary", why="the client cut the text off"),) if cut else (),
    )
    carried = {field for name, field in _FIELDS.items() if said.at(name)}
    if cut:  # a text cut off replaces none
        carried.discard("brief_summary")
    if "eligibility.minimum_age" in carried:
        carried.add("eligibility.maximum_age")
    return Reading(trial=trial, carries=frozenset(carried), notes=words.notes)


IMPORTER = Importer(
    name="biomcp-json",
    title="BioMCP, a trial's summary as JSON",
    recognises=recognises,
    records=records,
    read=read,
)
