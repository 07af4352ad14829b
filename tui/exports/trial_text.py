"""A whole trial as plain text: the app's tabs one after the other, by the one table of fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from catalog.merging.merged import MergedTrial, stale
from catalog.merging.source_names import source_words
from catalog.model.codes import OutcomeKind
from catalog.model.recruitment import current_day
from catalog.model.trial import (
    Contact,
    Eligibility,
    Official,
    Outcome,
    Presence,
    Site,
    Trial,
    gender,
)
from tui import commands
from tui.exports.paper import Paper
from tui.show.changed import codes_in_words
from tui.show.fields import (
    OVERVIEW,
    SOURCES,
    Field,
    in_words,
    is_stated,
    items,
    label_of,
    named,
    rest,
    sections,
    value_of,
)

_KINDS = {
    OutcomeKind.PRIMARY: "Primary",
    OutcomeKind.SECONDARY: "Secondary",
    OutcomeKind.OTHER: "Other",
    OutcomeKind.UNSPECIFIED: "Kind not stated",
}


def show(
    merged: MergedTrial,
    paper: Paper,
    today: dt.date | None = None,
    tabs: Sequence[str] = commands.TOLD_TABS,
) -> None:
    """The trial tab by tab, all of them or some; `today` decides whether its status is doubted.

    The status stands above whatever is shown: no site is better than its trial.
    """
    trial, today = merged.trial, today or current_day()
    paper.heading(
        f"{merged.id}  {trial.title or trial.official_title or '(no title in any source)'}"
    )
    if OVERVIEW not in tabs:
        paper.field("Status", *_said(merged, "status"))
        _doubt(merged, paper, today)
    for tab in (each for each in commands.TOLD_TABS if each in tabs):
        if tab == SOURCES:
            _sources(merged, paper)
        for section, of_section in sections(tab):
            _section(merged, paper, section, of_section, today)


def fields_of(tabs: Sequence[str]) -> frozenset[str]:
    """The fields of a Trial that stand on these tabs, by their first names."""
    return frozenset(
        each.name.partition(".")[0] for tab in tabs for _, some in sections(tab) for each in some
    )


def mark(merged: MergedTrial, field: str, text: str) -> str:
    """A value with `~` before it where it was inferred."""
    return f"~ {text}" if merged.presence(field) is Presence.INFERRED else text


def _section(
    merged: MergedTrial, paper: Paper, section: str, of_section: tuple[Field, ...], today: dt.date
) -> None:
    """A heading and what stands below it; nothing where nothing is said and few say it."""
    told = [
        each for each in of_section if each.always or is_stated(value_of(merged.trial, each.name))
    ]
    if not told:
        return
    if of_section[0].is_alone:
        _alone(merged, paper, of_section[0])
        return
    paper.heading(section)
    for each in told:
        _line(merged, paper, each)
        if each.name == "status":
            _doubt(merged, paper, today)


def _doubt(merged: MergedTrial, paper: Paper, today: dt.date) -> None:
    if reason := stale(merged.trial, today):
        paper.field("To be verified", reason)


def _said(merged: MergedTrial, name: str) -> tuple[str | None, str]:
    """What is said in a field, and why nothing is."""
    value = value_of(merged.trial, name)
    if not is_stated(value):
        return None, merged.presence(name).value
    return mark(merged, name, in_words(value)), ""


def _line(merged: MergedTrial, paper: Paper, each: Field) -> None:
    told, missing = _said(merged, each.name)
    by = gender(merged.trial.eligibility or Eligibility()) if each.name.endswith(".sex") else ""
    paper.field(each.label, told + by if told else None, missing)


def _alone(merged: MergedTrial, paper: Paper, known: Field) -> None:
    """A section of its own: its heading, why it is empty, else its items."""
    value = value_of(merged.trial, known.name)
    count = f" ({len(value)})" if isinstance(value, tuple) and value else ""
    paper.heading(known.label + count)
    if not is_stated(value):
        paper.line(merged.presence(known.name).value)
        return
    origin = merged.provenance.get(known.name)
    if origin is not None and origin.guessed:
        paper.line(f"~ inferred: {origin.guessed}")
    if isinstance(value, str):
        paper.line(value, 2 if known.name == "eligibility.text" else 0)
    elif known.name in _OWN:
        _OWN[known.name](merged.trial, paper)
    else:
        for depth, text in items(value):
            paper.items([text], depth=depth)


def _arms(trial: Trial, paper: Paper) -> None:
    for arm in trial.arms:
        kind = f" [{in_words(arm.type)}]" if arm.type else ""
        given = f" - gives: {', '.join(arm.interventions)}" if arm.interventions else ""
        paper.items([f"{arm.label}{kind}{given}"])
        if arm.description:
            paper.line(arm.description, 4)


def _interventions(trial: Trial, paper: Paper) -> None:
    for each in trial.interventions:
        kind = f"{in_words(each.type)}: " if each.type else ""
        names = f" (also {', '.join(each.other_names)})" if each.other_names else ""
        paper.items([f"{kind}{each.name}{names}"])
        if each.description:
            paper.line(each.description, 4)
        if each.arm_labels:
            paper.line(f"In the arms: {', '.join(each.arm_labels)}", 4)


def _outcomes(trial: Trial, paper: Paper) -> None:
    for kind, label in _KINDS.items():
        of_kind = [outcome for outcome in trial.outcomes if outcome.kind is kind]
        if of_kind:
            paper.line(f"{label}:")
            for outcome in of_kind:
                _outcome(outcome, paper)


def _outcome(outcome: Outcome, paper: Paper) -> None:
    paper.items([outcome.measure])
    if outcome.time_frame:
        paper.line(f"Time frame: {outcome.time_frame}", 4)
    if outcome.description:
        paper.line(outcome.description, 4)


def _sites(trial: Trial, paper: Paper) -> None:
    paper.items(site_line(site) for site in trial.sites)


def site_line(site: Site) -> str:
    """A site in one line: place first, then facility, status and contacts."""
    place = ", ".join(part for part in (site.city, site.state, site.zip, site.country) if part)
    status = f" [{in_words(site.status)}]" if site.status else ""
    contacts = "".join(f"; {contact_line(contact)}" for contact in site.contacts)
    more = rest(site, "city", "state", "zip", "country", "facility", "status", "contacts")
    facility = site.facility or "facility not stated"
    where = f" ({more})" if more else ""
    return f"{place or 'place not stated'}: {facility}{status}{contacts}{where}"


def contact_line(contact: Contact) -> str:
    """A contact in one line."""
    phone = contact.phone
    if phone and contact.phone_ext:
        phone = f"{phone} ext. {contact.phone_ext}"
    return ", ".join(filter(None, (*_person(contact), phone, contact.email)))


def _person(person: Contact | Official) -> tuple[str | None, ...]:
    role = in_words(person.role) if person.role else None
    return person.name, role, person.affiliation


def _contacts(trial: Trial, paper: Paper) -> None:
    paper.items(contact_line(contact) for contact in trial.contacts)


def _officials(trial: Trial, paper: Paper) -> None:
    paper.items(", ".join(filter(None, _person(each))) for each in trial.officials)


_OWN: dict[str, Callable[[Trial, Paper], None]] = {
    "arms": _arms,
    "interventions": _interventions,
    "outcomes": _outcomes,
    "sites": _sites,
    "contacts": _contacts,
    "officials": _officials,
}
"""Fields that are told in a way of their own; each of their parts all the same."""


def _sources(merged: MergedTrial, paper: Paper) -> None:
    paper.heading(f"Sources ({len(merged.sources)})")
    for number, source in enumerate(merged.sources, 1):
        as_of = f"as of {source.data_date}" if source.data_date else "not dated"
        place = f" {source.place}" if source.place else ""
        said = [
            named(field)
            for field, origin in merged.provenance.items()
            if origin.source == number - 1
        ]
        name = source_words(source.importer)
        paper.line(f"[{number}] {name}: {source.file}{place}, {as_of}")
        paper.line(f"said: {', '.join(said) or 'nothing that another does not say better'}", 4)
    guesses = {
        field: origin.guessed for field, origin in merged.provenance.items() if origin.guessed
    }
    if guesses:
        paper.heading("Inferred from the layout of a source (marked ~)")
        paper.items(f"{label_of(field)}: {why}" for field, why in guesses.items())
    conflicts = {field: origin for field, origin in merged.provenance.items() if origin.others}
    if conflicts:
        paper.heading("Where sources disagree")
        for field, origin in conflicts.items():
            others = "; ".join(
                f"[{said.source + 1}] says {codes_in_words(field, said.text)}"
                for said in origin.others
            )
            paper.items([f"{label_of(field)}: [{origin.source + 1}] is shown; {others}"])
