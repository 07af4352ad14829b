"""The call sheet: the sites where one may enter, in the order in which they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from catalog.model.text import said
from handover.pages.sheets import WIDTH, Made, about, html, safe, tag
from handover.pages.subject import Reach, Subject, distance, place, reached
from handover.wrapping import hanging

MOST = 20
"""Sites of a trial; of more it is said how many."""
_TITLE = "Call sheet"
_ANSWER = (
    "called on ________  by ______   [ ] takes patients   [ ] full   [ ] call again on ________"
)


def text(subjects: Sequence[Subject], made: Made) -> str:
    """The sheet in 96 columns, with room for what is answered."""
    lines = [_TITLE, *(line for each in about(made, subjects[0].origin) for line in _plain(each))]
    for subject in subjects:
        lines += ["", *_plain(_head(subject)), *_plain(subject.title)]
        lines += [line for note in _notes(subject) for line in _plain(note)]
        for number, (where, whom) in enumerate(_sites(subject), 1):
            lines += ["", *hanging(f"{number:>3}. ", where, WIDTH)]
            lines += [line for each in whom for line in hanging("     ", each, WIDTH)]
            lines.append(f"     {_ANSWER}")
        lines += [line for left in _left(subject) for line in ("", *_plain(left))]
    return "\n".join(lines) + "\n"


def page(subjects: Sequence[Subject], made: Made) -> str:
    """The same as HTML for A4: a row a site."""
    ids = ", ".join(said(each.merged.id) for each in subjects)
    return html(f"{_TITLE}: {ids}", _markup(subjects, made))


def _plain(line: str) -> Iterator[str]:
    return hanging("", line, WIDTH)


def _head(subject: Subject) -> str:
    return f"{said(subject.merged.id)}  {subject.state}"


def _notes(subject: Subject) -> Iterator[str]:
    """What holds for the whole trial: its own contacts, what to ask, how sure the status is."""
    if subject.doubt:
        yield f"Ask first whether it still recruits: it {subject.doubt}."
    for contact in islice(filter(None, map(reached, subject.merged.trial.contacts)), 3):
        yield f"The trial's own contact: {contact}"
    if subject.home and subject.reaches and subject.reaches[0].is_far:
        yield f"No site is named that takes patients, or may, in {subject.home} or near its border."
    if subject.asked:
        yield f"Have at hand, for its criteria set limits: {', '.join(subject.asked)}."


def _sites(subject: Subject) -> Iterator[tuple[str, list[str]]]:
    """Place and contacts of each site, the nearest first."""
    for reach in subject.reaches[:MOST]:
        contacts = [each for each in map(reached, reach.site.contacts) if each]
        yield _where(reach), contacts or ["no contact of its own in any source"]


def _where(reach: Reach) -> str:
    sure = " (does not say if it recruits)" if reach.is_unknown else ""
    return " ".join(filter(None, (distance(reach), place(reach.site)))) + sure


def _left(subject: Subject) -> Iterator[str]:
    left = len(subject.reaches) - MOST
    if left > 0:
        yield f"{left} more {'site' if left == 1 else 'sites'} farther away are not on this sheet."
    elif not subject.reaches:
        yield "No site is named that takes patients, or may."


def _markup(subjects: Sequence[Subject], made: Made) -> Iterator[str]:
    yield tag("h1", _TITLE)
    yield from (tag("p", line, "about") for line in about(made, subjects[0].origin))
    for subject in subjects:
        yield tag("h2", _head(subject))
        yield tag("p", subject.title)
        yield from (tag("p", note) for note in _notes(subject))
        rows = list(_sites(subject))
        if rows:
            yield '<table><col class="number"><col class="site"><col class="contact"><col>'
            yield "<thead><tr><th></th><th>Site</th><th>Contact</th>"
            yield "<th>Called on, by, answer</th></tr></thead><tbody>"
            for number, (where, whom) in enumerate(rows, 1):
                named = "<br>".join(map(safe, whom))
                yield f"<tr><td>{number}</td>{tag('td', where)}<td>{named}</td><td></td></tr>"
            yield "</tbody></table>"
        yield from (tag("p", left) for left in _left(subject))
