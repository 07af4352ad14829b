"""Sentences and clauses that keep patients out wherever they stand: "pregnant women are not eligible"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.splitting.sentences import sentence_spans

_KEPT_OUT = Gated(
    r"\b(?:(?:will|shall|are to|should|must) be (?:excluded|ineligible)|"
    r"(?:are|is) (?:also )?(?:excluded|ineligible|not eligible))\b",
    re.IGNORECASE,
)
# "who are not eligible", "that is ineligible": of whom or what it is told, not who may take part.
_TELLS_OF = re.compile(
    r"\b(?:who|whom|which|that|if they|because they|since they) $", re.IGNORECASE
)
# "ineligible for surgery": what a patient cannot have; "for this study", "for entry" is the trial.
_FOR = re.compile(r",? (?:for|to)\b", re.IGNORECASE)
_FOR_THE_STUDY = re.compile(
    r",? (?:for|to)\b(?: [\w-]+){0,3}? (?:stud(?:y|ies)|trial|protocol|phase|portion|part|enroll?(?:ment)?|entry|enter|"
    r"participat\w+|inclusion|randomi[sz]\w+|registration|accrual|recruitment|research|screening|step|arm|cohort|stratum)\b",
    re.IGNORECASE,
)
# "blood glucose is excluded from this evaluation": of what is measured or treated.
_FROM_ELSE = re.compile(
    r" from (?:(?:[\w-]+ ){0,2}(?:evaluation|analys[ie]s|field|boost|calculation|count|definition|requirement)s?|high dose)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"\b(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|donors?|recipients?|those|women|"
    r"men|females?|males?|children|infants|adults|anyone|candidates?)\b",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"[()\[\]]|;(?: ?(?:but|however)\b,?)?|[,.] ?(?:but|however)\b,?|\*? ?\bnote ?:", re.IGNORECASE
)
"""Brackets, and what begins another clause."""
_ONE_MORE = re.compile(r"\W*(?:and|or|and/or)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\W*(?:if|when|where)\b", re.IGNORECASE)
_MARKS = " *•-–"


def keeps_out(text: str) -> bool:
    """Whether a line of the inclusions says of whom it names that they are kept out.

    Only what its first sentence says counts, outside of brackets, and not of a clause behind another:
    "stage II disease; patients with bone metastases are ineligible" asks for stage II.
    """
    if not _KEPT_OUT.may_match(text):
        return False
    start, end = next(sentence_spans(text, 0, len(text)), (0, 0))
    return any(at == start for at, _ in _clauses(text, start, min(end, start + _LONGEST)))


_LONGEST = 4000
"""Of a sentence: behind so many letters no verb tells of its beginning."""


def clauses_out(text: str) -> list[tuple[int, int]]:
    """Spans of the clauses of a text that keep out, in order; none where nobody is kept out."""
    if not _KEPT_OUT.may_match(text):
        return []
    return [
        clause
        for start, end in sentence_spans(text, 0, len(text))
        for clause in _clauses(text, start, end)
    ]


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of one sentence that keep out."""
    at = start
    marks: list[re.Match[str]] | None = None
    while found := _KEPT_OUT.search(text, at, end):
        at = found.end()
        if _is_of_something_else(text, found):
            continue
        if marks is None:
            marks = list(_MARK.finditer(text, start, end))
            ends = _closed(marks)
        begins, stop = _around(text, start, end, found, marks, ends)
        yield begins, stop
        at = max(at, stop)


def _is_of_something_else(text: str, found: re.Match[str]) -> bool:
    if found[0].lower().endswith("excluded"):
        return _FROM_ELSE.match(text, found.end()) is not None
    if _FOR_THE_STUDY.match(text, found.end()):
        return False
    return bool(_FOR.match(text, found.end()) or _TELLS_OF.search(text, 0, found.start()))


def _closed(marks: list[re.Match[str]]) -> dict[int, int]:
    """Where the brackets end that are closed, by where they begin."""
    told: dict[int, int] = {}
    opened: list[re.Match[str]] = []
    for mark in marks:
        if mark[0] in "([":
            opened.append(mark)
        elif mark[0] in ")]" and opened:
            told[opened.pop().start()] = mark.start()
    return told


def _around(
    text: str,
    start: int,
    end: int,
    verb: re.Match[str],
    marks: list[re.Match[str]],
    closed: dict[int, int],
) -> tuple[int, int]:
    """Where the clause of a verb begins and ends: within its bracket, else between other clauses.

    Items of a list that `;` parts are no clauses: "patients with A; B; or C are excluded".
    """
    inside: list[int] = []
    """Where brackets began that are open."""
    around_verb: list[int] | None = None
    begins, stop = start, end
    for mark in marks:
        is_behind = mark.start() >= verb.end()
        if is_behind and around_verb is None:
            around_verb = inside.copy()
        if mark.start() in closed:
            inside.append(mark.start())
        elif inside and mark.start() == closed[inside[-1]]:
            inside.pop()
        elif inside or mark[0] in "()[]":
            continue
        elif not is_behind and text[start : mark.start()].strip(_MARKS):
            begins = mark.end()
        elif is_behind and mark[0][0] == ";":
            stop = mark.start()
            break
    if around_verb and text[start : around_verb[-1]].strip(_MARKS):
        return around_verb[-1] + 1, closed[around_verb[-1]]
    if begins == start or _CONDITION.match(text, start) or _ONE_MORE.match(text, begins):
        return start, stop
    if _PERSONS.search(text, begins, verb.start()) or not _PERSONS.match(
        text[start:begins].lstrip(_MARKS)
    ):
        return begins, stop
    return start, stop
