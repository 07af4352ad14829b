"""A list leaves the app: as a file for a colleague, as text; in a kiosk by the clipboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from personal import carrying
from personal.events import OVER, Listed
from tui.screens.exporting import write
from tui.screens.pick import Choice, PickScreen
from tui.screens.printed import OF_COMPARISON, print_page
from tui.show.listed import as_text
from tui.show.words import said

if TYPE_CHECKING:
    from personal.looking import Row
    from tui.screens.view import View

_FORMS = (
    ("json", "list for a colleague", "trials, states, initials; trials list import takes it"),
    ("json reasons", "the same with reasons and notes", "health data of the case"),
    ("text", "text", "trials and states"),
    ("text reasons", "text with reasons and notes", "health data of the case"),
)
_SUFFIXES = {"json": ".json", "text": ".txt"}


def export_listed(view: View, listed: Listed, found: Sequence[Row]) -> None:
    """Choose what leaves; where it went is said."""
    about = view.host.about
    mine = view.host.mine

    def made(form: str) -> str:
        kind, _, asked = form.partition(" ")
        if kind == "text":
            return as_text(listed, found, reasons=bool(asked))
        return carrying.exported(mine, listed, reasons=bool(asked), notes=bool(asked)).decode()

    pages = {} if about.kiosk else OF_COMPARISON
    ids = [row.id for row in found if row.id and row.entry.state not in OVER]

    def chosen(form: str) -> None:
        if form in pages:
            print_page(view, pages[form], ids)
            return
        leave = _copy if about.kiosk else _to_file
        view.host.change_own(
            lambda reading: made(form), lambda text: leave(view, listed, form, text)
        )

    where = "the clipboard" if about.kiosk else said(str(about.settings.export_folder))
    choices = [Choice(value, name, remark) for value, name, remark in _FORMS]
    # What is over is neither discussed nor called; and of a page's trials no reason is told.
    choices += [Choice(name, name, page.remark) for name, page in pages.items() if ids]
    view.app.push_screen(PickScreen(f"{said(listed.name)} to {where}", choices, chosen))


def _copy(view: View, listed: Listed, form: str, text: str) -> None:
    view.app.copy_to_clipboard(text)
    view.host.tell(f"copied, if your terminal allows it: {len(text)} letters")


def _to_file(view: View, listed: Listed, form: str, text: str) -> None:
    about = view.host.about
    name = f"{listed.kind}-{about.today.isoformat()}"  # never its label
    suffix = _SUFFIXES[form.partition(" ")[0]]
    try:
        path = write(about.settings.export_folder, name, suffix, text)
        path.chmod(0o600)
    except OSError as error:
        view.host.tell(f"nothing was written: {error.strerror or error}")
    else:
        view.host.tell(f"saved: {path}")
