"""Headings: which side a list is on, and which cohort or kind of test it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from catalog.eligibility.limits.gates import Gated, has_odd_case
from catalog.eligibility.splitting.odd_headings import (
    OddHeading,
    names_side,
    odd_beginning,
    odd_headings,
)
from catalog.model.csv_table import table

INCLUSION, EXCLUSION = "inclusion", "exclusion"


class Heading(msgspec.Struct, frozen=True):
    """A heading found: what it sets."""

    kind: str | None
    """The side, or None where it only names a section."""
    section: str
    end: int
    """Where the text behind it begins."""


_SIDE = (
    r"(?P<word>inclusions?|exclusions?|excluded|included|eligibility|ineligibility|non[- ]inclusion)"
    r"(?: (?P<object>criteria?|criterion|criterias|requirements?|factors?|conditions?|[a-z]+ criteria))?"
)
_SIDE_LINE = Gated(
    rf"^(?P<before>[^.:;\n]{{0,60}}?)\b{_SIDE}(?P<after>[^:;.\n]{{0,80}}?)\s*(?P<mark>:|;|\.|-(?= )|$)\s*",
    re.IGNORECASE,
)
_SIDE_INSIDE = Gated(
    r"(?<=\S)\s+(?P<all>(?P<before>(?:key |main |major |principal |general |patient |subject |donor |additional )*)"
    r"(?P<word>inclusion|exclusion)s? criteri(?:a|on)\s*:)",
    re.IGNORECASE,
    quick=r"(?:in|ex)clusions? criteri(?:a|on)\s*:",
)
# Older records whose lines were run together: "... per day. Exclusion Criteria Co-existing Condition: ...".
_SIDE_RUN_ON = Gated(
    r"(?<=[.;:)])\s+(?P<all>(?P<word>Inclusion|Exclusion) Criteria)"
    r"(?=\s+(?:[-*•]\s|[A-Z][\w/'-]*(?: [\w/'-]+){0,9}:))"
)
# The same right before a bullet, whatever stands before it: "... cell products Exclusion criteria * Known ...", with a
# label of whom it is for between. All such places of 7,941 real texts are headings; behind "the" it would be a reference.
_SIDE_AT_BULLET = Gated(
    r"(?<=\S)(?<!\bthe)(?<!\ball)(?<!\bany)(?<!\bof)(?<!\bmeet)(?<!\bmeeting)(?<!\babove)"
    r"\s+(?P<all>(?P<word>Inclusion|Exclusion) [Cc]riteria(?P<label>(?: for(?: [\w-]+){1,4}| [Tt]reatment eligibility)?))(?=\s+[*•]\s)",
    quick=r"(?:In|Ex)clusion [Cc]riteria[\w\s-]*[*•]",
)
# A side that begins within a line in other ways. All in capitals it is a heading wherever it stands; written with a
# capital it is one behind the end of a sentence, or where a list, a label or its own sentence ("include") follows.
# "Exclusion Criteria of the parent study apply" is neither.
_LABEL_BEHIND = (
    r"(?P<label>\s*[-–—]\s*(?:FOR |for )?(?:[\w/&,()+]+ ?){1,9}(?=\s*[:*•]|\s\d{1,2}[.)]\s)|\s*\([^()\n]{1,90}\)|"
    r"\s+(?:FOR|for)(?: [\w/&,()+'-]+){1,8}(?=\s*(?::|$)))?"
)
_NAMED = r"(?P<word>EXCLUSION|INCLUSION|Exclusion|Inclusion)(?:[sS]?(?=:)|[sS]? (?:CRIT[A-Z]+|[Cc]riteri(?:a|on)))"
_SIDE_NAMED = (
    r"(?P<all>(?P<before>(?:(?:GENERAL|KEY|MAIN|General|Key|Main|Major|Clinical|Subject|Additional|Other|Specific|\d\.\d(?:\.\d)?\.?) )*)"
    + _NAMED
    + _LABEL_BEHIND
    + r"(?:\s+(?:INCLUDE|includ(?:e|es|ed|ing)|are|ARE|were)(?: (?:the following|as follows))?)?(?:\s*:|\.(?=\s*$|\s+1[.)]))?-?)"
    r"(?=\s*$|\s+(?:\(?\d{1,2}[.)]|[*•·-]|\(\d|[A-Z][\w'-]*\b)|(?<=:)|(?<=include)|(?<=includes)|(?<=included)|(?<=following))"
)
_NO_REFERENCE = "".join(
    rf"(?<!\b{word})"
    for word in "the The see See all any of meet meeting in to or and above under per by with no not".split()
)
_SIDE_WITHIN = Gated(
    rf"(?:(?<=[.;:)\]])\s+|(?<=\S)(?<!/){_NO_REFERENCE}\s+(?=(?:[A-Z]{{3,}} )?(?:INCLUSION|EXCLUSION)S? CRIT|"
    r"(?:Clinical |Subject |Key |Main |General )?(?:Inclusion|Exclusion)(?:s?(?=:)|s? [Cc]riteri(?:a|on))"
    r"(?: (?:for|FOR)(?: [\w/&,()+-]+){1,6}| ?\([^()\n]{1,90}\))?\s*(?::\s|[-:.]*\s*(?:$|(?:1[.)]|[*•-])\s))))"
    + _SIDE_NAMED,
    quick=_NAMED,
)
_SIDE_BEGINS = Gated(_SIDE_NAMED)
_INSIDE = (_SIDE_INSIDE, _SIDE_RUN_ON, _SIDE_AT_BULLET, _SIDE_WITHIN)
_PLAIN_BEFORE = re.compile(
    r"^(?:the|key|main|major|principal|general|specific|patients?|subjects?|participants?|study|"
    r"criteria|for|of|all|trial|additional|other|primary|basic|core|common|select|brief|summary|and|"
    r"participant|clinical|protocol|individuals?|[#*\-\d.()\s]+)*\s*$",
    re.IGNORECASE,
)
_PLAIN_AFTER = re.compile(
    r"^[\s\-–—*]*(?:(?:include|includes|are|is|as follows|the following|following|but (?:are )?not limited to|"
    r"for (?:the )?(?:study|all|patients?|subjects?|participants?)|of (?:patients?|subjects?|participants?|the study)|"
    r"\(.*\)|[,\-–—\s]))*[\s]*$",
    re.IGNORECASE,
)
_EXCLUDING = ("ex", "inelig", "non")

# Headings of older registry records (National Cancer Institute's PDQ).
PDQ_PARTS: tuple[str, ...] = (
    "DISEASE CHARACTERISTICS",
    "PATIENT CHARACTERISTICS",
    "PRIOR CONCURRENT THERAPY",
    "PROTOCOL ENTRY CRITERIA",
)
PDQ_HEADINGS: tuple[str, ...] = (
    "Age",
    "Sex",
    "Menopausal status",
    "Performance status",
    "Life expectancy",
    "Hematopoietic",
    "Hepatic",
    "Renal",
    "Cardiovascular",
    "Pulmonary",
    "Neurologic",
    "Immunologic",
    "Gastrointestinal",
    "Dermatologic",
    "Ophthalmic",
    "Metabolic",
    "Other",
    "Biologic therapy",
    "Chemotherapy",
    "Endocrine therapy",
    "Radiotherapy",
    "Surgery",
    "Disease Characteristics",
    "Patient Characteristics",
    "Prior/Concurrent Therapy",
)

# Parts of the AIDS Clinical Trials Group's records, inside a line where lines were run together.
_ACTG_PART = Gated(
    r"(?<=[.;:)])\s+(?P<all>(?P<name>Co-existing Condition|Concurrent (?:Medication|Treatment)|"
    r"Prior (?:Medication|Treatment)|Risk Behavior)s?:"
    # "Excluded within 30 days:" and "Allowed:" say more than the side and stay before their list.
    r"(?:(?=\s+(?P<word>Excluded)\b)|)(?:\s+(?:Excluded|Required):)?)"
)


def side_heading(line: str) -> Heading | None:
    """A heading that sets the side at the beginning of a line: `Key Inclusion Criteria - Arm 1:`."""
    if (side := _whole_line(line)) is not None:
        return Heading(side, "", len(line))
    found = _SIDE_LINE.match(line)
    if found is not None and (labelled := _LABELLED.match(line)):
        section = f"{labelled['before'] or ''} {labelled['label']}".strip(" *#-:()–—")
        return Heading(_side(labelled["word"]), section, labelled.end())
    begins = (
        _SIDE_BEGINS.pattern.match(line.lstrip(" *#•-"))
        if names_side(line) and (found is None or not _is_heading(found, line))
        else None
    )
    if begins is not None:
        return Heading(
            _side(begins["word"]),
            (begins["label"] or "").strip(" *#-:()–—"),
            len(line) - len(line.lstrip(" *#•-")) + begins.end(),
        )
    if found is None or not _is_heading(found, line):
        odd = odd_beginning(line)
        return Heading(_side(odd.word), "", odd.end) if odd else None
    kind = _side(found["word"])
    before, after = found["before"].strip(" *#-:("), found["after"].strip(" *#-:()–—")
    section = " ".join(
        part
        for part, plain in ((before, _PLAIN_BEFORE), (after, _PLAIN_AFTER))
        if part and not plain.match(part)
    )
    return Heading(kind, section, found.end())


# A heading of a side in other words, or of a register that is not in English: it is all of its line.
_KINDS_OF = re.compile(
    r"(?:other|key|main|major|additional|further|specific|general|common|important) (?=(?:ex|in)clusions$)"
)


@cache
def _whole_headings() -> dict[str, str]:
    """The side of each heading of `whole_headings.csv`."""
    columns = ("heading", "side")
    path = Path(__file__).with_name("whole_headings.csv")
    return {row[0]: row[1] for row in table(path, columns, key=("heading",))}


def _whole_line(line: str) -> str | None:
    """The side that a line names where it is nothing but a heading of the table."""
    if len(line) > _LONGEST_WHOLE:
        return None
    said = line.strip(" \t*#•:?").replace("’", "'").lower()
    return _whole_headings().get(_KINDS_OF.sub("", said))


_LONGEST_WHOLE = 60
# A heading with a label behind a dash and nothing more: `Key Exclusion Criteria - Arms 1a, 1b, 2, and 3`.
_LABELLED = re.compile(
    r"^[\s*#•\-]*(?:(?P<plain>(?:key|main|major|principal|general|additional|other|specific)(?: +|$))*)(?P<before>)"
    r"(?P<word>inclusion|exclusion)s? criteri(?:a|on)\s*[-–—]\s*(?P<label>(?!.*\b(?:must|have|has|who|will|should|is|are)\b)[^.:;\n]{1,60})\s*$",
    re.IGNORECASE,
)


def _side(word: str) -> str:
    return EXCLUSION if word.lower().startswith(_EXCLUDING) else INCLUSION


def _is_heading(found: re.Match[str], line: str) -> bool:
    word, object_ = found["word"].lower(), found["object"]
    if object_ is None and (word not in ("inclusion", "exclusion", "inclusions", "exclusions")):
        return False
    if object_ is None and (found["before"].strip(" *#-") or len(found["after"].split()) > 4):
        return False
    rest = line[found.end() :].strip()
    if found["mark"] != ":" and rest:
        return False
    if found["mark"] in ("", ".") and len(line.split()) > 12:
        return False
    return found["mark"] == ":" or not _VERBS.search(found[0])


_VERBS = re.compile(
    r"\b(?:must|meet|met|have|has|had|who|will|should|defined|per|any of|not)\b", re.IGNORECASE
)


def inner_headings(text: str, start: int, end: int) -> Iterator[tuple[int, Heading]]:
    """The headings inside a line, in order: where each begins, and what it sets."""
    line = text[start:end]
    odd = odd_headings(text, start, end)
    if (
        not odd
        and not has_odd_case(line)
        and "clusion" not in line.lower()
        and not _ACTG_PART.may_match(line)
    ):
        return  # a side is named by one of two words, in letters of any size
    may = {gated: gated.may_match(line) for gated in (*_INSIDE, _ACTG_PART)}
    if not odd and not any(may.values()):
        return
    ahead = {gated: _Ahead(gated.pattern, text, end, each) for gated, each in may.items()}
    while (inner := _inner_heading(ahead, odd, start, end)) is not None:
        yield inner
        start = inner[1].end


class _Ahead:
    """The next match of a pattern behind a place that only moves on, so that no text is searched twice."""

    def __init__(self, pattern: re.Pattern[str], text: str, end: int, may: bool) -> None:
        self._pattern, self._text, self._end = pattern, text, end
        self._next: re.Match[str] | None = None
        self._is_over = not may

    def next(self, start: int) -> re.Match[str] | None:
        """The first match from here on."""
        if not self._is_over and (self._next is None or self._next.start() < start):
            self._next = self._pattern.search(self._text, start, self._end)
            self._is_over = self._next is None
        return self._next

    def before(self, start: int, stop: int) -> re.Match[str] | None:
        """The first match from here on, by what stands before a place."""
        found = self.next(start)
        if found is None or found.start() >= stop:
            return None
        if stop == self._end:
            return found
        return self._pattern.search(self._text, start, stop)


def _inner_heading(
    ahead: dict[Gated, _Ahead], odd: list[OddHeading], start: int, end: int
) -> tuple[int, Heading] | None:
    """A heading inside a line: where it begins, and what it sets."""
    found = ahead[_SIDE_INSIDE].next(start)
    run_on = ahead[_SIDE_RUN_ON].before(start, found.start("all") if found else end)
    first = run_on or found
    at_bullet = ahead[_SIDE_AT_BULLET].before(start, first.start("all") if first else end)
    first = at_bullet or first
    within = ahead[_SIDE_WITHIN].next(start)
    if within is not None and (first is None or within.start("all") < first.start("all")):
        first = within
    stop = first.start("all") if first else end
    other = next((each for each in odd if start <= each.at < stop), None)
    part = ahead[_ACTG_PART].before(start, other.at if other else stop)
    if part is not None:
        kind = EXCLUSION if part["word"] else None
        return part.start("all"), Heading(kind, part["name"], part.end())
    if other is not None:
        return other.at, Heading(
            _side(other.word) if other.word else None, other.section, other.end
        )
    if first is None:
        return None
    kind = _side(first["word"])
    before = first["before"].strip() if first is found else ""
    section = "" if _PLAIN_BEFORE.match(before) else before
    if first is at_bullet or first is within:
        section = (first["label"] or "").strip(" *#-:()–—")
    return first.start("all"), Heading(kind, section, first.end())


_SECTION_LINE = re.compile(r"^[\s*#\-\d.()]*(?P<name>[A-Z][^.;:!?]{1,70}):\s*$")
_COHORT = re.compile(
    r"\b(?:cohort|arm|group|part|phase|stage|donors?|recipients?|controls?|healthy|patients with|"
    r"participants with|subjects with|module|stratum|caregivers?|parents?|providers?|staff|relatives?|"
    r"characteristics|therapy|status|function|children|adults|dose|expansion|escalation|sub-?study)\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\b(?:must|should|defined|following|follows|include|includes|including|criteria|any of|all of|either|"
    r"one of|by|with|meet|required|if|at least|such as|requirements?|have|has|history|evidence)\b",
    re.IGNORECASE,
)


def section_heading(line: str) -> Heading | None:
    """A line that only names a cohort or part: `Control cohort - Participants with:`."""
    if not line.rstrip().endswith(":"):
        return None
    found = _SECTION_LINE.match(line)
    if found is None:
        return None
    name = found["name"].strip()
    pdq = name.upper() in PDQ_PARTS or name in PDQ_HEADINGS
    cohort = (
        bool(_COHORT.search(name))
        and len(name.split()) <= 8
        and not _LEAD_IN.search(name.removesuffix("with"))
    )
    return Heading(None, name, found.end()) if pdq or cohort else None
