"""Writing views to files, below the one export folder."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from catalog.comparison.compare import Comparison
from catalog.merging.merged import MergedTrial
from catalog.model.recruitment import current_day
from catalog.model.text import clean, visible
from handover import listing
from handover.listing import TEXT, Wanted
from handover.notice import NOTICE
from handover.saving import KIOSK, save
from handover.source import Source
from tui.app.asking import Reading, Stop
from tui.exports import render
from tui.exports.contract import trial_json
from tui.exports.paper import Paper
from tui.exports.render import SUFFIXES, Stamp
from tui.exports.trial_text import show
from tui.screens.host import About
from tui.screens.pick import Choice, PickScreen
from tui.screens.printed import OF_COMPARISON, OF_TRIAL, Page, print_page
from tui.screens.view import View
from tui.settings.folders import synonyms_file
from tui.terminal.styled import Line, text_of

if TYPE_CHECKING:
    from catalog.search.query import Query

_WITH_QUERY = " with query"
_WITH_PATIENT = " with the patient"
Forms = dict[str, Callable[[], str]]


def write(folder: Path, name: str, suffix: str, text: str, *, kiosk: bool = False) -> Path:
    """Write a new file below the folder, never over another; raises OSError."""
    return save(folder, name, suffix, lambda out: out.write(text), KIOSK if kiosk else None)[0]


def _suffix(form: str) -> str:
    return SUFFIXES[form.removesuffix(_WITH_QUERY).removesuffix(_WITH_PATIENT)]


def ask(
    view: View,
    name: str,
    forms: Forms,
    pages: Mapping[str, Page] | None = None,
    ids: Sequence[str] = (),
) -> None:
    """Let the user choose a form or a page of these trials, write it, and say where."""
    pages = pages or {}

    # A patient's values and verdicts go out by a yes alone, and into no folder that others share.
    is_asked = view.host.kept.lens is not None and not view.host.about.kiosk
    whole = view.text_with_patient() if is_asked else ""
    if whole and "text" in forms:
        forms = forms | {"text" + _WITH_PATIENT: lambda: whole}

    def chosen(form: str) -> None:
        if form in pages:
            print_page(view, pages[form], ids)
            return
        if not form.endswith(_WITH_PATIENT):
            write_as(form)
            return
        from tui.screens.yes import ask_for_yes  # most sessions set no patient

        plain = form.removesuffix(_WITH_PATIENT)
        ask_for_yes(view, "Write", lambda: write_as(plain), lambda: write_as(form))

    def write_as(form: str) -> None:
        try:
            about = view.host.about
            folder = about.settings.export_folder
            path = write(folder, name, _suffix(form), forms[form](), kiosk=about.kiosk)
        except OSError as error:
            view.host.tell(f"nothing was written: {error.strerror or error}")
        else:
            view.host.tell(f"saved: {path}")

    choices = [Choice(form, form, clean(f"{name}{_suffix(form)}")) for form in forms]
    choices += [Choice(form, form, made.remark) for form, made in pages.items()]
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
    ask(view, name, forms, OF_COMPARISON, [head.id for head in shown.trials])


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

    forms = {"text": text, "markdown": markdown, "json": as_json}
    ask(view, merged.id, forms, OF_TRIAL, [merged.id])


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


_OF_LIST: dict[str, tuple[str, Wanted]] = {
    "csv": ("a row a trial", Wanted("csv")),
    "csv for Excel": ("as a German Excel opens it", Wanted("excel")),
    "csv of sites": ("a row a site of these trials", Wanted("csv", "sites")),
    "csv of criteria": ("a row a criterion of these trials", Wanted("csv", "criteria")),
    "ndjson": ("a JSON object a trial", Wanted("ndjson")),
    "text": ("number, status, phase and title", Wanted(TEXT)),
    # What was typed may name a patient: in no name of a file, and in one only where asked for.
    "csv" + _WITH_QUERY: ("what was typed in every row", Wanted("csv", with_query=True)),
    "text" + _WITH_QUERY: ("what was typed above the rows", Wanted(TEXT, with_query=True)),
}


def export_list(view: View, query: Query, sort: str) -> None:
    """Every trial that was found, not the rows that were looked at; written in the background."""
    about = view.host.about
    folder = about.settings.export_folder
    moment = next(_MOMENTS)

    def chosen(name: str) -> None:
        wanted = _OF_LIST[name][1]
        typed = str(query) if wanted.with_query else None

        def work(reading: Reading, stop: Stop) -> str:
            return _saved(about, query, sort, wanted, typed, stop)

        view.host.tell("writing …")
        view.host.write(f"list {moment}", work, view.host.tell)

    day = current_day().isoformat()
    choices = [Choice(name, name, remark) for name, (remark, _) in _OF_LIST.items()]
    title = f"Export all that were found to {clean(str(folder))} as trials-{day}"
    view.app.push_screen(PickScreen(title, choices, chosen))


_MOMENTS = count()


def _saved(
    about: About, query: Query, sort: str, wanted: Wanted, typed: str | None, stop: Stop
) -> str:
    """Write the list; what is told of it, one sentence also where it did not go."""
    day = current_day()
    source = Source(about.path, synonyms_file(), about.settings.own)
    try:
        found = source.find(query, sort, stop)
        stamp = source.stamp(day, typed)
        path, told = save(
            about.settings.export_folder,
            f"{wanted.rows}-{day.isoformat()}",
            wanted.suffix,
            lambda out: listing.write(out, source, found.ids, wanted, stamp, stop),
            KIOSK if about.kiosk else None,
        )
    except OSError as error:
        return f"nothing was written: {error.strerror or error}"
    finally:
        source.close()
    cut = f", {told.cut} texts cut for Excel" if told.cut else ""
    # The count first: what is said in one line is cut at its end.
    return f"saved {listing.counted(told.rows, wanted.rows)}{cut}: {path}"
