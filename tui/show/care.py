"""Arms, outcomes and eligibility as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from catalog.drugs.roles import Role, roles
from catalog.merging.merged import MergedTrial
from catalog.model.codes import OutcomeKind
from catalog.model.trial import Arm, Eligibility, Intervention, Presence, Trial, gender
from tui.show.fields import ELIGIBILITY, in_words, is_stated, items, sections, value_of
from tui.show.present import drawn, field, guessed, heading, missing, said, said_lines
from tui.show.words import READING
from tui.terminal.repertoire import shown
from tui.terminal.styled import EMPTY, Line, Span, block, fit, width

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.eligibility.vocabulary.entries import Topic
    from tui.show.screened import Mark

_GRID_NAME = 26
_ABOUT, _NARROW = 12, 66
"""Cells of the word that says what a criterion is about, and of a tab that has none for it."""
_KINDS = {
    OutcomeKind.PRIMARY: "Main measures",
    OutcomeKind.SECONDARY: "Further measures",
    OutcomeKind.OTHER: "Other measures",
    OutcomeKind.UNSPECIFIED: "Kind not stated",
}


_ROLES = {
    Role.TESTED: "tested: in no arm that others are compared with",
    Role.COMPARATOR: "comparator: only in arms that others are compared with",
    Role.BACKGROUND: "background: in the tested arms and in those they are compared with",
}


def arms(merged: MergedTrial, cells: int) -> list[Line]:
    """The grid of arms and interventions where it fits, each arm, each intervention."""
    trial = merged.trial
    lines: list[Line] = [(Span("Arms", "head"),)]
    lines += guessed(merged, "arms", cells)
    if not trial.arms:
        lines += missing(merged, "arms", cells)
    grid = list(_grid(trial, cells))
    if grid:
        lines += [EMPTY, *grid]
    for number, arm in enumerate(trial.arms, 1):
        lines += _arm(number, arm, cells)
    lines += heading("Interventions")
    lines += guessed(merged, "interventions", cells)
    if not trial.interventions:
        lines += missing(merged, "interventions", cells)
    known = {id(each): role for each, role in roles(trial)}
    for each in trial.interventions:
        kind = f"{in_words(each.type)}: " if each.type else ""
        lines += block(f"{said(kind)} {said(each.name)}".strip(), cells, "bold", "- ", "  ")
        if (role := known.get(id(each))) is not None:
            lines += block(_ROLES[role], cells, "dim", "  ", "  ")
        if each.other_names:
            lines += block(f"also {said(', '.join(each.other_names))}", cells, "dim", "  ", "  ")
        if each.description:
            lines += block(said_lines(each.description), cells, "", "  ", "  ")
        if elsewhere := _arms_named(trial, each):
            lines += block(f"in the arms: {said(elsewhere)}", cells, "dim", "  ", "  ")
    return lines


def _arms_named(trial: Trial, given: Intervention) -> str:
    """The arms that an intervention names and that do not name it themselves."""
    told = {arm.label for arm in trial.arms if given.name in arm.interventions}
    return ", ".join(label for label in given.arm_labels if label not in told)


def _arm(number: int, arm: Arm, cells: int) -> Iterator[Line]:
    yield EMPTY
    kind = f" ({said(in_words(arm.type))})" if arm.type else " (type not stated)"
    yield from block(said(arm.label) + kind, cells, "bold", f"{number}. ", "   ")
    if arm.interventions:
        yield from block(f"gives: {said(', '.join(arm.interventions))}", cells, "key", "   ", "   ")
    if arm.description:
        yield from block(said_lines(arm.description), cells, "", "   ", "   ")


def _gives(trial: Trial, arm: Arm, name: str) -> bool:
    if name in arm.interventions:
        return True
    return any(each.name == name and arm.label in each.arm_labels for each in trial.interventions)


def _grid(trial: Trial, cells: int) -> Iterator[Line]:
    """A row an intervention, a column an arm; nothing where it does not fit or says nothing."""
    columns = len(trial.arms)
    if columns < 2 or not trial.interventions or cells < _GRID_NAME + 6 * columns:
        return
    given = [[_gives(trial, arm, each.name) for arm in trial.arms] for each in trial.interventions]
    if not any(map(any, given)):
        return
    each_column = min((cells - _GRID_NAME) // columns, 20)
    names = "".join(fit(said(arm.label), each_column - 1) + " " for arm in trial.arms)
    yield (Span(" " * _GRID_NAME), Span(names, "dim"))
    for each, row in zip(trial.interventions, given, strict=True):
        marks = "".join(fit("yes" if yes else "-", each_column) for yes in row)
        yield (Span(fit(said(each.name), _GRID_NAME - 1) + " "), Span(marks))


def outcomes(merged: MergedTrial, cells: int, *, whole: bool = False, key: str = "o") -> list[Line]:
    """Planned outcomes by kind, then the posted results: in short, or `whole` as `key` changes."""
    return [*_planned(merged, cells), *_posted(merged.trial, cells, whole, key)]


def _posted(trial: Trial, cells: int, whole: bool, key: str) -> Iterator[Line]:
    """What the registry has of results, folded to the primary ones."""
    if trial.results is None:
        return
    from catalog.outcomes.posted import told  # a trial without results needs none of it

    yield EMPTY
    hint = f"{key}: in short" if whole else f"{key}: all results, flow, events by term"
    yield (Span("Results posted", "head"), Span(f"  ({hint})", "dim"))
    if whole:
        yield from drawn(items(trial.results), cells)
        return
    for line in told(trial.results, whole=False):
        if line.is_heading:
            yield (Span(said(line.text), "head"),)
        else:
            indent = "  " * line.depth
            style = "bold" if line.depth == 1 and line.text[:1].isdigit() else ""
            yield from block(said(line.text), cells, style, indent, indent + "  ")


def _planned(merged: MergedTrial, cells: int) -> list[Line]:
    if not merged.trial.outcomes:
        return [(Span("Outcomes", "head"),), *missing(merged, "outcomes", cells)]
    lines = guessed(merged, "outcomes", cells)
    for kind, title in _KINDS.items():
        of_kind = [each for each in merged.trial.outcomes if each.kind is kind]
        if not of_kind:
            continue
        lines += [EMPTY] if lines else []
        lines.append((Span(f"{title} ({len(of_kind)})", "head"),))
        for number, each in enumerate(of_kind, 1):
            lines += block(said(each.measure), cells, "bold", f"{number:>2}. ", "    ")
            frame = said(each.time_frame) if each.time_frame else "not stated"
            lines += block(f"time frame: {frame}", cells, "dim", "    ", "    ")
            if each.description:
                lines += block(said_lines(each.description), cells, "", "    ", "    ")
    return lines


def eligibility(
    merged: MergedTrial,
    criteria: Sequence[Criterion],
    cells: int,
    *,
    original: bool = False,
    explained: bool = False,
    keys: tuple[str, str] = ("o", "w"),
    is_read: bool = True,
    marks: Mapping[int, Mark] | None = None,
) -> list[Line]:
    """Who may enter: ages and sex as fields, then the criteria, understood or as written.

    `keys` change to the text as written, and show what was understood; without `is_read` that is
    not known yet, and is said. `marks` stand beside criteria by their position, where a patient is
    set.
    """
    known = merged.trial.eligibility or Eligibility()
    lines: list[Line] = []
    for each in next(of_section for _, of_section in sections(ELIGIBILITY)):
        value = value_of(merged.trial, each.name)
        if is_stated(value):
            mark = "~ " if merged.presence(each.name) is Presence.INFERRED else ""
            by = gender(known) if each.name == "eligibility.sex" else ""
            lines += field(each.label, mark + said(in_words(value) + by), cells)
        elif each.always:
            lines += field(each.label, merged.presence(each.name).value, cells, "missing")
    lines.append(EMPTY)
    if not known.text:
        lines.append((Span("Criteria", "head"),))
        return lines + missing(merged, "eligibility.text", cells)
    if original or not criteria:
        hint = f"  ({keys[0]}: numbered)" if criteria else ""
        lines.append((Span("As written", "head"), Span(hint, "dim")))
        return [*lines, *block(said_lines(known.text), cells)]
    hint = f"{keys[0]} as written, {keys[1]} our reading" if is_read else READING
    return [*lines, *_numbered(criteria, cells, explained and is_read, hint, marks)]


def _numbered(
    criteria: Sequence[Criterion],
    cells: int,
    explained: bool,
    hint: str,
    marks: Mapping[int, Mark] | None,
) -> Iterator[Line]:
    for kind, title in (("inclusion", "Must have"), ("exclusion", "Must not have")):
        of_kind = [(place, each) for place, each in enumerate(criteria) if each.kind == kind]
        count = sum(each.role == "criterion" for _, each in of_kind)
        if kind == "exclusion":
            yield EMPTY
        yield (Span(f"{title} ({count})", "head"), Span(f"  {hint}", "dim"))
        if not of_kind:
            yield (Span("none found under this heading", "missing"),)
        number = 0
        section = ""
        for place, each in of_kind:
            number += each.role == "criterion"
            if each.section != section:  # whom its list is for: nobody takes a cohort's for all
                section = each.section
                told = said(section) if section else "under no further heading"
                yield from block(told, cells, "head" if section else "dim", "  ", "  ")
            if marks is None:
                yield from _criterion(each, number, cells, explained)
            else:
                yield from _marked(each, number, cells, explained, marks.get(place))


def _marked(
    each: Criterion, number: int, cells: int, explained: bool, mark: Mark | None
) -> Iterator[Line]:
    """A criterion with what is said of it for a patient."""
    from tui.show.screened import mark_spans, mark_words

    first, *others = _criterion(each, number, cells - 4, explained)
    yield (*mark_spans(mark), *first)
    for line in others:
        yield (Span("    "), *line)
    if mark is not None and (words := mark_words(mark)):
        yield from block(said(words), cells, "dim", " " * 14, " " * 14)


def _criterion(each: Criterion, number: int, cells: int, explained: bool) -> Iterator[Line]:
    known = _topics() if each.topics else {}
    about = next((known[topic].short for topic in each.topics if topic in known), "")
    counted = f"{number:>2}. " if each.role == "criterion" else "    "
    indent = "  " if each.parent is not None else ""
    lead = fit(about, _ABOUT if cells >= _NARROW else 0) + counted + indent
    style = "dim" if each.role == "note" else "bold" if each.role == "group" else ""
    body = said(each.text)
    limits = [each.text[slice(*limit.span)] for limit in each.constraints if limit.span]
    for line, (first, *rest) in zip(
        range(10_000), block(body, cells, style, lead, " " * width(lead)), strict=False
    ):
        shown = Span(first.text, "key" if line == 0 else "")
        yield (shown, *(part for span in rest for part in _underlined(span, limits)))
    if explained:
        # few ever ask for it
        from catalog.eligibility.vocabulary.wording import constraints, not_understood

        for words in constraints(each.constraints):
            yield from block(f"~ {said(words)}", cells, "warn", " " * 10, " " * 12)
        if each.left_over:
            yield from block(f"~ {said(not_understood(each))}", cells, "dim", " " * 10, " " * 12)
        topics = ", ".join(known[topic].label if topic in known else topic for topic in each.topics)
        if topics:
            yield from block(f"~ about: {topics}", cells, "dim", " " * 10, " " * 12)


def _underlined(span: Span, limits: Sequence[str]) -> Iterator[Span]:
    """The span with the thresholds in it underlined."""
    text = span.text
    for limit in limits:
        wanted = shown(said(limit))
        place = text.find(wanted) if wanted else -1
        if place >= 0:
            yield Span(text[:place], span.style)
            yield Span(wanted, "limit")
            text = text[place + len(wanted) :]
    yield Span(text, span.style)


@cache
def _topics() -> dict[str, Topic]:
    from catalog.eligibility.vocabulary.entries import topics  # most sessions never need it

    return topics()
