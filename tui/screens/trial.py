"""One trial in nine tabs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from textual.widget import Widget

from catalog.store.catalogue import PossibleDuplicate
from personal.lists import note_of
from personal.looking import rejected
from personal.naming import numbers_of
from tui import commands
from tui.app.asking import Reading, Stop
from tui.app.session import Place
from tui.screens.criteria import CriteriaJudged, criteria_of
from tui.screens.view import LEAVE, bindings
from tui.show.fields import ELIGIBILITY, OUTCOMES, OVERVIEW, SITES, SOURCES
from tui.show.listed import noted, rejected_line
from tui.show.people import other_of
from tui.show.present import inferred, said
from tui.show.tabs import TABS, TrialView, tab_bar, tab_beside, tab_of, trial_header
from tui.terminal.styled import EMPTY, Line, Span, block, highlighted, pattern, text_of
from tui.widgets.lines import Lines

_ONLY_ON = {
    "original": (ELIGIBILITY, OUTCOMES),
    "explain": (ELIGIBILITY,),
    "filter_sites": (SITES,),
    "all_fields": (OVERVIEW, SITES),
    "accept": (SOURCES,),
    "reject": (SOURCES,),
}
"""On which tabs the footer shows a key that means something else, or nothing, on others."""


class TrialScreen(CriteriaJudged):
    """Read a trial; the words searched for are highlighted."""

    view = commands.TRIAL
    BINDINGS = bindings(commands.TRIAL)

    def __init__(
        self,
        number: str,
        words: tuple[str, ...],
        place: int = -1,
        *,
        beside: Callable[[int], str | None] = lambda place: None,
        tab: str = "",
        line: int = 0,
    ) -> None:
        super().__init__()
        self.number, self.place, self.tab = number, place, tab_of(tab).name
        self._line = line
        self._beside = beside
        self.wanted = pattern(words)
        self.shown: TrialView | None = None
        self.tops: dict[str, int] = {}

    def body(self) -> Iterable[Widget]:
        yield Lines("tabs", focusable=False)
        yield Lines("body")
        yield from self.finder()

    def on_mount(self) -> None:
        super().on_mount()
        self.load(self.number)

    def takes(self, key: str, *, is_typing: bool) -> bool:
        if key in LEAVE:
            return True
        return not self.host.works_on("trial") and super().takes(key, is_typing=is_typing)

    # loading

    def load(self, number: str) -> None:
        """Read a trial from the catalogue and show it on the same tab.

        Where the rules are not loaded that read its criteria, all the rest is shown before them.
        """
        today, own = self.host.about.today, self.host.about.settings.sites
        place = self.host.place_asked
        keys = self.key("original"), self.key("explain"), self.key("all_fields")
        is_read = self.host.has_rules

        def work(reading: Reading, stop: Stop) -> TrialView | None:
            catalogue = reading.catalogue
            merged = catalogue.get(number)
            if merged is None:
                return None
            eligible = merged.trial.eligibility
            return TrialView(
                merged,
                criteria_of(merged.trial, is_read=is_read),
                catalogue.history(merged.id),
                catalogue.duplicates(merged.id),
                today,
                own_sites=own,
                distances=reading.places.distances(place, merged.trial),
                original_key=keys[0],
                explain_key=keys[1],
                whole_key=keys[2],
                is_read=is_read or not (eligible and eligible.text),
            )

        self.host.read("trial", work, lambda shown: self._show(number, shown))

    def reread(self) -> None:
        self._line = self.part("body").top
        self.load(self.number)

    def _show(self, number: str, shown: TrialView | None) -> None:
        if shown is None:
            self.host.tell(f"{number} is not in this catalogue")
            if self.shown is not None and self.shown.merged.id == number:
                self._leave()
            return
        if self.shown is not None:
            shown = dataclasses.replace(
                shown, original=self.shown.original, explained=self.shown.explained
            )
        if self.number != shown.merged.id:
            self.here = -1
        self.shown, self.number, self.tops = shown, shown.merged.id, {}
        if self.is_drawn:
            self.redraw()
            self.part("body").edge(last=False)
            self.part("body").scroll_lines(self._line)
            self._line = 0
        if not shown.is_read:
            self.host.load_rules(lambda: self.read_criteria(shown.merged))

    def _leave(self) -> None:
        """Another catalogue was opened, which has not this trial: nothing stays below its date."""
        self.shown, self.tops = None, {}
        self.part("tabs").change([])
        told = f" {self.number} is not in this catalogue."
        self.part("body").show(list(block(told, self.size.width)))
        self.draw_frame()

    # drawing

    def header(self, cells: int) -> list[Line]:
        if self.shown is None:
            waits = " …" if self.host.works_on("trial") else ""
            return [(Span(f" {self.number}{waits}", "head"),), EMPTY]
        is_marked = self.number in self.host.kept.marks
        lines = trial_header(self.shown, self.host.catalogue, cells, is_marked=is_marked)
        return [*lines, *self._own(cells), *self.lens_lines(cells)]

    def _own(self, cells: int) -> list[Line]:
        """What the user has noted of this trial, and for whom it was rejected."""
        assert self.shown is not None
        held, numbers = self.host.kept.held, numbers_of(self.shown.merged)
        lines = noted(note_of(held, numbers), cells)
        return lines + [rejected_line(*each, cells) for each in rejected(held, numbers)]

    def redraw(self) -> None:
        self.draw_frame()
        if self.shown is not None:
            self.part("tabs").change([tab_bar(self.shown, self.tab, self.size.width)])
            self.part("body").show(self.lines_of(self.tab), keep=True)

    def lines_of(self, tab: str) -> list[Line]:
        """A tab's lines, what was searched for highlighted."""
        assert self.shown is not None
        return self._lines(tab, self.with_marks(self.shown))

    def _lines(self, tab: str, shown: TrialView) -> list[Line]:
        cells = max(self.size.width - 2, 10)
        lines = tab_of(tab).lines(shown, cells)
        return [(Span(" "), *highlighted(line, self.wanted)) for line in lines]

    def vary(self, shown: TrialView) -> None:
        """Show the trial another way."""
        self.shown = shown
        self.redraw()

    def whereabouts(self) -> Place:
        return Place(trial=self.number, tab=self.tab, line=self.part("body").top)

    # keys of the tab

    def footer_keys(self) -> Sequence[tuple[str, str]]:
        """What works on this tab; with a patient, on the criteria, what is said of them."""
        is_written = self.shown is not None and self.shown.original
        if self.host.kept.lens is not None and self.tab == ELIGIBILITY and not is_written:
            return super().footer_keys()
        elsewhere = {name for name, tabs in _ONLY_ON.items() if self.tab not in tabs}
        elsewhere |= self.idle().keys()
        if self.shown is None or not self.shown.duplicates or self.host.about.kiosk:
            elsewhere |= {"accept", "reject"}
        return commands.footer(self.view, self.host.about.settings.keys, elsewhere)

    # tabs and trials

    def action_tab(self, name: str) -> None:
        body = self.part("body")
        self.tops[self.tab] = body.top
        self.tab = name
        if self.shown is not None:
            self.redraw()
            body.scroll_lines(self.tops.get(self.tab, 0))

    def action_next_tab(self) -> None:
        self.action_tab(tab_beside(self.tab, 1))

    def action_previous_tab(self) -> None:
        self.action_tab(tab_beside(self.tab, -1))

    def action_next_trial(self) -> None:
        self._neighbour(1)

    def action_previous_trial(self) -> None:
        self._neighbour(-1)

    def _neighbour(self, by: int) -> None:
        number = self._beside(self.place + by) if self.place >= 0 else None
        if number is None:
            self.host.tell("no further trial in the list")
            return
        self.place += by
        self.load(number)

    def action_mark_trial(self) -> None:
        self.mark(self.number)

    def action_compare_marked(self) -> None:
        from tui.screens.compare import open_compare

        marks = self.host.kept.marks
        both = (self.number, *marks) if len(marks) == 1 and self.number not in marks else marks
        open_compare(self, both)

    # eligibility and sites

    def action_original(self) -> None:
        if self.shown:
            self.vary(dataclasses.replace(self.shown, original=not self.shown.original))

    def action_all_fields(self) -> None:
        if self.shown:
            self.vary(dataclasses.replace(self.shown, whole=not self.shown.whole))

    def action_explain(self) -> None:
        if self.shown and self.tab != ELIGIBILITY:
            self._say_inferred(self.shown)
        elif self.shown:
            # What was read stands below the criteria one by one, so these are shown for it.
            explained = self.shown.original or not self.shown.explained
            self.vary(dataclasses.replace(self.shown, original=False, explained=explained))

    def _say_inferred(self, shown: TrialView) -> None:
        """Every value with a `~`, and why it was inferred."""
        from tui.screens.reader import ReaderScreen

        cells = max(self.size.width - 2, 20)
        lines = inferred(shown.merged, cells)
        self.app.push_screen(ReaderScreen(f"Inferred values of {said(self.number)}", lines))

    def action_filter_sites(self) -> None:
        if self.tab != SITES:
            self.action_tab(SITES)
        self.ask("sites with: ", self._filter_sites, live=True)

    def _filter_sites(self, text: str) -> None:
        if self.shown:
            self.vary(dataclasses.replace(self.shown, site_filter=text))

    def action_back(self) -> None:
        """A filter of the sites goes first, and the trial only then."""
        if not self.asks and self.tab == SITES and self.shown and self.shown.site_filter:
            self._filter_sites("")
        else:
            super().action_back()

    def facts(self) -> frozenset[str]:
        return super().facts() | {f"tab {self.tab}"}

    # possible duplicates

    def action_accept(self) -> None:
        self._decide("link")

    def action_reject(self) -> None:
        self._decide("reject")

    def action_undo_link(self) -> None:
        self._decide("unlink")

    def _decide(self, verdict: str) -> None:
        if self.tab != SOURCES or self.shown is None:
            self.host.tell(
                f"whether two are the same trial is decided on the tab {tab_of(SOURCES).title}"
            )
            return
        if self.host.about.kiosk:
            self.host.tell("this catalogue is for reading only")
            return
        pairs = self.shown.duplicates
        if verdict == "unlink":
            self._write(verdict, None)
        elif not pairs:
            self.host.tell("there is no possible duplicate of this trial")
        elif len(pairs) == 1:
            self._write(verdict, pairs[0])
        else:
            self._ask_which(verdict, pairs)

    def _ask_which(self, verdict: str, pairs: Sequence[PossibleDuplicate]) -> None:
        from tui.screens.pick import Choice, PickScreen

        choices = []
        for place, pair in enumerate(pairs):
            other, title = other_of(pair, self.number)
            choices.append(Choice(str(place), said(other), said(title or "(no title)")))
        same = "the same trial as" if verdict == "link" else "not the same trial as"
        self.app.push_screen(
            PickScreen(
                f"{said(self.number)} is {same}",
                choices,
                lambda place: self._write(verdict, pairs[int(place)]),
            )
        )

    def _write(self, verdict: str, pair: PossibleDuplicate | None) -> None:
        path, number = self.host.about.path, self.number

        def work(reading: Reading, stop: Stop) -> str:
            return decide(path, verdict, number, pair)

        self.host.read("decide", work, self._decided)
        self.host.tell("writing …")

    def _decided(self, told: str) -> None:
        self.host.reload(told)
        self.load(self.number)

    def copied(self) -> str:
        return self.number

    def text(self) -> str:
        return text_of(self._lines(self.tab, self.shown)) if self.shown else ""

    def text_with_patient(self) -> str:
        if self.shown is None or self.tab != ELIGIBILITY:
            return ""
        lines = self._lines(self.tab, self.with_marks(self.shown))
        return text_of([*self.lens_lines(max(self.size.width, 80)), *lines])

    def action_export(self) -> None:
        from tui.screens.exporting import export_trial

        if self.shown is not None:
            export_trial(self, self.shown.merged)

    # finds, over all tabs

    def finds(self) -> Iterable[tuple[int, int]]:
        if self.shown is None or self.wanted is None:
            return
        for number, tab in enumerate(TABS):
            for place, line in enumerate(self.lines_of(tab.name)):
                if any(span.style == "match" for span in line):
                    yield number, place

    def at(self) -> tuple[int, int]:
        return TABS.index(tab_of(self.tab)), super().at()[1]

    def go_to(self, find: tuple[int, int]) -> None:
        if (tab := TABS[find[0]].name) != self.tab:
            self.action_tab(tab)
        super().go_to(find)


def decide(path: Path, verdict: str, number: str, pair: PossibleDuplicate | None) -> str:
    """`link` or `reject` a pair, or `unlink` a trial; one sentence. Raises CatalogueError."""
    from catalog.identity import decisions  # what writes a catalogue; no reader waits for it

    if verdict == "unlink" or pair is None:
        return decisions.unlink(path, number).said
    act = decisions.link if verdict == "link" else decisions.reject
    return act(path, pair.a, pair.b).said
