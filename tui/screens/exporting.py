"""Writing views to files, below the one export folder."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from catalog.comparison.compare import Comparison
from catalog.merging.merged import MergedTrial
from catalog.model.recruitment import current_day
from catalog.model.text import clean
from catalog.search.searcher import Hit
from tui.exports import render
from tui.exports.contract import trial_json
from tui.exports.csv import safe
from tui.exports.paper import Paper
from tui.exports.render import SUFFIXES, Stamp
from tui.exports.stamp import NOTICE
from tui.exports.trial_text import show
from tui.screens.pick import Choice, PickScreen
from tui.screens.view import View
from tui.terminal.styled import Line, text_of

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MOST = 1000
Forms = dict[str, Callable[[], str]]


def write(folder: Path, name: str, suffix: str, text: str) -> Path:
    """Write a new file below the folder, never over another; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = _UNSAFE.sub("-", name).strip(".-")[:80] or "trials"
    for number in range(1, _MOST):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            # O_EXCL follows no link that somebody laid there.
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path
    raise OSError(f"{folder} holds too many exports of this name")


def ask(view: View, name: str, forms: Forms) -> None:
    """Let the user choose a form, write it, and say where."""

    def chosen(form: str) -> None:
        try:
            path = write(
                view.host.about.settings.export_folder, name, SUFFIXES[form], forms[form]()
            )
        except OSError as error:
            view.host.tell(f"nothing was written: {error.strerror or error}")
        else:
            view.host.tell(f"written: {path}")

    choices = [Choice(form, form, clean(f"{name}{SUFFIXES[form]}")) for form in forms]
    folder = clean(str(view.host.about.settings.export_folder))
    view.app.push_screen(PickScreen(f"Export to {folder}", choices, chosen))


def export_comparison(view: View, shown: Comparison, left_out: int) -> None:
    """The comparison as it is shown; what was folded or hidden is counted."""
    made = Stamp(
        view.host.about.today,
        view.host.about.path.name,
        view.host.about.newest or "",
        view.host.kept.query,
        left_out,
    )
    name = "compare-" + "-".join(head.id for head in shown.trials)
    order = ("markdown", "text", "csv", "html", "json")
    ask(view, name, {form: partial(render.render, shown, made, form) for form in order})


def export_trial(view: View, merged: MergedTrial) -> None:
    """A whole trial, with the source of each value."""
    foot = "\n".join(f"{label}: {told}" for label, told in _about(view))

    def text(width: int | None = 80) -> str:
        stream = io.StringIO()
        show(merged, Paper(stream, width))
        return stream.getvalue().lstrip("\n") + "\n" + foot + "\n"

    def markdown() -> str:
        # As a code block nothing of the registry's text is read as Markdown.
        return "".join(f"    {line}\n" if line else "\n" for line in text(None).split("\n"))

    def as_json() -> str:
        told = trial_json(merged) | {"export": dict(_about(view))}
        return json.dumps(told, ensure_ascii=False, indent=2)

    ask(view, merged.id, {"text": text, "markdown": markdown, "json": as_json})


def _about(view: View) -> list[tuple[str, str]]:
    newest = f", newest source {view.host.about.newest}" if view.host.about.newest else ""
    made = current_day().isoformat()
    return [
        ("Made", made),
        ("Catalogue", f"{clean(view.host.about.path.name)}{newest}"),
        ("Note", NOTICE),
    ]


def export_lines(view: View, name: str, lines: Sequence[Line]) -> None:
    """Lines that were read: why a trial was found, a whole row, the keys of a view."""
    foot = "".join(f"{label}: {told}\n" for label, told in _about(view))
    ask(view, name, {"text": lambda: f"{clean(name)}\n\n{text_of(lines)}\n{foot}"})


def export_list(view: View, hits: Sequence[Hit], query: str) -> None:
    """The rows of the list that were looked at."""
    names = ("id", "status", "phases", "title")
    rows = [
        tuple(
            map(clean, (hit.id, hit.status or "not stated", "/".join(hit.phases), hit.title or ""))
        )
        for hit in hits
    ]
    about = [*_about(view), ("Query", clean(query) or "none")]

    def text() -> str:
        head = "".join(f"{label}: {told}\n" for label, told in about)
        return head + "\n" + "".join("  ".join(row) + "\n" for row in rows)

    def table() -> str:
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows([safe(each) for each in row] for row in rows)
        return stream.getvalue()

    def as_json() -> str:
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return json.dumps({"export": dict(about), "trials": found}, ensure_ascii=False, indent=2)

    ask(view, f"search-{query[:40]}", {"text": text, "csv": table, "json": as_json})
