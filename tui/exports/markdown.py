"""A Comparison as Markdown: one table for each section, safe to paste into a chart or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.comparison.compare import Cell, Comparison, Head, Row, Section
from catalog.model.text import clean
from tui.exports.stamp import LETTERS, Stamp, about, dissent, label, reference, sources, title

_MARKUP = re.compile(r"([\\`*_\[\]<>|~$])")
_LINKS = re.compile(r"(?<=[A-Za-z])(:)(?=//)|(@)|(?<=\bwww)(\.)", re.IGNORECASE)
_NUMBERED = {":": "&#58;", "@": "&#64;", ".": "&#46;"}


def markdown(comparison: Comparison, stamp: Stamp) -> str:
    """The whole comparison as GitHub-flavoured Markdown."""
    lines = ["# Comparison of clinical trials", ""]
    lines.extend(f"- {name}: {escaped(told)}" for name, told in about(comparison, stamp))
    lines.append("")
    for letter, trial in zip(LETTERS, comparison.trials, strict=False):
        lines.append(f"- **{letter}** {escaped(trial.id)}: {escaped(_one_line(trial.title))}")
    for section in comparison.sections:
        lines.extend(("", *_table(section, comparison)))
    lines.extend(("", "## Sources", ""))
    lines.extend(f"- {mark}: {escaped(told)}" for mark, told in sources(comparison))
    return "\n".join(lines) + "\n"


def _table(section: Section, comparison: Comparison) -> Iterator[str]:
    heads = [
        f"{letter} {escaped(trial.id)}"
        for letter, trial in zip(LETTERS, comparison.trials, strict=False)
    ]
    yield f"## {title(section)}"
    yield ""
    yield f"| | | {' | '.join(heads)} |"
    yield "| --- " * (len(heads) + 2) + "|"
    for row in section.rows:
        yield _row(row, comparison)


def _row(row: Row, comparison: Comparison) -> str:
    cells = [_cell(cell, head) for cell, head in zip(row.cells, comparison.trials, strict=True)]
    mark = "≠" if row.differs else ""
    return f"| {escaped(label(row))} | {mark} | {' | '.join(cells)} |"


def _cell(cell: Cell, head: Head) -> str:
    """The text escaped; our own marks behind it are no markup and stay as they are."""
    parts = [escaped(cell.text), cell.mark, reference(cell, head), escaped(dissent(cell)).strip()]
    return " ".join(filter(None, parts))


def escaped(told: str) -> str:
    """Text of which Markdown reads nothing as markup; line feeds become `<br>`."""
    text = clean(told, lines=True).replace("&", "&amp;")
    text = _MARKUP.sub(r"\\\1", text)
    text = _LINKS.sub(lambda found: _NUMBERED[found[0]], text)
    return "<br>".join(line.strip() for line in text.split("\n"))


def _one_line(told: str) -> str:
    return " ".join(told.split())
