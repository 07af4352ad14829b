"""The inbox in words: a line's two rows, all of what changed, and what is folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from catalog.model.dates import PartialDate
from catalog.model.site_states import Sites
from personal.inbox.criteria_net import Edited, Effect, edited
from personal.inbox.lines import FOUND, Line
from personal.inbox.net import Change, Harm
from personal.inbox.snapshot import CALL, COUNTRY, OWN, REASON, Value
from personal.inbox.trials_now import HERE
from personal.inbox.whole import Inbox
from tui.show.fields import named
from tui.show.words import said, short_status, status_style, words
from tui.terminal.styled import EMPTY, Span, block, fit
from tui.terminal.styled import Line as Drawn

_WORDS = {
    Harm.SITE: "SITE",
    Harm.REASON: "REASON",
    Harm.CRITERIA: "CRITERIA",
    Harm.CHECK: "CHECK",
    Harm.OPENED: "OPENED",
    Harm.NEW: "NEW",
    Harm.REST: "MORE",
}
_STYLES = {
    Harm.STOPPED: "warn",
    Harm.SITE: "warn",
    Harm.REASON: "warn",
    Harm.CRITERIA: "warn",
    Harm.CHECK: "warn",
    Harm.OPENED: "open",
}
_EFFECTS = {
    Effect.TIGHTER: "keeps more people out",
    Effect.UNCLEAR: "may keep more people out: read it",
    Effect.REWORDED: "the same in other words",
    Effect.LOOSER: "lets more people in",
}
_SIDES = {"inclusion": "must have", "exclusion": "must not have"}
_STATES = ("recruiting", "not yet", "closed", "unknown")
_LEAD, _WORD, _NUMBER = 3, 13, 20


def counted(inbox: Inbox) -> str:
    """`5 important · 31 more`."""
    if not (inbox.lines or inbox.rest):
        return "nothing new"
    rest = f" · {len(inbox.rest):,} more" if inbox.rest else ""
    return f"{inbox.count:,} important{rest}"


def since(inbox: Inbox) -> str:
    """The day from which on the oldest change was not looked at; empty where there is none."""
    return min((each.since for each in (*inbox.lines, *inbox.rest) if each.since), default="")


def rows(line: Line, cells: int, *, is_read: bool) -> tuple[Drawn, Drawn]:
    """Both rows of a line: whom it is about; what changed."""
    word, style = headline(line)
    number = _plural(line)
    room = max(cells - _LEAD - _WORD - _NUMBER - 1, 8)
    dim = "dim" if is_read else ""
    first = (
        Span(" " * _LEAD),
        Span(fit("read" if is_read else word, _WORD), dim or style),
        Span(fit(number, _NUMBER), dim or "bold"),
        Span(fit(said(" · ".join(line.where)), room), dim or "mark"),
    )
    return first, (Span(" " * _LEAD), Span(fit(told(line), cells - _LEAD - 1), dim))


def headline(line: Line) -> tuple[str, str]:
    """The word that says what happened, and its style: of a status the status itself."""
    first = line.changes[0] if line.changes else None
    if first is not None and first.part == "status" and line.harm.matters:
        status = str(first.after or "")
        return short_status(status), _STYLES.get(line.harm, status_style(status))
    return _WORDS.get(line.harm, "STOPPED"), _STYLES.get(line.harm, "bold")


def told(line: Line) -> str:
    """What changed, in one line, and the title behind it."""
    if line.harm is Harm.NEW:
        return "; ".join(said(each.title or each.id) for each in line.trials)
    parts = "; ".join(_brief(each) for each in line.changes)
    name = said(line.trials[0].title)
    return f"{parts} · {name}" if name else parts


def title(line: Line) -> str:
    """`CLOSED NCT01234567`."""
    return f"{headline(line)[0]} {_plural(line)}"


def _plural(line: Line) -> str:
    count = len(line.trials)
    return said(line.trials[0].id) if count == 1 else f"{count:,} trials"


def _brief(change: Change) -> str:
    """A change in a few words."""
    part, before, after = change.part, change.before, change.after
    if part == "status":
        return f"{short_status(str(before or ''))} → {short_status(str(after or ''))}"
    if part == "doubt":
        return said(str(after)) if after else "confirmed again"
    if part == HERE:
        return "not in this catalogue" if not after else "in this catalogue again"
    if part == FOUND:
        return "not found any more" if after else "not in this catalogue any more"
    if part.startswith(REASON):
        return _reason(before, after)
    if part.startswith((OWN, COUNTRY)):
        return f"{part.partition(':')[2]}: {_sites(before)} → {_sites(after)}"
    if part.startswith(CALL):
        return f"{part.removeprefix(CALL)}: whom to call"
    if part == "eligibility.text":
        first, *rest = changed_criteria(change)
        more = f" and {len(rest)} more" if rest else ""
        return f"{_SIDES[first.side]}: {_from_to(first)}{more}"
    if before is None:
        return f"{label(part)}: {_value(part, after)}"
    return f"{label(part)}: {_value(part, before)} → {_value(part, after)}"


def _reason(before: Value, after: Value) -> str:
    if after:
        return f'a quoted sentence stands again: "{said(str(after))}"'
    return f'a quoted sentence is another now, or gone: "{said(str(before))}"'


def _from_to(criterion: Edited) -> str:
    if criterion.before is None:
        return f'new: "{said(criterion.after or "")}"'
    if criterion.after is None:
        return f'gone: "{said(criterion.before)}"'
    return f'"{said(criterion.before)}" → "{said(criterion.after)}"'


def changed_criteria(change: Change) -> tuple[Edited, ...]:
    """What of the criteria is another, the worst first."""
    before, after = (
        [each for each in value if isinstance(each, list)] if isinstance(value, list) else []
        for value in (change.before, change.after)
    )
    return edited(before, after)


def label(part: str) -> str:
    """What a part is called."""
    return named(part)


def _sites(value: Value) -> str:
    if not isinstance(value, list):
        return "recruiting"
    numbers = [each for each in value if isinstance(each, int)]
    told = [f"{n} {state}" for n, state in zip(numbers, _STATES, strict=False) if n]
    if sum(numbers) == 1:
        return told[0].partition(" ")[2]
    return str(Sites(*numbers)) or "none listed"


_CODES = frozenset({"phases", "eligibility.sex"})


def _value(part: str, value: Value) -> str:
    if value is None or value == []:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    items = value if isinstance(value, list) else [value]
    texts = [each[0] if isinstance(each, list) else str(each) for each in items]
    return said(", ".join(words(each) if part in _CODES else each for each in texts if each))


def whole(line: Line, cells: int) -> list[Drawn]:
    """Everything that a line is about, word for word."""
    lines: list[Drawn] = []
    for each in line.trials:
        lines += [(Span(said(each.id), "head"), Span("  "), Span(said(each.title)))]
    account = said(" · ".join(line.where))
    seen = f", last looked at {line.since}" if line.since else ""
    lines += block(f"on account of {account}{seen}", cells, "dim")
    for change in line.changes:
        lines += [EMPTY, *_whole(change, cells)]
    return lines


def plainly(line: Line) -> Iterator[str]:
    """Everything that a line is about, each in a line: for where there are no columns."""
    for each in line.trials if line.harm is Harm.NEW else ():
        yield f"{each.id}  {each.title}".rstrip()
    if line.harm is not Harm.NEW and line.trials[0].title:
        yield line.trials[0].title
    for change in line.changes:
        if change.part != "eligibility.text":
            yield _brief(change)
            continue
        for criterion in changed_criteria(change):
            effect = _EFFECTS[criterion.effect]
            yield f"{_SIDES[criterion.side]}: {_from_to(criterion)} ({effect})"


def _whole(change: Change, cells: int) -> Iterator[Drawn]:
    if change.part != "eligibility.text":
        yield from block(_brief(change), cells)
        return
    for each in changed_criteria(change):
        yield (Span(_SIDES[each.side].capitalize(), "bold"), Span(f"  {_EFFECTS[each.effect]}"))
        for when, words_ in (("before", each.before), ("now", each.after)):
            yield from block(said(words_ or "not there"), cells, "", f"  {when:<8}", " " * 10)


def folded(rest: Sequence[Line], key: str, cells: int) -> Drawn:
    """The line that stands for what matters less: of what, and how often."""
    kinds = Counter(_kind(change.part) for line in rest for change in line.changes)
    text = ", ".join(f"{name} ({count})" for name, count in kinds.most_common())
    trials = "trial" if len(rest) == 1 else "trials"
    return (
        Span(fit(f"   + {len(rest):,} {trials} with less ({key} shows): {text}", cells), "dim"),
    )


def _kind(part: str) -> str:
    if part.startswith((OWN, COUNTRY)):
        return "sites"
    if part.startswith(CALL):
        return "telephones"
    return {HERE: "not here", FOUND: "not found any more", "doubt": "confirmed again"}.get(
        part, label(part)
    )


def tab(line: Line) -> str:
    """The tab of a trial on which what changed can be read."""
    part = line.changes[0].part if line.changes else ""
    if part.startswith((OWN, COUNTRY, CALL)):
        return "sites"
    if part.startswith(("eligibility", "ages", REASON)):
        return "eligibility"
    return "arms" if part == "interventions" else ""


def day(iso: str) -> str:
    """A day for reading: `12 Nov 2026`."""
    date = PartialDate.parse(iso)
    return f"{date.first_day():%d %b %Y}".lstrip("0") if date and date.day else said(iso)
