"""The patient: a form in memory only, that asks what would decide most of this list first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as with_values
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from catalog.eligibility.screening import MOST
from catalog.eligibility.screening.answers import answers_of, value_told, with_answers, without
from catalog.eligibility.screening.askable import NotUnderstood, asked_of
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import Standing, asked, standing
from catalog.eligibility.screening.standing_told import short
from catalog.eligibility.screening.typed import read
from catalog.eligibility.vocabulary.wording import shown_unit
from catalog.search.results import Superseded
from tui import commands
from tui.app.asking import Reading, Stop
from tui.screens.host import Kept
from tui.screens.view import View, bindings
from tui.show.lens import Lens
from tui.show.words import said
from tui.terminal.styled import Line, Span, fit
from tui.widgets.field import Field
from tui.widgets.lines import Lines
from tui.widgets.messages import Opened

if TYPE_CHECKING:
    from catalog.eligibility.screening.answers import Answer

ASKED_AT_ONCE = 12
"""Values asked for on one screen."""
_PLACE = "place"
_FIRST = ("age", "sex", _PLACE)
_AT_ONCE = 250
_READ_MOST = 100
"""Trials whose texts are read anew to know what to ask, where the catalogue has other rules'."""
_FORGET = frozenset({"?", "unknown", "not known"})


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the form."""

    variable: str
    trials: int = 0
    """How many trials of the list ask for it."""


class PatientScreen(View):
    """Type a value, Enter takes it; nothing of it is kept when the app ends."""

    view = commands.PATIENT
    BINDINGS = bindings(commands.PATIENT)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_Row] = [_Row(each) for each in _FIRST]
        self.further = 0
        """How many more values could be asked for."""
        self.judged = 0
        self._units: dict[str, str] = {}
        """Units that were chosen for a row."""
        self._refused = ""
        """What was typed when somebody wanted to leave, and was not understood."""

    def body(self) -> Iterable[Widget]:
        yield Horizontal(Lines("prompt", focusable=False), Field("field"), id="ask")
        yield Lines("columns", focusable=False)
        yield Lines("body")

    def on_mount(self) -> None:
        super().on_mount()
        self.part("prompt").show([(Span(" > ", "key"),)])
        self.query_one(Field).focus()
        self.host.mind_patient()
        self.redraw()
        self.count()

    @property
    def lens(self) -> Lens:
        return self.host.kept.lens or Lens()

    # what to ask

    def count(self) -> None:
        """See which values would decide most of the list, those that are known left out."""
        from catalog.search.parser import parse

        query, patient = parse(self.host.kept.query), self.lens.patient

        def work(reading: Reading, stop: Stop) -> tuple[int, tuple[tuple[str, int], ...]]:
            keys = reading.searcher.keys(query, MOST, stop)
            limits, standings = reading.limits, list[Standing]()
            if not limits.is_stored:
                keys = keys[:_READ_MOST]
            for start in range(0, len(keys), _AT_ONCE):
                if stop():
                    raise Superseded
                for one in limits.of(keys[start : start + _AT_ONCE]).values():
                    standings.append(standing(one.criteria, one.others, one.entry, patient))
            return len(standings), asked(standings)

        self.host.find("asked", work, self._counted)

    reread = count

    def _counted(self, told: tuple[int, tuple[tuple[str, int], ...]]) -> None:
        self.judged, names = told
        wanted = [each for each in names if each[0] not in _FIRST and asked_of(each[0])]
        known = [answer.variable for answer in answers_of(self.lens.patient)]
        rows = [_Row(each) for each in _FIRST]
        rows += [_Row(each) for each in known if each not in _FIRST]
        rows += [_Row(*each) for each in wanted[:ASKED_AT_ONCE]]
        counts = dict(names)
        self.rows = [with_values(row, trials=counts.get(row.variable, 0)) for row in rows]
        self.further = max(len(wanted) - ASKED_AT_ONCE, 0)
        if self.is_drawn:
            self.redraw()

    # drawing

    def header(self, cells: int) -> list[Line]:
        return self.headed("Patient: in memory only, gone when the app ends", cells)

    def redraw(self) -> None:
        self.draw_frame()
        cells = self.size.width
        lines = list(self._lines(cells))
        self.part("body").show(lines, [(n, n + 1) for n in range(len(lines))], keep=True)
        of = f"{self.judged:,}" if self.judged else "…"
        head = fit("   value", _NAME + 3) + fit("known", _VALUE) + f"asked by, of {of} trials"
        self.part("columns").change([(Span(fit(head, cells), "dim"),)])

    def _lines(self, cells: int) -> Iterator[Line]:
        known = {answer.variable: answer for answer in answers_of(self.lens.patient)}
        for row in self.rows:
            yield self._line(row, known.get(row.variable), cells)
        if self.further:
            told = f"   {self.further} more values that would decide: Enter"
            yield (Span(fit(told, cells), "key"),)

    def _line(self, row: _Row, answer: Answer | None, cells: int) -> Line:
        if row.variable == _PLACE:
            return self._place_line(cells)
        one = asked_of(row.variable)
        unit = self._unit_of(row.variable)
        hint = shown_unit(unit) if unit else one.hint if one else ""
        told = said(value_told(answer)) if answer else "? not known"
        count = f"{row.trials:,}" if row.trials else ""
        return (
            Span("   "),
            Span(fit(short(row.variable), _NAME - 1) + " "),
            Span(fit(told, _VALUE), "bold" if answer else "dim"),
            Span(fit(count, 8), "dim"),
            Span(fit(hint, max(cells - _NAME - _VALUE - 11, 0)), "key"),
        )

    def _place_line(self, cells: int) -> Line:
        place = said(self.lens.place)
        return (
            Span("   " + fit(_PLACE, _NAME)),
            Span(fit(place or "? not known", _VALUE + 8), "bold" if place else "dim"),
            Span(fit("town, postcode", max(cells - _NAME - _VALUE - 11, 0)), "key"),
        )

    def _unit_of(self, variable: str) -> str | None:
        one = asked_of(variable)
        if one is None or not one.units:
            return None
        return self._units.get(variable, one.units[0])

    def footer_keys(self) -> Sequence[tuple[str, str]]:
        """Without `?`, which is typed here for what is not known."""
        return [each for each in super().footer_keys() if each[0] != "?"]

    def text(self) -> str:
        """Nothing of the form is copied."""
        return ""

    def action_copy_view(self) -> None:
        self.host.tell("nothing of the patient is copied")

    # typing

    @property
    def row(self) -> _Row | None:
        place = self.part("body").cursor
        return self.rows[place] if place < len(self.rows) else None

    @on(Opened)
    def action_open(self) -> None:
        """Take what was typed for this row, or for what it names, and go on."""
        if not self.is_current:
            return
        field, body, row = self.query_one(Field), self.part("body"), self.row
        typed = field.value.strip()
        if not typed:
            if row is None:
                self.count()
                body.cursor = 0
            else:
                body.move(1)
            return
        patient = self.lens.patient
        if row is not None and row.variable == _PLACE and not _is_value(typed):
            self._place(typed)
            return
        try:
            if row is not None and typed.casefold() in _FORGET:
                patient = without(patient, row.variable)
                answers: tuple[Answer, ...] = ()
            else:
                variable = row.variable if row else ""
                answers = read(typed, variable, self._unit_of(variable) if variable else None)
                patient = with_answers(patient, answers)
        except NotUnderstood as error:
            self.host.tell(f"not understood. {error}")
            return
        field.value = ""
        self.set(patient)
        self._show_rows(answers)
        named = {each.variable for each in answers}
        place = self.rows.index(row) if row in self.rows else body.cursor
        # On to the next row, past those that were answered with it; with another row's value, stay.
        if row is not None and (not answers or row.variable in named):
            place += 1
            while place < len(self.rows) and self.rows[place].variable in named:
                place += 1
        body.cursor = place
        self.redraw()

    @property
    def _typed(self) -> str:
        return self.query_one(Field).value.strip()

    def action_move_down(self) -> None:
        """To go on takes what was typed, as Enter does."""
        if self._typed:
            self.action_open()
        else:
            super().action_move_down()

    def action_move_up(self) -> None:
        row = self.part("body").cursor
        if self._typed:
            self.action_open()
            if self._typed:
                return  # it was not understood
            self.part("body").cursor = row
            self.redraw()
        super().action_move_up()

    def action_back(self) -> None:
        """What was typed last is taken too; what is not understood is left out the second time."""
        typed = self._typed
        if typed and typed != self._refused:
            self.action_open()
            if self._typed:
                self._refused = typed
                return
        super().action_back()

    def _show_rows(self, answers: tuple[Answer, ...]) -> None:
        """What was named and has no row yet gets one, behind age and sex."""
        there = {row.variable for row in self.rows}
        new = [_Row(each.variable) for each in answers if each.variable not in there]
        self.rows = [*self.rows[: len(_FIRST)], *new, *self.rows[len(_FIRST) :]]

    def set(self, patient: Patient) -> None:
        """See everything with this patient; with none, where nothing is known any more."""
        self._keep(self.lens.of(patient))

    def _keep(self, lens: Lens) -> None:
        self.host.keep(replace(self.host.kept, lens=None if lens.is_empty else lens))

    def _place(self, typed: str) -> None:
        """Count distances from a place, where the catalogue or the table of towns knows it."""
        if typed.casefold() in _FORGET:
            self._placed(typed, ("", ""))
            return

        def work(reading: Reading, stop: Stop) -> tuple[str, str]:
            query = parse("") & Filter("near", (typed,))
            origin = reading.searcher.origin(query)
            if origin is None:
                return "", _NO_PLACE
            found = reading.searcher.search(query, 0, 0, stop)
            if not found.total:  # its index has no places yet
                return "", next(iter(found.problems), _NO_PLACE)
            return origin.label, ""

        from catalog.search.parser import parse
        from catalog.search.query import Filter

        self.host.find("patient's place", work, partial(self._placed, typed))

    def _placed(self, typed: str, told: tuple[str, str]) -> None:
        label, problem = told
        field = self.query_one(Field) if self.is_drawn else None
        if field is None or field.value.strip() != typed:
            return
        if problem:
            self.host.tell(said(problem))
            return
        field.value = ""
        self._keep(self.lens.at(label))
        self.redraw()
        self.part("body").move(1)

    def action_next_unit(self) -> None:
        """The next unit of the row, for a number without one."""
        row = self.row
        one = asked_of(row.variable) if row else None
        if one is None or len(one.units) < 2:
            self.host.tell("this value has no other unit")
            return
        now = self._unit_of(one.variable)
        self._units[one.variable] = one.units[(one.units.index(now or "") + 1) % len(one.units)]
        self.redraw()

    def action_forget_patient(self) -> None:
        """Nothing is known any more, and nothing was said of criteria."""
        self.host.keep(replace(self.host.kept, lens=None))
        self.empty()
        self.count()
        self.host.tell("the patient is forgotten")

    def empty(self) -> None:
        """Nothing that was typed stays."""
        self.query_one(Field).value = ""
        self._units.clear()
        self.rows = [_Row(each) for each in _FIRST]
        self.redraw()

    def action_find(self) -> None:
        self.query_one(Field).focus()

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        super().kept_changed(before, kept)
        if before.lens is not kept.lens:
            self.redraw()


_NO_PLACE = "not understood. place: a town or a postcode; ? where it is not known"


def _is_value(typed: str) -> bool:
    """Whether a text names a value of its own: `CrCl 45` in the row of the place."""
    try:
        return bool(read(typed))
    except NotUnderstood:
        return False


_NAME, _VALUE = 34, 20
