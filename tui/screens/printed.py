"""Pages to print, made in the background: board page, handout, call sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from handover.pages.sheets import MOST
from handover.saving import KIOSK, save
from tui.app.asking import Reading, Stop
from tui.screens.host import About
from tui.screens.view import View

if TYPE_CHECKING:
    from handover.pages.sheets import Made
    from handover.pages.subject import Subject
    from tui.show.lens import Lens

    Make = Callable[[Sequence[Subject], Made], str]


class Page(NamedTuple):
    """A page that can be chosen: what it is called, and what it is."""

    name: str
    """Of the file."""
    suffix: str
    remark: str
    make: Callable[[], Make]
    """Loads what makes it; called in the background."""
    takes_patient: bool = False
    """Whether it can say where its trials stand for the patient."""


def _board(*, html: bool) -> Make:
    from handover.pages import board

    return board.page if html else board.text


def _calls(*, html: bool) -> Make:
    from handover.pages import calls

    return calls.page if html else calls.text


def _handout(language: str, *, html: bool) -> Make:
    from handover.pages import handout

    of_one = handout.page if html else handout.text
    return lambda subjects, made: of_one(subjects[0], made, language)


_CALLS = {
    "call sheet": Page("callsheet", ".html", "sites to call, A4", partial(_calls, html=True)),
    "call sheet as text": Page(
        "callsheet", ".txt", "the same in 96 columns", partial(_calls, html=False)
    ),
}
OF_COMPARISON = {
    "board page": Page(
        "board", ".html", "twelve lines a trial, A4", partial(_board, html=True), takes_patient=True
    ),
    "board page as text": Page(
        "board", ".txt", "the same in 96 columns", partial(_board, html=False), takes_patient=True
    ),
    **_CALLS,
}
OF_TRIAL = {
    "handout": Page(
        "handout", ".html", "for a patient, large print", partial(_handout, "en", html=True)
    ),
    "handout in German": Page(
        "handout", ".html", "our sentences in German", partial(_handout, "de", html=True)
    ),
    "handout as text": Page(
        "handout", ".txt", "the same in 96 columns", partial(_handout, "en", html=False)
    ),
    **_CALLS,
}
_MODE = 0o600
"""What is printed for a case is read by whoever made it alone; a kiosk's folder is everybody's."""


def print_page(view: View, chosen: Page, ids: Sequence[str]) -> None:
    """Make a page of these trials and say where it is.

    A patient's values and verdicts go on a board page by a yes alone, and never into a kiosk's
    folder, which is everybody's.
    """
    about, lens = view.host.about, view.host.kept.lens
    if len(ids) > MOST:
        view.host.tell(f"a page takes at most {MOST} trials, not {len(ids)}")
        return

    def write(lens: Lens | None) -> None:
        def work(reading: Reading, stop: Stop) -> str:
            return _made(about, chosen, ids, lens, reading)

        view.host.tell("writing …")
        view.host.write(f"{chosen.name} {chosen.suffix}", work, view.host.tell)

    if lens is None or about.kiosk or not chosen.takes_patient:
        write(None)
        return
    from tui.screens.yes import ask_for_yes  # most sessions set no patient

    ask_for_yes(view, "Write", lambda: write(None), lambda: write(lens))


def _made(
    about: About, chosen: Page, ids: Sequence[str], lens: Lens | None, reading: Reading
) -> str:
    from handover.pages.sheets import Made
    from handover.pages.subject import subject

    subjects = []
    for number in ids:
        merged = reading.catalogue.get(number)
        if merged is not None:
            far = reading.places.distances(None, merged.trial)
            made = subject(reading.catalogue, merged, about.today, far)
            subjects.append(made if lens is None else _through(made, lens))
    if not subjects:
        return "nothing was written: these trials are not in the catalogue any more"
    text = chosen.make()(subjects, Made(about.today, about.path.name, about.newest))
    try:
        path, _ = save(
            about.settings.export_folder,
            f"{chosen.name}-{about.today.isoformat()}",
            chosen.suffix,
            lambda out: out.write(text),
            KIOSK if about.kiosk else None,
            0o640 if about.kiosk else _MODE,
        )
    except OSError as error:
        return f"nothing was written: {error.strerror or error}"
    left = len(ids) - len(subjects)
    return f"saved: {path}" + (f" ({left} are not in the catalogue any more)" if left else "")


def _through(made: Subject, lens: Lens) -> Subject:
    """A trial with where it stands for the patient."""
    import msgspec

    from catalog.eligibility.screening.standing_told import told
    from handover.pages.subject import Seen
    from tui.show.compared import judged

    one = judged(made.merged, made.criteria, lens)
    seen = Seen(" · ".join(lens.told), told(one.standing, one.sentence))
    return msgspec.structs.replace(made, seen=seen)
