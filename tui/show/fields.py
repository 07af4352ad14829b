"""The fields of a Trial, once: how each is called, where it is shown, and its value in words.

The app's tabs, `trials show` and its tests walk `FIELDS`; a field that is kept and stands in no row
here fails a test, and so does a part of a value that no view shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from catalog.model import code_words
from catalog.model.codes import Coded, fold
from catalog.model.dates import PartialDate
from catalog.model.presence import is_stated as is_stated
from catalog.model.text import plain
from catalog.model.trial import (
    Age,
    Enrollment,
    Guess,
    Identifier,
    Reference,
    Results,
    Trial,
    TrialDate,
    UnpostedEvent,
    one_line,
)

OVERVIEW, ARMS, OUTCOMES, ELIGIBILITY = "overview", "arms", "outcomes", "eligibility"
SITES, PEOPLE, TEXT, SOURCES, HISTORY = "sites", "people", "text", "sources", "history"


class Field(NamedTuple):
    """A field of Trial (or `eligibility.x`): its label, and the part of the trial it stands in."""

    name: str
    label: str
    tab: str
    section: str
    """The heading above it; a field with a section of its own is told item by item."""
    always: bool = False
    """Whether its absence is said: most registries state it for every trial."""

    @property
    def is_alone(self) -> bool:
        """Whether it has a section of its own."""
        return sum(each.section == self.section for each in FIELDS) == 1


FIELDS: tuple[Field, ...] = (
    Field("status", "Status", OVERVIEW, "Status", always=True),
    Field("last_known_status", "Last known status", OVERVIEW, "Status"),
    Field("why_stopped", "Why stopped", OVERVIEW, "Status"),
    Field("status_verified", "Last confirmed", OVERVIEW, "Status", always=True),
    Field("start_date", "Start", OVERVIEW, "Status", always=True),
    Field("primary_completion_date", "Main data complete", OVERVIEW, "Status", always=True),
    Field("completion_date", "End", OVERVIEW, "Status", always=True),
    Field("last_updated", "Last updated", OVERVIEW, "Status", always=True),
    Field("expanded_access", "Access outside", OVERVIEW, "Status"),
    Field("study_type", "Type", OVERVIEW, "Design", always=True),
    Field("phases", "Phase", OVERVIEW, "Design", always=True),
    Field("enrollment", "People", OVERVIEW, "Design", always=True),
    Field("number_of_arms", "Number of arms", OVERVIEW, "Design"),
    Field("allocation", "Allocation", OVERVIEW, "Design", always=True),
    Field("intervention_model", "Model", OVERVIEW, "Design", always=True),
    Field("intervention_model_description", "Model in words", OVERVIEW, "Design"),
    Field("masking", "Masking", OVERVIEW, "Design", always=True),
    Field("who_masked", "Who is masked", OVERVIEW, "Design"),
    Field("masking_description", "Masking in words", OVERVIEW, "Design"),
    Field("primary_purpose", "Purpose", OVERVIEW, "Design", always=True),
    Field("observational_model", "Observed as", OVERVIEW, "Design"),
    Field("time_perspective", "Time perspective", OVERVIEW, "Design"),
    Field("target_duration", "Follow-up", OVERVIEW, "Design"),
    Field("patient_registry", "Patient registry", OVERVIEW, "Design"),
    Field("biospecimen", "Samples kept", OVERVIEW, "Design"),
    Field("expanded_access_types", "Kinds of access", OVERVIEW, "Design"),
    Field("sponsor", "Sponsor", OVERVIEW, "Sponsor", always=True),
    Field("collaborators", "With", OVERVIEW, "Sponsor", always=True),
    Field("organization", "Registered by", OVERVIEW, "Sponsor"),
    Field("responsible_party", "Responsible party", OVERVIEW, "Sponsor"),
    Field("oversight", "Oversight", OVERVIEW, "Sponsor"),
    Field("title", "Title", OVERVIEW, "Titles", always=True),
    Field("official_title", "Official title", OVERVIEW, "Titles", always=True),
    Field("acronym", "Acronym", OVERVIEW, "Titles", always=True),
    Field("conditions", "Conditions", OVERVIEW, "Conditions", always=True),
    Field("interventions", "Interventions", ARMS, "Interventions", always=True),
    Field("identifiers", "Numbers", OVERVIEW, "Numbers", always=True),
    Field("brief_summary", "Summary", OVERVIEW, "Summary", always=True),
    Field("has_results", "Has results", OVERVIEW, "Results and dates", always=True),
    Field("unposted_events", "Results on the way", OVERVIEW, "Results and dates"),
    Field("results_first_submitted", "Results submitted", OVERVIEW, "Results and dates"),
    Field(
        "results_first_submitted_qc", "Results checked", OVERVIEW, "Results and dates"
    ),
    Field("results_first_posted", "Results posted", OVERVIEW, "Results and dates"),
    Field("delayed_posting", "Results delayed", OVERVIEW, "Results and dates"),
    Field("disposition_first_submitted", "Asked to delay", OVERVIEW, "Results and dates"),
    Field("disposition_first_submitted_qc", "Delay checked", OVERVIEW, "Results and dates"),
    Field("disposition_first_posted", "Delay granted", OVERVIEW, "Results and dates"),
    Field("first_submitted", "Registered", OVERVIEW, "Results and dates"),
    Field("first_submitted_qc", "Registry's check", OVERVIEW, "Results and dates"),
    Field("first_posted", "First posted", OVERVIEW, "Results and dates"),
    Field("last_update_submitted", "Update submitted", OVERVIEW, "Results and dates"),
    Field("arms", "Arms", ARMS, "Arms", always=True),
    Field("outcomes", "Outcomes", OUTCOMES, "Outcomes", always=True),
    Field("results", "Posted results", OUTCOMES, "Posted results"),
    Field("eligibility.minimum_age", "Minimum age", ELIGIBILITY, "Eligibility", always=True),
    Field("eligibility.maximum_age", "Maximum age", ELIGIBILITY, "Eligibility", always=True),
    Field("eligibility.standard_ages", "Age groups", ELIGIBILITY, "Eligibility"),
    Field("eligibility.sex", "Sex", ELIGIBILITY, "Eligibility", always=True),
    Field("eligibility.gender_based", "By gender", ELIGIBILITY, "Eligibility"),
    Field("eligibility.gender_description", "Gender in words", ELIGIBILITY, "Eligibility"),
    Field(
        "eligibility.healthy_volunteers", "Healthy volunteers", ELIGIBILITY, "Eligibility",
        always=True,
    ),
    Field("eligibility.study_population", "Who is observed", ELIGIBILITY, "Eligibility"),
    Field("eligibility.sampling_method", "How they are chosen", ELIGIBILITY, "Eligibility"),
    Field("eligibility.text", "Criteria", ELIGIBILITY, "Criteria", always=True),
    Field("sites", "Sites", SITES, "Sites", always=True),
    Field("countries", "Countries", SITES, "Countries"),
    Field("removed_countries", "Countries no longer", SITES, "Countries no longer"),
    Field("country_records", "By country", SITES, "By country"),
    Field("contacts", "Contacts", PEOPLE, "Contacts", always=True),
    Field("officials", "Study doctors", PEOPLE, "Study doctors", always=True),
    Field("detailed_description", "Detailed description", TEXT, "Detailed description",
          always=True),
    Field("keywords", "Keywords", TEXT, "Keywords", always=True),
    Field("references", "References", TEXT, "References", always=True),
    Field("see_also", "Links", TEXT, "Links", always=True),
    Field("documents", "Documents", TEXT, "Documents", always=True),
    Field("ipd_statement", "Sharing of participant data", TEXT, "Sharing of participant data",
          always=True),
    Field("available_ipd", "Data sets to be had", TEXT, "Data sets to be had"),
    Field("condition_mesh", "Conditions, MeSH", TEXT, "Conditions, MeSH"),
    Field("condition_mesh_ancestors", "Conditions, wider MeSH", TEXT, "Conditions, wider MeSH"),
    Field("intervention_mesh", "Interventions, MeSH", TEXT, "Interventions, MeSH"),
    Field("intervention_mesh_ancestors", "Interventions, wider MeSH", TEXT,
          "Interventions, wider MeSH"),
    Field("url", "Address", SOURCES, "Address"),
    Field("editorial", "Editorial text of listing sites (not the registry's words)", SOURCES,
          "Editorial text of listing sites (not the registry's words)"),
    Field("guesses", "Inferred by a format", SOURCES, "Inferred by a format"),
)  # fmt: skip
_BY_NAME = {each.name: each for each in FIELDS}


def label_of(name: str) -> str:
    """What a field, or a part of one, is called on a screen; what is none of ours by its name."""
    known = _BY_NAME.get(name)
    if known:
        return known.label
    whole, _, part = name.partition(".")
    if part and whole in _BY_NAME:
        return f"{_BY_NAME[whole].label}: {part_label(part)}"
    return plain(name).replace("_", " ").replace(".", " ")


def named(name: str) -> str:
    """What a field is called within a sentence: `conditions, MeSH`."""
    label = label_of(name)
    return label[:1].lower() + label[1:]


def sections(tab: str) -> Iterator[tuple[str, tuple[Field, ...]]]:
    """The headings of a tab with their fields, in order."""
    of_tab = [each for each in FIELDS if each.tab == tab]
    for section in dict.fromkeys(each.section for each in of_tab):
        yield section, tuple(each for each in of_tab if each.section == section)


def value_of(trial: Trial, name: str) -> object:
    """The value of a field, also of a part of eligibility; None where it is absent."""
    value: object = trial
    for part in name.split("."):
        value = getattr(value, part, None)
    return value


# values in words

NUMBERS = {
    "nct": "NCT", "nct_alias": "former NCT", "org_study_id": "sponsor's number",
    "secondary_id": "secondary number", "chictr": "ChiCTR", "eudract": "EudraCT", "utn": "WHO UTN",
    "rebec": "ReBEC", "ctis": "CTIS", "nci": "NCI", "nih": "NIH", "isrctn": "ISRCTN",
    "jrct": "jRCT", "actrn": "ACTRN", "ntr": "NTR", "irct": "IRCT", "drks": "DRKS",
    "umin": "UMIN", "jprn": "JPRN", "tctr": "TCTR", "pactr": "PACTR", "kct": "CRIS", "ctri": "CTRI",
    "slctr": "SLCTR", "rpcec": "RPCEC", "per": "REPEC",
}  # fmt: skip
"""Kinds of numbers as the registries write them."""
_REGISTRIES = NUMBERS.keys() - {"org_study_id", "secondary_id", "nih"}
_EVENTS = {
    "RELEASE": "submitted to the registry",
    "UNRELEASE": "taken back before the check",
    "RESET": "given back for correction",
}
_PARTS = {
    "nct_id": "number", "has_dmc": "data monitoring committee",
    "is_fda_regulated_drug": "drug regulated by the FDA",
    "is_fda_regulated_device": "device regulated by the FDA",
    "is_unapproved_device": "device not yet approved", "is_us_export": "exported from the US",
    "has_expanded_access": "offered", "investigator_name": "investigator",
    "investigator_title": "title", "investigator_affiliation": "at",
    "old_name_title": "name and title", "old_organization": "organisation",
    "arm_labels": "in the arms", "other_names": "also", "class_": "kind", "pmid": "PMID",
    "start_date": "start", "completion_date": "end", "enrollment": "people", "zip": "postcode",
    "phone_ext": "extension", "info_types": "what", "time_frame": "when",
    "access_criteria": "on what terms", "upload_date": "uploaded", "filename": "file",
    "said_type": "called", "param_type": "shown as", "dispersion_type": "spread as",
    "reporting_status": "reporting",
}  # fmt: skip
"""What the parts of a value are called where their names do not say it."""
_HEADS = (
    "name",
    "label",
    "measure",
    "term",
    "citation",
    "title",
    "country",
    "sharing",
    "retention",
)


class Item(NamedTuple):
    """A line of what is told of a value: how far it is moved in, and its text."""

    depth: int
    text: str


def in_words(value: object) -> str:
    """A value in one line, whole; a code in words, the source's own where they begin with it."""
    if isinstance(value, Coded):
        return _code(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _listed(value)
    if isinstance(value, TrialDate):
        return f"{value} ({value.type.word.lower()})" if value.type else str(value)
    if isinstance(value, Enrollment):
        return _people(value)
    if isinstance(value, UnpostedEvent):
        told = _EVENTS.get(value.type, value.type)
        return f"{told} {value.date}" if value.date else told
    if isinstance(value, Guess):
        return f"{label_of(value.field)}: {plain(value.why)}"
    if isinstance(value, msgspec.Struct) and not isinstance(value, Age | PartialDate):
        return "; ".join(_parts(value))
    return plain(str(value))


def _listed(values: Sequence[object]) -> str:
    nested = any(isinstance(each, msgspec.Struct | tuple) for each in values)
    coded = all(isinstance(each, Coded) for each in values)
    return ("; " if nested and not coded else ", ").join(map(in_words, values))


_ADDS_NOTHING = frozenset({"", "assignment", "openlabel"})
"""What registries write behind a code: `Single Group Assignment`, `None (Open Label)`."""


def _code(value: Coded) -> str:  # type: ignore[type-arg]
    if value.means is None:
        return plain(value.said)
    ours = code_words.told(value)
    theirs, code = fold(value.said), fold(value.word)
    if value.said == value.word:
        return ours
    if theirs == fold(ours) or (theirs.startswith(code) and fold(ours) == code):
        return value.said
    return ours if theirs.removeprefix(code) in _ADDS_NOTHING else f"{ours} ({value.said})"


def _people(value: Enrollment) -> str:
    count = str(value.count) if value.count is not None else ""
    if value.said and value.said.strip() != count:
        count = f"{count} ({value.said})" if count else value.said
    return f"{count} ({value.type.word.lower()})" if value.type else count


def _parts(value: msgspec.Struct, shown: Sequence[str] = ()) -> Iterator[str]:
    """What a value is made of: what names it first, then each part with what it is called."""
    names = [name for name in value.__struct_fields__ if name not in shown]
    names.sort(key=lambda name: name not in _HEADS)
    for name in names:
        part = getattr(value, name)
        if is_stated(part):
            lead = "" if name in _HEADS else f"{part_label(name)}: "
            yield lead + (_of_a_list(part) if name in _OF_LISTS else in_words(part))


_OF_LISTS = frozenset({"retention", "info_types", "param_type", "dispersion_type"})
"""Parts whose words are of a registry's list that we have no codes for."""
_CODE_WORD = re.compile(r"\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b")


def _of_a_list(value: object) -> str:
    """`SAMPLES_WITH_DNA` as `samples with dna`: words of a list, told as our own codes are."""
    return _CODE_WORD.sub(lambda found: found[0].replace("_", " ").lower(), in_words(value))


def part_label(name: str) -> str:
    """What a part of a value is called."""
    return _PARTS.get(name, name.replace("_", " "))


def rest(value: msgspec.Struct, *shown: str) -> str:
    """In one line, what a view that draws `shown` itself has not told of a value."""
    return "; ".join(_parts(value, shown))


def items(value: object) -> Iterator[Item]:
    """A value line by line: each of a list for itself, posted results as a table is read."""
    if isinstance(value, Results):
        yield from _results(value)
    elif isinstance(value, tuple):
        for each in value:
            yield Item(0, _item(each))
    elif isinstance(value, msgspec.Struct) and not isinstance(value, Coded):
        for part in _parts(value):
            yield Item(0, part)
    else:
        yield Item(0, in_words(value))


def _item(value: object) -> str:
    if isinstance(value, Identifier):
        return number_words(value)
    if isinstance(value, Reference):
        return _reference(value)
    return in_words(value)


def number_words(known: Identifier) -> str:
    """`NCT01234567 (NCT)`, with who gave it and where it leads."""
    more = rest(known, "value", "kind", "said_type")
    return f"{known.value} ({number_kind(known)}{f'; {more}' if more else ''})"


def number_kind(known: Identifier) -> str:
    """What kind of number it is: of which registry, else as its source calls it.

    A source may call a number that is plainly ISRCTN's *registry*, or a EudraCT one *other*.
    """
    if known.kind in _REGISTRIES:
        return NUMBERS[known.kind]
    return (
        _of_a_list(known.said_type or "") or NUMBERS.get(known.kind) or known.kind.replace("_", " ")
    )


def _reference(value: Reference) -> str:
    """A publication; that it was retracted stands before everything else."""
    told = " ".join(
        part for part in (value.citation, f"PMID {value.pmid}" if value.pmid else "") if part
    )
    kind = f" ({_code(value.type).lower()})" if value.type else ""
    if not value.retractions:
        return told + kind
    by = "; ".join(in_words(each) for each in value.retractions)
    return f"RETRACTED ({by}): {told}{kind}"


def _results(found: Results) -> Iterator[Item]:
    """Posted results in their tables, then whatever of them stands in none."""
    from catalog.outcomes.posted import told  # a trial without results needs none of it

    lines = [
        Item(depth, f"{text}:" if is_heading else text)
        for text, depth, is_heading in told(found, whole=True)
    ]
    yield from lines
    text = "\n".join(line.text for line in lines)
    further = [(name, one) for name, one in _leaves(found) if one_line(plain(one)) not in text]
    if further:
        yield Item(0, "Further parts of the results:")
    for name, one in dict.fromkeys(further):
        yield Item(1, f"{part_label(name)}: {one}")


_LOCAL = frozenset({"id", "group", "groups"})
"""Names that mean something only within their table: a title stands for each."""


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text and number of a value, with the name of its part."""
    if isinstance(value, tuple):
        for each in value:
            yield from _leaves(each, name)
    elif isinstance(value, Coded) or (value is not None and not isinstance(value, msgspec.Struct)):
        yield name, in_words(value)
    elif isinstance(value, msgspec.Struct):
        for part in value.__struct_fields__:
            nested = getattr(value, part)
            if part not in _LOCAL or isinstance(nested, tuple):
                yield from _leaves(nested, part)
