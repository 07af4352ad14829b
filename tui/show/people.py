"""Sites, people and sources as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from catalog.merging.merged import MergedTrial
from catalog.merging.source_names import source_told
from catalog.model.codes import ContactRole
from catalog.model.own_sites import is_own
from catalog.model.site_states import sites_of
from catalog.model.text import clean, folded
from catalog.model.trial import Contact, Official, Site, Trial
from catalog.store.catalogue import PossibleDuplicate
from tui.show.bands import bands, far_of
from tui.show.changed import codes_in_words
from tui.show.fields import (
    SITES,
    SOURCES,
    in_words,
    is_stated,
    label_of,
    named,
    rest,
    sections,
    value_of,
)
from tui.show.present import (
    field,
    guessed,
    heading,
    is_one_of_several,
    missing,
    moment,
    said,
    section_of,
    short_status,
    source_name,
    status_style,
)
from tui.terminal.styled import EMPTY, Line, Span, block

if TYPE_CHECKING:
    from catalog.places.nearest import Distances

_UNNAMED = "country not stated"


def own_sites(merged: MergedTrial, own: Sequence[str]) -> str:
    """Which of the user's sites a trial has, and their status; empty where it has none."""
    told = []
    for name in own:
        found = [site for site in merged.trial.sites if is_own(site, (name,))]
        states = [
            short_status(site.status.word) if site.status else "status not stated" for site in found
        ]
        if found:
            told.append(f"{said(name)} ({', '.join(dict.fromkeys(states))})")
    return ", ".join(told)


def sites(
    merged: MergedTrial,
    cells: int,
    wanted: str = "",
    own: Sequence[str] = (),
    distances: Distances | None = None,
    *,
    whole: bool = False,
) -> list[Line]:
    """The user's own sites first; then by distance, where it is known from where to count; then
    country, state, city, each site with status, contacts; `whole`: where it lies on the map too."""
    trial = merged.trial
    if not trial.sites:
        lines: list[Line] = [(Span("Sites", "head"),), *missing(merged, "sites", cells)]
        return [*lines, *_countries(merged, cells)]
    found = [site for site in trial.sites if _matches(site, wanted)]
    told = f"{len(found)} of {len(trial.sites)} sites" if wanted else f"{len(found)} sites"
    told = "1 site" if told == "1 sites" else told.replace("of 1 sites", "of 1 site")
    lines = [(Span(f"{told}, {_states(trial, found)}", "head"), Span("   f: filter", "dim"))]
    if wanted:
        hint = "   Esc: all sites"
        lines.append((Span("filter: ", "dim"), Span(said(wanted), "key"), Span(hint, "dim")))
        if not found:
            lines += block("no site of this trial has these words.", cells, "missing")
            return lines
    lines += guessed(merged, "sites", cells)
    if is_one_of_several(merged, "sites"):
        told = source_name(merged, merged.provenance["sites"].source)
        lines += block(f"sites and their status as said by {told}", cells, "dim")
    mine = [site for site in found if is_own(site, own)]
    if mine:
        lines += heading("Your sites")
        for site in sorted(mine, key=_place):
            lines += _site(site, cells, "* ", far_of(site, trial.sites, distances), (), whole=whole)
    others = [site for site in sorted(found, key=_place) if site not in mine]
    if distances is not None:
        chosen = set(map(id, others))
        for title, of_band in groupby(
            bands(trial.sites, distances, lambda site: id(site) in chosen), lambda each: each.title
        ):
            if not title:
                others = sorted((each.site for each in of_band), key=_place)
                break
            lines += heading(title)
            for each in of_band:
                above = ("country",) if each.is_home else ()
                lines += _site(each.site, cells, "  ", each.far, above, whole=whole)
        else:
            others = []
    place: tuple[str, str] = ("", "")
    for site in others:
        here = (said(site.country or _UNNAMED), said(site.state or ""))
        if here != place:
            place = here
            lines += heading(" · ".join(part for part in here if part))
        lines += _site(site, cells, whole=whole)
    return [*lines, *_trial_contacts(merged, cells), *_countries(merged, cells)]


def _countries(merged: MergedTrial, cells: int) -> Iterator[Line]:
    """What is said of countries beside the sites: their list, those that left, their status."""
    for section, (known, *_) in sections(SITES):
        if section != "Sites" and is_stated(value_of(merged.trial, known.name)):
            yield from heading(section)
            yield from section_of(merged, known.name, cells)


def _states(trial: Trial, sites: Sequence[Site]) -> str:
    """`3 recruiting, 2 unknown`: what no source says of a site is not called closed."""
    found = sites_of(trial, sites)
    return "status not stated" if found.unknown == found.total else str(found)


def _trial_contacts(merged: MergedTrial, cells: int) -> list[Line]:
    """Contacts of the whole trial, where no site has any of its own."""
    trial = merged.trial
    if not trial.contacts or any(site.contacts for site in trial.sites):
        return []
    lines = heading("Contacts of the trial, not of a site")
    for contact in trial.contacts:
        lines += block(contact_words(contact), cells, "", "  ", "  ")
    if is_one_of_several(merged, "contacts"):
        told = source_name(merged, merged.provenance["contacts"].source)
        lines += block(f"as said by {told}", cells, "dim", "  ", "  ")
    return lines


def _place(site: Site) -> tuple[str, str, str]:
    return (site.country or "\uffff", site.state or "", site.city or "")


def _matches(site: Site, wanted: str) -> bool:
    text = folded(
        " ".join(filter(None, (site.facility, site.city, site.state, site.country, site.zip)))
    )
    return all(word in text for word in folded(wanted).split())


_ON_THE_MAP = ("latitude", "longitude")


def _site(
    site: Site,
    cells: int,
    mark: str = "  ",
    far: str = "",
    above: tuple[str, ...] = ("country", "state"),
    *,
    whole: bool,
) -> Iterator[Line]:
    """A site's lines; `above` is what the heading says already."""
    status = site.status.word if site.status else None
    city = said(site.city or "city not stated")
    name = said(site.facility or "facility not stated")
    yield (
        Span(mark, "mark"),
        Span(city, "bold"),
        Span("  "),
        Span(short_status(status) if status else "status not stated", status_style(status)),
        Span(f"  {far}" if far else "", "key"),
    )
    zip_code = f" {said(site.zip)}" if site.zip else ""
    yield from block(name + zip_code, cells, "", "    ", "    ")
    for contact in site.contacts:
        yield from block(contact_words(contact), cells, "dim", "    contact: ", "             ")
    left = (*above, *(() if whole else _ON_THE_MAP))
    if more := rest(site, "city", "facility", "zip", "status", "contacts", *left):
        yield from block(said(more), cells, "dim", "    ", "    ")


def contact_words(contact: Contact) -> str:
    """A contact in one line."""
    is_told = contact.role and contact.role.means is not ContactRole.CONTACT
    role = in_words(contact.role) if is_told else None
    phone = contact.phone
    if phone and contact.phone_ext:
        phone = f"{phone} ext. {contact.phone_ext}"
    parts = (contact.name, role, contact.affiliation, phone, contact.email)
    return said(", ".join(part for part in parts if part)) or "nothing stated"


def people(merged: MergedTrial, cells: int) -> list[Line]:
    """Contacts, officials, sponsor, collaborators."""
    trial = merged.trial
    lines: list[Line] = [(Span("Contacts", "head"),)]
    lines += guessed(merged, "contacts", cells)
    for contact in trial.contacts:
        lines += block(contact_words(contact), cells, "", "- ", "  ")
    if not trial.contacts:
        lines += missing(merged, "contacts", cells)
    lines += heading(label_of("officials"))
    for official in trial.officials:
        lines += block(official_words(official), cells, "", "- ", "  ")
    if not trial.officials:
        lines += missing(merged, "officials", cells)
    for name in ("sponsor", "collaborators"):
        lines += heading(label_of(name))
        value = value_of(trial, name)
        told = [each for each in (value if isinstance(value, tuple) else (value,)) if each]
        for each in told:
            lines += block(said(in_words(each)), cells, "", "- ", "  ")
        if not told:
            lines += missing(merged, name, cells)
    return lines


def official_words(official: Official) -> str:
    """A study doctor in one line."""
    role = in_words(official.role) if official.role else None
    return said(", ".join(filter(None, (official.name, role, official.affiliation))))


def sources(merged: MergedTrial, duplicates: Sequence[PossibleDuplicate], cells: int) -> list[Line]:
    """Each source record and what it gave, conflicts, possible duplicates, editorial text."""
    lines: list[Line] = []
    for number, source in enumerate(merged.sources):
        lines += [EMPTY] if lines else []
        lines += block(source_told(source), cells, "head", f"[{number + 1}] ", "    ")
        place = f" {clean(source.place)}" if source.place else ""
        lines += field("  file", clean(source.file) + place, cells)
        lines += field("  imported", moment(source.imported_at), cells)
        lines += field("  its number", said(source.number or "none given"), cells)
        gave = [name for name, origin in merged.provenance.items() if origin.source == number]
        also = [name for name, origin in merged.provenance.items() if number in origin.agree]
        used = _names(gave) or "nothing that another does not say better"
        lines += field("  used from it", used, cells)
        if also:
            lines += field("  same in it", _names(also), cells)
    lines += _conflicts(merged, cells)
    lines += _possible(merged, duplicates, cells)
    for section, (known, *_) in sections(SOURCES):
        if is_stated(value_of(merged.trial, known.name)):
            lines += heading(section)
            lines += section_of(merged, known.name, cells)
    return lines


def _names(fields: Sequence[str]) -> str:
    return ", ".join(said(named(name)) for name in fields)


def _conflicts(merged: MergedTrial, cells: int) -> list[Line]:
    lines = heading("Where the sources disagree")
    disputed = {name: each for name, each in merged.provenance.items() if each.others}
    if not disputed:
        return [*lines, (Span("nowhere", "missing"),)]
    for name, origin in disputed.items():
        lines += block(
            f"{_names([name])}: [{origin.source + 1}] is shown", cells, "bold", "- ", "  "
        )
        for other in origin.others:
            told = codes_in_words(name, said(other.text))
            lines += block(f"[{other.source + 1}] says {told}", cells, "", "  ", "  ")
    return lines


def other_of(pair: PossibleDuplicate, number: str) -> tuple[str, str | None]:
    """The other trial of a pair, and its title."""
    return (pair.b, pair.title_b) if pair.a == number else (pair.a, pair.title_a)


def _possible(
    merged: MergedTrial, duplicates: Sequence[PossibleDuplicate], cells: int
) -> list[Line]:
    lines = heading("The same trial?")
    if not duplicates:
        return [*lines, (Span("none", "missing"),)]
    for pair in duplicates:
        other, title = other_of(pair, merged.id)
        lines += block(f"{said(other)}  {said(title or '(no title)')}", cells, "bold", "- ", "  ")
        for reason in pair.reasons_for:
            lines += block(f"for: {said(reason)}", cells, "", "  ", "  ")
        for reason in pair.reasons_against:
            lines += block(f"against: {said(reason)}", cells, "", "  ", "  ")
    lines.append((Span("  a yes, one trial   r no, two trials   u undo what was joined", "key"),))
    return lines
