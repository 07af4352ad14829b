"""Which rows of a comparison are shown, and in which order: sections, and topics of eligibility."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from catalog.comparison.compare import Comparison, Row, Section
from catalog.eligibility.vocabulary.vocabulary import topics

_LABELS = {topic.id: topic.label for topic in topics().values()}


class Entry(NamedTuple):
    """A section or one of its topics, as a list offers it."""

    key: str
    """`Eligibility`, or `Eligibility/hepatic`: what order and hiding are kept by."""
    label: str
    section: str
    rows: int
    differing: int

    @property
    def is_topic(self) -> bool:
        return self.key != self.section


def key(section: Section, row: Row) -> str:
    """The topic of a row within its section."""
    return f"{section.name}/{row.topic}"


def entries(comparison: Comparison, order: Sequence[str]) -> tuple[Entry, ...]:
    """Every section, and below it its topics where it has topics of eligibility."""
    found = []
    for section in arranged(comparison, order, ()).sections:
        found.append(
            Entry(section.name, section.name, section.name, len(section.rows), section.differing())
        )
        topics = dict.fromkeys(row.topic for row in section.rows)
        if len(topics) < 2 or not topics.keys() & _LABELS.keys():
            continue
        for topic in topics:
            rows = [row for row in section.rows if row.topic == topic]
            label = _LABELS.get(topic, topic.replace("_", " "))
            differing = sum(row.differs for row in rows)
            found.append(
                Entry(f"{section.name}/{topic}", label, section.name, len(rows), differing)
            )
    return tuple(found)


def arranged(comparison: Comparison, order: Sequence[str], hidden: Collection[str]) -> Comparison:
    """Without what is hidden; what `order` names stands before its like, in that order."""
    places = {name: place for place, name in enumerate(order)}

    def section_place(section: Section) -> int:
        return places.get(section.name, len(places))

    sections = []
    for section in sorted(comparison.sections, key=section_place):
        topics = list(dict.fromkeys(key(section, row) for row in section.rows))
        topics.sort(key=lambda topic: places.get(topic, len(places)))
        rank = {topic: place for place, topic in enumerate(topics)}
        rows = [row for row in section.rows if key(section, row) not in hidden]
        rows.sort(key=lambda row, section=section: rank[key(section, row)])  # type: ignore[misc]
        if rows and section.name not in hidden:
            sections.append(Section(section.name, tuple(rows)))
    return Comparison(comparison.trials, tuple(sections))


def moved(listed: Sequence[Entry], place: int, by: int) -> tuple[str, ...] | None:
    """The order after moving an entry past its like; None where there is none on that side."""
    entry = listed[place]
    like = [
        each
        for each in listed
        if each.is_topic == entry.is_topic and (not entry.is_topic or each.section == entry.section)
    ]
    at = like.index(entry)
    if not 0 <= at + by < len(like):
        return None
    like.insert(at + by, like.pop(at))
    names = [each.key for each in like]
    rest = [each.key for each in listed if each.key not in names]
    return (*names, *rest)


def left_out(whole: Comparison, shown: Comparison) -> int:
    """How many rows are hidden."""
    return sum(len(section.rows) for section in whole.sections) - sum(
        len(section.rows) for section in shown.sections
    )
