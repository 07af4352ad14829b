"""A Comparison as lines: sticky labels and heads, a window of columns, whole cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.comparison.compare import Cell, Comparison, Head, Row, Section
from catalog.model.text import clean
from tui.show.present import said, said_lines
from tui.terminal.repertoire import shown
from tui.terminal.styled import EMPTY, Line, Span, block, fit, width, wrap

LABEL = 19
_COLUMN = 27
_TALLEST = 6
"""Lines of a cell in the table; Enter shows the whole."""
LETTERS = "ABCD"
_RULE = " │ "


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
        return max((self.cells - LABEL - 1 - len(_RULE) * self.shown) // self.shown, 8)

    @property
    def columns(self) -> range:
        return range(self.first, self.first + self.shown)


def fitting(cells: int, trials: int) -> int:
    """How many columns fit: two at 80, three at 120, four at 160."""
    return max(1, min(trials, (cells - LABEL - 1) // (_COLUMN + len(_RULE))))


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
        for row in section.rows:
            first = len(lines)
            lines += _row(row, window)
            items.append((first, len(lines)))
            rows.append((section, row))
    return Table(tuple(lines), tuple(items), tuple(rows))


def _title(section: Section, equal: int, pinned: int | None) -> Line:
    rows = len(section.rows)
    told = f" · {section.differing(pinned)} of {rows} row{'s' if rows != 1 else ''} differ"
    against = f" from {LETTERS[pinned]}" if pinned is not None else ""
    hidden = f" · {equal} folded" if equal else ""
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
            spans.append(Span(_RULE, "dim"))
            spans.append(Span(fit(text, window.column), _style(row.cells[place])))
        yield tuple(spans)


def _cell(cell: Cell, cells: int) -> list[str]:
    text = said_lines(cell.shown)
    return wrap("\n".join(" ".join(line.split()) for line in text.split("\n")), cells)


def _style(cell: Cell) -> str:
    return "" if cell.stated else "missing"


def heads(trials: Sequence[Head], window: Window) -> list[Line]:
    """The sticky heads: which trial each column is; the current one in brackets."""
    spans: list[Span] = [Span(" " * LABEL)]
    titles: list[Span] = [Span(" " * LABEL)]
    for place in window.columns:
        head = trials[place]
        name = f"{LETTERS[place]} {said(head.id)}"
        name = f"[{name}]" if place == window.current else f" {name} "
        name += " pinned" if place == window.pinned else ""
        for line, text, style in ((spans, name, "head"), (titles, said(head.title), "")):
            line.append(Span(_RULE, "dim"))
            line.append(Span(fit(text, window.column), style))
    return [tuple(spans), tuple(titles)]


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
            yield from block(f"{clean(quote.field)}, {by}", cells, "dim", "      ", "      ")
        for quote in cell.dissent:
            by = clean(head.sources[quote.source]) if quote.source < len(head.sources) else ""
            told = f"another source says: {said(quote.text)} ({by})"
            yield from block(told, cells, "warn", "    ", "    ")
