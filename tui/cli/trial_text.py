"""What the catalogue returns, as plain text for the commands that draw nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from catalog.merging.changes import Change, brief
from catalog.merging.merged import MergedTrial, stale
from catalog.model.codes import OutcomeKind
from catalog.model.recruitment import current_day
from catalog.model.trial import Contact, Eligibility, Official, Outcome, Presence, Site, Trial
from catalog.outcomes.posted import told
from catalog.store.catalogue import PossibleDuplicate, Stats
from tui.cli.paper import Paper
from tui.show.present import in_words, words

_OVERVIEW: tuple[tuple[str, str], ...] = (
    ("Status", "status"),
    ("Last known status", "last_known_status"),
    ("Why stopped", "why_stopped"),
    ("Status verified", "status_verified"),
    ("Type", "study_type"),
    ("Phase", "phases"),
    ("Enrollment", "enrollment"),
    ("Start", "start_date"),
    ("Primary completion", "primary_completion_date"),
    ("Completion", "completion_date"),
    ("First posted", "first_posted"),
    ("Last updated", "last_updated"),
    ("Sponsor", "sponsor"),
    ("Collaborators", "collaborators"),
    ("Conditions", "conditions"),
    ("Keywords", "keywords"),
    ("Allocation", "allocation"),
    ("Intervention model", "intervention_model"),
    ("Design in words", "intervention_model_description"),
    ("Masking", "masking"),
    ("Who is masked", "who_masked"),
    ("Masking in words", "masking_description"),
    ("Purpose", "primary_purpose"),
    ("Observational model", "observational_model"),
    ("Time perspective", "time_perspective"),
    ("Countries", "countries"),
    ("Has results", "has_results"),
)
# Said only where there is something to say: no registry states them for every trial.
_OPTIONAL = frozenset(
    {
        "last_known_status",
        "why_stopped",
        "status_verified",
        "collaborators",
        "keywords",
        "intervention_model_description",
        "who_masked",
        "masking_description",
        "countries",
        "observational_model",
        "time_perspective",
    }
)
_KINDS = {
    OutcomeKind.PRIMARY: "Primary",
    OutcomeKind.SECONDARY: "Secondary",
    OutcomeKind.OTHER: "Other",
    OutcomeKind.UNSPECIFIED: "Kind not stated",
}


def show(merged: MergedTrial, paper: Paper, today: dt.date | None = None) -> None:
    """The whole trial, section by section; `today` decides whether its status is doubted."""
    trial = merged.trial
    paper.heading(
        f"{merged.id}  {trial.title or trial.official_title or '(no title in any source)'}"
    )
    _overview(merged, paper, today or current_day())
    _texts(trial, paper)
    _arms(merged, paper)
    _outcomes(merged, paper)
    _results(trial, paper)
    _eligibility(merged, paper)
    _sites(merged, paper)
    _people(merged, paper)
    _references(trial, paper)
    _editorial(trial, paper)
    _sources(merged, paper)


def mark(merged: MergedTrial, field: str, text: str) -> str:
    """A value with `~` before it where it was inferred."""
    return f"~ {text}" if merged.presence(field) is Presence.INFERRED else text


def _overview(merged: MergedTrial, paper: Paper, today: dt.date) -> None:
    trial = merged.trial
    numbers = [f"{known.value} ({known.kind.replace('_', ' ')})" for known in trial.identifiers]
    paper.field("Numbers", ", ".join(numbers) or None, "none in any source")
    for label, name in (("Official title", "official_title"), ("Acronym", "acronym")):
        paper.field(label, getattr(trial, name), merged.presence(name).value)
    for label, name in _OVERVIEW:
        value = getattr(trial, name)
        stated = value is not None and value != ()
        if stated:
            paper.field(label, mark(merged, name, in_words(value)))
            if name == "status" and (reason := stale(trial, today)):
                paper.field("To be verified", reason)
        elif name not in _OPTIONAL:
            paper.field(label, None, merged.presence(name).value)


def _texts(trial: Trial, paper: Paper) -> None:
    for label, text in (
        ("Summary", trial.brief_summary),
        ("Detailed description", trial.detailed_description),
    ):
        if text:
            paper.heading(label)
            paper.line(text)


def _section(merged: MergedTrial, paper: Paper, label: str, field: str) -> bool:
    """The heading; says why the section is empty. Whether there is something in it."""
    value = getattr(merged.trial, field)
    if value:
        guessed = merged.provenance[field].guessed if field in merged.provenance else None
        paper.heading(f"{label} ({len(value)})" if isinstance(value, tuple) else label)
        if guessed:
            paper.line(f"~ inferred: {guessed}")
        return True
    paper.heading(label)
    paper.line(merged.presence(field).value)
    return False


def _arms(merged: MergedTrial, paper: Paper) -> None:
    if _section(merged, paper, "Arms", "arms"):
        for arm in merged.trial.arms:
            kind = f" [{words(arm.type.word)}]" if arm.type else ""
            given = f" - gives: {', '.join(arm.interventions)}" if arm.interventions else ""
            paper.items([f"{arm.label}{kind}{given}"])
            if arm.description:
                paper.line(arm.description, 4)
    if _section(merged, paper, "Interventions", "interventions"):
        for each in merged.trial.interventions:
            kind = f"{words(each.type.word).capitalize()}: " if each.type else ""
            names = f" (also {', '.join(each.other_names)})" if each.other_names else ""
            paper.items([f"{kind}{each.name}{names}"])
            if each.description:
                paper.line(each.description, 4)


def _results(trial: Trial, paper: Paper) -> None:
    """What the registry has of results, whole."""
    if trial.results is None:
        return
    paper.heading("Results posted")
    for line in told(trial.results, whole=True):
        paper.line(f"{line.text}:" if line.is_heading else line.text, 2 * line.depth)


def _outcomes(merged: MergedTrial, paper: Paper) -> None:
    if not _section(merged, paper, "Outcomes", "outcomes"):
        return
    for kind, label in _KINDS.items():
        of_kind = [outcome for outcome in merged.trial.outcomes if outcome.kind is kind]
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


def _eligibility(merged: MergedTrial, paper: Paper) -> None:
    paper.heading("Eligibility")
    eligibility = merged.trial.eligibility or Eligibility()
    for label, name in (
        ("Minimum age", "minimum_age"),
        ("Maximum age", "maximum_age"),
        ("Ages", "standard_ages"),
        ("Sex", "sex"),
        ("Healthy volunteers", "healthy_volunteers"),
    ):
        value = getattr(eligibility, name)
        stated = value is not None and value != ()
        field = f"eligibility.{name}"
        shown = mark(merged, field, in_words(value)) if stated else None
        paper.field(label, shown, merged.presence(field).value)
    paper.field("Criteria", None, _criteria_state(merged))
    if eligibility.text:
        paper.line(eligibility.text, 2)


def _criteria_state(merged: MergedTrial) -> str:
    presence = merged.presence("eligibility.text")
    return "as written" if presence is Presence.VALUE else presence.value


def _sites(merged: MergedTrial, paper: Paper) -> None:
    if _section(merged, paper, "Sites", "sites"):
        paper.items(site_line(site) for site in merged.trial.sites)


def site_line(site: Site) -> str:
    """A site in one line: place first, then facility, status and contacts."""
    place = ", ".join(part for part in (site.city, site.state, site.zip, site.country) if part)
    status = f" [{words(site.status.word)}]" if site.status else ""
    contacts = "".join(f"; {contact_line(contact)}" for contact in site.contacts)
    return (
        f"{place or 'place not stated'}: {site.facility or 'facility not stated'}{status}{contacts}"
    )


def contact_line(contact: Contact) -> str:
    """A contact in one line."""
    phone = contact.phone
    if phone and contact.phone_ext:
        phone = f"{phone} ext. {contact.phone_ext}"
    return ", ".join(filter(None, (*_person(contact), phone, contact.email)))


def _person(named: Contact | Official) -> tuple[str | None, ...]:
    role = words(named.role.word) if named.role else None
    return named.name, role, named.affiliation


def _people(merged: MergedTrial, paper: Paper) -> None:
    if _section(merged, paper, "Contacts", "contacts"):
        paper.items(contact_line(contact) for contact in merged.trial.contacts)
    if merged.trial.officials:
        paper.heading("Officials")
        paper.items(", ".join(filter(None, _person(each))) for each in merged.trial.officials)


def _references(trial: Trial, paper: Paper) -> None:
    if trial.references:
        paper.heading("References")
        paper.items(
            f"{each.citation or ''} {f'PMID {each.pmid}' if each.pmid else ''}".strip()
            for each in trial.references
        )


def _editorial(trial: Trial, paper: Paper) -> None:
    if trial.editorial:
        paper.heading("Editorial text of listing sites (not registry data)")
        for each in trial.editorial:
            paper.items([f"{each.source}, {each.label}: {each.text}"])


def _sources(merged: MergedTrial, paper: Paper) -> None:
    paper.heading(f"Sources ({len(merged.sources)})")
    for number, source in enumerate(merged.sources, 1):
        as_of = f"as of {source.data_date}" if source.data_date else "without a date"
        place = f" {source.place}" if source.place else ""
        said = [field for field, origin in merged.provenance.items() if origin.source == number - 1]
        paper.line(f"[{number}] {source.importer}: {source.file}{place}, {as_of}")
        paper.line(f"said: {', '.join(said) or 'nothing that another does not say better'}", 4)
    guesses = {
        field: origin.guessed for field, origin in merged.provenance.items() if origin.guessed
    }
    if guesses:
        paper.heading("Inferred from the layout of a source (marked ~)")
        paper.items(f"{field}: {why}" for field, why in guesses.items())
    conflicts = {field: origin for field, origin in merged.provenance.items() if origin.others}
    if conflicts:
        paper.heading("Where sources disagree")
        for field, origin in conflicts.items():
            others = "; ".join(f"[{said.source + 1}] says {said.text}" for said in origin.others)
            paper.items([f"{field}: [{origin.source + 1}] is shown; {others}"])


def stats(found: Stats, paper: Paper) -> None:
    """What is in the catalogue, and as of when."""
    paper.field("Trials", str(found.trials))
    paper.field("Source records", str(found.source_records))
    paper.field("Newest source", found.newest_source)
    paper.field("Last import", found.last_import)
    paper.field("Possible duplicates", str(found.possible_duplicates))
    for label, counts in (
        ("Status", found.by_status),
        ("Type", found.by_study_type),
        ("Format", found.by_importer),
    ):
        paper.heading(label)
        paper.items(f"{name}: {count}" for name, count in counts.items())


def duplicates(found: Sequence[PossibleDuplicate], paper: Paper) -> None:
    """Possible duplicates, each with its reasons and how to decide."""
    if not found:
        paper.line("No possible duplicates.")
    for each in found:
        paper.heading(f"{each.a} and {each.b}  (score {each.score:.2f})")
        for name, title in ((each.a, each.title_a), (each.b, each.title_b)):
            paper.field(name, title, "(no title)")
        paper.items([f"for: {reason}" for reason in each.reasons_for])
        paper.items([f"against: {reason}" for reason in each.reasons_against])
        paper.faint(f"  {_how_to_decide(each)}")


def _how_to_decide(pair: PossibleDuplicate) -> str:
    reject = f"trials reject {pair.a} {pair.b}"
    if pair.is_contradiction:
        return f"two numbers of one registry stay two trials; to list them no more: {reject}"
    return f"trials link {pair.a} {pair.b}   or   {reject}"


def changes(found: Sequence[Change], names: Mapping[int, str], paper: Paper) -> None:
    """What imports changed, the most important first; `names` of the sources that brought it."""
    if not found:
        paper.line("No changes.")
    for each in found:
        before, after = brief(each.before, each.after)
        source = names.get(each.source) if each.source else None
        by = f"  ({source})" if source else ""
        field = words(each.field.replace(".", " "))
        paper.items([f"{each.at[:10]}  {each.trial}  {field}: {before} -> {after}{by}"])
