"""The handout: a trial for a patient to read and to ask about, in large print.

Fixed sentences around quoted fields: nothing is summarised, promised or decided, and nothing of a
patient is on it. The sentences are a table (sentences.csv), in English and German; quotes stay in
the register's language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog.comparison import briefly
from catalog.model.code_words import word
from catalog.model.codes import Allocation, ArmType, Masking, OutcomeKind, WhoMasked
from catalog.model.csv_table import table
from catalog.model.recruitment import is_dated
from catalog.model.site_states import CLOSED, NOT_YET, site_state
from catalog.model.text import said
from catalog.model.trial import Arm, Eligibility, Trial, gender
from handover.pages import short_forms
from handover.pages.sheets import WIDTH, Made, html, tag
from handover.pages.subject import NO_TITLE, Subject, distance, place, reached
from handover.wrapping import hanging

LANGUAGES = ("en", "de")
_MOST = 6
"""Entries of a list of arms, outcomes or names."""


class Part(NamedTuple):
    """A piece of the page: a heading, a sentence of ours, or quoted words."""

    kind: str
    """`heading`, `says`, `quote`, `contact` (quoted too) or `term`."""
    text: str


@cache
def _sentences(language: str) -> dict[str, str]:
    path = Path(__file__).with_name("sentences.csv")
    rows = table(path, ("key", *LANGUAGES), key=("key",))
    place = LANGUAGES.index(language)
    return {key: told[place] for key, *told in rows}


def text(subject: Subject, made: Made, language: str = "en") -> str:
    """The handout in 96 columns."""
    say = _sentences(language)
    lines = [*hanging("", f"{say['title']}: {said(subject.merged.id)}", WIDTH)]
    marks = {"heading": "", "says": "", "quote": "  | ", "contact": "  | ", "term": "  "}
    before = ""
    for part in parts(subject, made, language):
        if part.kind == "heading" or (part.kind == "says" and before in ("", "heading")):
            lines += [""] if part.kind == "heading" or not before else []
        shown = part.text.upper() if part.kind == "heading" else part.text
        lines += hanging(marks[part.kind], shown, WIDTH)
        before = part.kind
    return "\n".join(lines) + "\n"


def page(subject: Subject, made: Made, language: str = "en") -> str:
    """The same as HTML in 14 point for A4."""
    title = f"{_sentences(language)['title']}: {said(subject.merged.id)}"
    names = {
        "heading": "h2",
        "says": "p",
        "quote": "blockquote",
        "contact": "blockquote",
        "term": "p",
    }
    body = [tag("h1", title)]
    body += [tag(names.get(part.kind, "p"), part.text) for part in parts(subject, made, language)]
    return html(title, body, large=True, language=language)


def parts(subject: Subject, made: Made, language: str = "en") -> Iterator[Part]:
    """The handout piece by piece, in its order."""
    say = _sentences(language)
    quotes: list[str] = []
    for part in _told(subject, say):
        if part.kind == "quote":
            quotes.append(part.text)
        yield part
    yield from _short_forms(subject, quotes, say, language)
    yield Part("heading", say["source"])
    url = f" {said(subject.merged.trial.url)}" if subject.merged.trial.url else ""
    yield Part("says", f"{said(subject.merged.id)}{url} ({_dated(subject, say)}).")
    newest = f", {say['newest']} {said(made.newest)}" if made.newest else ""
    yield Part("says", f"{say['made']} {made.day.isoformat()} ({said(made.catalogue)}{newest}).")
    yield Part("says", say["notice"])


def _told(subject: Subject, say: dict[str, str]) -> Iterator[Part]:
    trial = subject.merged.trial
    yield Part("says", say["what_this_is"])
    yield Part("says", say["quoted"])
    yield Part("heading", say["name"])
    yield from _quoted([subject.title] if subject.title != NO_TITLE else [], say)
    yield Part("heading", say["disease"])
    yield from _quoted([said(each) for each in trial.conditions], say)
    yield from _given(trial, say)
    yield Part("heading", say["who"])
    known = trial.eligibility or Eligibility()
    yield from _who(known, say)
    yield Part("says", say["more_is_checked"])
    yield from _means(trial, say)
    yield from _status(subject, say)
    yield from _call(subject, say)


def _who(known: Eligibility, say: dict[str, str]) -> Iterator[Part]:
    """Sex in our words, ages in the record's."""
    sex = known.sex.means if known.sex else None
    found = [Part("says", say[f"sex_{sex.value.lower()}"])] if sex else []
    for key, age in (("youngest", known.minimum_age), ("oldest", known.maximum_age)):
        found += [Part("says", f"{say[key]} “{said(age.said)}”")] if age else []
    if by := gender(known):
        found.append(Part("quote", said(by.strip(", "))))
    yield from found or [Part("says", say["not_stated"])]


def _quoted(texts: Sequence[str], say: dict[str, str]) -> Iterator[Part]:
    """Some quoted words, how many more there are, or that nothing is said."""
    if not texts:
        yield Part("says", say["not_stated"])
    yield from (Part("quote", each) for each in texts[:_MOST])
    if len(texts) > _MOST:
        yield Part("says", f"+ {len(texts) - _MOST} {say['more']}")


def _given(trial: Trial, say: dict[str, str]) -> Iterator[Part]:
    tested, against, others = (
        [said(briefly.arm_told(arm)) for arm in side] for side in briefly.sides(trial)
    )
    if tested or against:
        yield Part("heading", say["tested"])
        yield from _quoted(tested, say)
    else:
        yield Part("heading", say["given"])
        yield from _quoted(others or [said(each.name) for each in trial.interventions], say)
    yield Part("heading", say["against"])
    yield from _quoted(against, say)
    if others and (tested or against):
        yield Part("heading", say["others"])
        yield from _quoted(others, say)


def _means(trial: Trial, say: dict[str, str]) -> Iterator[Part]:
    """What the record says of days and chances; where it says nothing, that."""
    yield Part("heading", say["means"])
    found = [*_chance(trial, say)]
    described = [_described(arm) for arm in trial.arms if arm.description]
    if described:
        found += [Part("says", say["groups"]), *_quoted(described, say)]
    measured = [
        f"{said(each.measure)}" + (f" ({said(each.time_frame)})" if each.time_frame else "")
        for each in trial.outcomes
        if each.kind is OutcomeKind.PRIMARY
    ]
    if measured:
        found += [Part("says", say["measured"]), *_quoted(measured, say)]
    yield from found or [Part("says", say["means_not_stated"])]


def _described(arm: Arm) -> str:
    return f"{said(arm.label)}: {said(arm.description or '')}"


def _chance(trial: Trial, say: dict[str, str]) -> Iterator[Part]:
    allocation = trial.allocation.means if trial.allocation else None
    if allocation is Allocation.RANDOMIZED:
        yield Part("says", say["by_chance"])
    elif allocation is Allocation.NON_RANDOMIZED:
        yield Part("says", say["not_by_chance"])
    if any(each.means is WhoMasked.PARTICIPANT for each in trial.who_masked):
        yield Part("says", say["you_do_not_know"])
    elif trial.masking and trial.masking.means is Masking.NONE:
        yield Part("says", say["all_know"])
    if any(arm.type and arm.type.means is ArmType.PLACEBO_COMPARATOR for arm in trial.arms):
        yield Part("says", say["placebo"])


def _dated(subject: Subject, say: dict[str, str]) -> str:
    return f"{say['as_of']} {subject.as_of}" if subject.as_of else say["not_dated"]


def _status(subject: Subject, say: dict[str, str]) -> Iterator[Part]:
    status = subject.merged.trial.status
    yield Part("heading", say["status"])
    if status is None:
        yield Part("says", say["not_stated"])
    else:  # of a register that only has dates its dates, not what follows from them
        dates = status.said if is_dated(status.said) else None
        yield Part("quote", said(dates or word(status)))
    yield Part("says", f"({_dated(subject, say)})")
    code = status.means.value if status and status.means else None
    says = {CLOSED: "not_open", NOT_YET: "not_yet"}.get(site_state(code, None))
    if code in ("RECRUITING", "AVAILABLE") and not subject.is_dated:
        says = "open_now"  # a register that only has dates says no such thing
    if says:
        yield Part("says", say[says])
    if subject.doubt:
        yield Part("says", say["doubt"])


def _call(subject: Subject, say: dict[str, str]) -> Iterator[Part]:
    yield Part("heading", say["call"])
    central = [each for each in map(reached, subject.merged.trial.contacts) if each]
    first = subject.first
    yield from (Part("contact", each) for each in central[:2])
    if first is None:
        yield Part("says", say["no_place"])
    elif subject.is_anywhere:
        yield Part("says", say["many_places"])
        count = Counter(said(each.site.country or "country not stated") for each in subject.reaches)
        yield Part("contact", ", ".join(f"{name} ({count[name]})" for name in sorted(count)))
    else:
        if first.is_far:
            yield Part("says", say["none_near"])
        is_near = first.km is not None and not first.is_far
        yield Part("says", say["nearest" if is_near else "first_place"])
        far = distance(first)
        at_site = [each for each in map(reached, first.site.contacts) if each][:1]
        told = [f"{place(first.site)}{f' ({far})' if far else ''}", *at_site]
        yield from (Part("contact", each) for each in told)
        if first.is_unknown:
            yield Part("says", say["place_unsure"])
        central += at_site
    if not central:
        yield Part("says", say["no_contact"])


def _short_forms(
    subject: Subject, quotes: Sequence[str], say: dict[str, str], language: str
) -> Iterator[Part]:
    trial = subject.merged.trial
    known = trial.eligibility or Eligibility()
    record = [trial.official_title, trial.brief_summary, trial.detailed_description, known.text]
    record += [outcome.measure for outcome in trial.outcomes]
    found = short_forms.explained(quotes, [each for each in record if each], language)
    if not any(found):
        return
    yield Part("heading", say["short_forms"])
    yield from (Part("term", f"{short}: {told}") for short, told in found.by_table)
    for short, told in found.by_record:
        yield Part("term", f"{short}: “{said(told)}” ({say['from_record']})")
    if found.unknown:
        yield Part("says", f"{say['not_explained']} {', '.join(found.unknown)}")
