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

import msgspec

from catalog.comparison.compare import Comparison
from catalog.merging.merged import MergedTrial
from catalog.model.recruitment import current_day
from catalog.model.text import clean, visible
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
_KIOSK_FILES, _KIOSK_BYTES = 200, 64 << 20
"""What a kiosk's folder may hold of exports: everybody who logs in writes there."""
_WITH_QUERY = " with query"
Forms = dict[str, Callable[[], str]]


def write(folder: Path, name: str, suffix: str, text: str, *, kiosk: bool = False) -> Path:
    """Write a new file below the folder, never over another; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    if kiosk:
        _look_for_room(folder, len(text.encode()))
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


def _look_for_room(folder: Path, size: int) -> None:
    """Raise OSError where the folder holds as much as a kiosk may write."""
    held = [each.stat(follow_symlinks=False) for each in os.scandir(folder)]
    if len(held) >= _KIOSK_FILES or sum(each.st_size for each in held) + size > _KIOSK_BYTES:
        raise OSError("the folder for exports is full; an administrator empties it")


def _suffix(form: str) -> str:
    return SUFFIXES[form.removesuffix(_WITH_QUERY)]


def ask(view: View, name: str, forms: Forms) -> None:
    """Let the user choose a form, write it, and say where."""

    def chosen(form: str) -> None:
        try:
            about = view.host.about
            folder = about.settings.export_folder
            path = write(folder, name, _suffix(form), forms[form](), kiosk=about.kiosk)
        except OSError as error:
            view.host.tell(f"nothing was written: {error.strerror or error}")
        else:
            view.host.tell(f"written: {path}")

    choices = [Choice(form, form, clean(f"{name}{_suffix(form)}")) for form in forms]
    folder = clean(str(view.host.about.settings.export_folder))
    view.app.push_screen(PickScreen(f"Export to {folder}", choices, chosen))


def export_comparison(view: View, shown: Comparison, left_out: int) -> None:
    """The comparison as it is shown; what was folded or hidden is counted."""
    made = Stamp(
        view.host.about.today,
        view.host.about.path.name,
        view.host.about.newest or "",
        left_out=left_out,
    )
    asked = msgspec.structs.replace(made, query=view.host.kept.query)
    name = "compare-" + "-".join(head.id for head in shown.trials)
    order = ("markdown", "text", "csv", "html", "json")
    forms: Forms = {form: partial(render.render, shown, made, form) for form in order}
    # What was typed may name a patient: it stands in a file only where that is asked for.
    forms |= {
        form + _WITH_QUERY: partial(render.render, shown, asked, form)
        for form in order[:2]
        if asked.query
    }
    ask(view, name, forms)


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
        return visible(json.dumps(told, ensure_ascii=False, indent=2))

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
    about = _about(view)
    typed = ("Query", clean(query) or "none")

    def text(*more: tuple[str, str]) -> str:
        head = "".join(f"{label}: {told}\n" for label, told in (*about, *more))
        return head + "\n" + "".join("  ".join(row) + "\n" for row in rows)

    def table() -> str:
        stream = io.StringIO()
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows([safe(each) for each in row] for row in rows)
        return stream.getvalue()

    def as_json() -> str:
        found = [dict(zip(names, row, strict=True)) for row in rows]
        told = {"export": dict(about), "trials": found}
        return visible(json.dumps(told, ensure_ascii=False, indent=2))

    forms: Forms = {"text": text, "csv": table, "json": as_json}
    # What was typed may name a patient: in no name of a file, and in one only where asked for.
    forms["text" + _WITH_QUERY] = lambda: text(typed)
    ask(view, f"list-of-{len(hits)}-{current_day().isoformat()}", forms)
