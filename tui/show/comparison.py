"""A Comparison as lines: sticky labels and heads, a window of columns, whole cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from catalog.comparison.compare import Cell, Comparison, Head, Row, Section
from catalog.comparison.result import NAMING
from catalog.eligibility.vocabulary.entries import topics as vocabulary_topics
from catalog.model.text import clean
from tui.show.fields import named
from tui.show.words import said, said_lines, short_status, status_style
from tui.terminal.repertoire import shown
from tui.terminal.styled import EMPTY, Line, Span, block, fit, width, wrap

LABEL = 19
_COLUMN = 27
_BRIEF = 40
_TALLEST = 6
"""Lines of a cell in the table; Enter shows the whole."""
LETTERS = "ABCD"
RULE = " │ "
_TO_READ = " not compared by the program: read them"


class Window(NamedTuple):
    """Which columns are in sight."""

    first: int
    shown: int
    cells: int
    """Of the whole table."""
    pinned: int | None = None
    current: int = 0

    @property
    def column(self) -> int:
        """Cells of one column."""
        return max((self.cells - LABEL - 1 - len(RULE) * self.shown) // self.shown, 8)

    @property
    def columns(self) -> range:
        return range(self.first, self.first + self.shown)


def fitting(cells: int, trials: int) -> int:
    """How many columns fit: two at 80, three at 120, four at 160."""
    return max(1, min(trials, (cells - LABEL - 1) // (_COLUMN + len(RULE))))


class Table(NamedTuple):
    """The table's lines, and for each row of the comparison its range of lines."""

    lines: tuple[Line, ...]
    items: tuple[tuple[int, int], ...]
    rows: tuple[tuple[Section, Row], ...]


def table(whole: Comparison, shown: Comparison, window: Window) -> Table:
    """The table in a window; `whole` tells how many rows were folded or hidden."""
    lines: list[Line] = []
    items: list[tuple[int, int]] = []
    rows: list[tuple[Section, Row]] = []
    totals = {section.name: section for section in whole.sections}
    for section in shown.sections:
        total = totals[section.name]
        lines += [EMPTY] if lines else []
        lines.append(_title(total, len(total.rows) - len(section.rows), window.pinned))
        for place, row in enumerate(section.rows):
            if place == section.judged:
                lines.append((Span(_TO_READ, "dim"),))
            first = len(lines)
            lines += _row(row, window)
            items.append((first, len(lines)))
            rows.append((section, row))
    lines += _alone(whole, shown, window)
    return Table(tuple(lines), tuple(items), tuple(rows))


def _alone(whole: Comparison, shown: Comparison, window: Window) -> Iterator[Line]:
    """`stated by A alone: …`, for what is folded because nobody else speaks of it."""
    kept = {(section.name, row.label) for section in shown.sections for row in section.rows}
    for place in range(len(whole.trials)):
        told = [
            f"{said(row.label)} {' '.join(said(row.cells[place].shown).split())}"
            for section in whole.sections
            for row in section.rows
            if row.alone == place
            and not row.tells_apart
            and row.topic not in NAMING
            and (section.name, row.label) not in kept
        ]
        if told:
            yield EMPTY
            lead = f" stated by {LETTERS[place]} alone: "
            brief = [text if width(text) <= _BRIEF else fit(text, _BRIEF).rstrip() for text in told]
            yield from block(lead + " · ".join(brief), window.cells - 1, "dim")


def _title(section: Section, equal: int, pinned: int | None) -> Line:
    rows = len(section.rows)
    told = f" · {section.differing(pinned)} of {rows} row{'s' if rows != 1 else ''} differ"
    against = f" from {LETTERS[pinned]}" if pinned is not None else ""
    hidden = f" · {equal} not shown" if equal else ""
    return (Span(" " + section.name.upper(), "head"), Span(told + against + hidden, "dim"))


def _row(row: Row, window: Window) -> Iterator[Line]:
    differs = row.differs if window.pinned is None else row.differs_from(window.pinned)
    label = wrap(said(row.label), LABEL - 3)
    texts = [_cell(row.cells[place], window.column) for place in window.columns]
    height = max(len(label), *map(len, texts))
    for number in range(min(height, _TALLEST)):
        sign = shown("≠") if differs and number == 0 else " "
        left = fit(label[number] if number < len(label) else "", LABEL - 1 - len(sign))
        spans = [Span(f" {left}"), Span(sign, "warn")]
        for place, lines in zip(window.columns, texts, strict=True):
            text = lines[number] if number < len(lines) else ""
            if number == _TALLEST - 1 and len(lines) > _TALLEST:
                text = fit(text.rstrip() + " …", window.column)
            spans.append(Span(RULE, "dim"))
            spans.append(Span(fit(text, window.column), _style(row.cells[place])))
        yield tuple(spans)


def _cell(cell: Cell, cells: int) -> list[str]:
    text = said_lines(cell.shown)
    return wrap("\n".join(" ".join(line.split()) for line in text.split("\n")), cells)


def _style(cell: Cell) -> str:
    return "" if cell.stated else "missing"


def heads(trials: Sequence[Head], window: Window) -> list[Line]:
    """The sticky heads: how each trial is called, its status and number; `[A]` is the current."""
    names: list[Span] = [Span(" " * LABEL)]
    states: list[Span] = [Span(" " * LABEL)]
    for place in window.columns:
        head = trials[place]
        letter = f"[{LETTERS[place]}]" if place == window.current else f" {LETTERS[place]} "
        pinned = " · compared with" if place == window.pinned else ""
        rule = Span(RULE, "dim")
        called = said(head.short or head.title) + pinned
        status = short_status(head.status) + ("?" if head.doubt else "")
        number = said(head.id)
        room = max(window.column - width(number) - 1, 0)
        names += [rule, Span(fit(f"{letter} {called}", window.column), "head")]
        states += [rule, Span(fit(status, room), status_style(head.status, bool(head.doubt)))]
        states.append(Span(fit(f" {number}", window.column - room)))
    return [tuple(names), tuple(states)]


def places(trials: Sequence[Head], window: Window) -> str:
    """`A B [C]`: which columns are in sight, where not all are."""
    if window.shown >= len(trials):
        return ""
    return " ".join(
        f"[{LETTERS[place]}]" if place in window.columns else LETTERS[place]
        for place in range(len(trials))
    )


def whole_row(section: Section, row: Row, trials: Sequence[Head], cells: int) -> Iterator[Line]:
    """A row in full: each trial's text, the words behind it and their source."""
    told = "differs" if row.differs else "does not differ"
    yield (Span(f"{said(section.name)}: {said(row.label)}", "head"), Span(f"   {told}", "dim"))
    for one, other, gap in row.gaps:
        yield (Span(f"{LETTERS[one]} and {LETTERS[other]} are {said(gap)} apart", "warn"),)
    for place, (cell, head) in enumerate(zip(row.cells, trials, strict=True)):
        yield EMPTY
        lead = f"{LETTERS[place]} {said(head.id)}  "
        yield (Span(lead, "bold"), Span(fit(said(head.title), cells - width(lead)).rstrip(), "dim"))
        yield from block(said_lines(cell.shown), cells, _style(cell), "  ", "  ")
        if cell.uncertain:
            yield from block(f"~ {said(cell.uncertain)}", cells, "warn", "  ", "  ")
        for quote in cell.quotes:
            by = clean(head.sources[quote.source]) if quote.source < len(head.sources) else ""
            yield from block(f'"{said_lines(quote.text)}"', cells, "key", "    ", "    ")
            yield from block(f"{said(named(quote.field))}, {by}", cells, "dim", "      ", "      ")
        for quote in cell.dissent:
            by = clean(head.sources[quote.source]) if quote.source < len(head.sources) else ""
            told = f"another source says: {said(quote.text)} ({by})"
            yield from block(told, cells, "warn", "    ", "    ")


# which rows are shown, and in which order


class Entry(NamedTuple):
    """A section or one of its topics, as a list offers it."""

    key: str
    """`For whom`, or `For whom/hepatic`: what order and hiding are kept by."""
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
    labels = {known.id: known.label for known in vocabulary_topics().values()}
    found = []
    for section in arranged(comparison, order, ()).sections:
        found.append(
            Entry(section.name, section.name, section.name, len(section.rows), section.differing())
        )
        topics = dict.fromkeys(row.topic for row in section.rows)
        if len(topics) < 2 or not topics.keys() & labels.keys():
            continue
        for topic in topics:
            rows = [row for row in section.rows if row.topic == topic]
            label = labels.get(topic, topic.replace("_", " "))
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
