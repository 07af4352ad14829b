"""One record of the WHO ICTRP, whatever form it comes in, as a Trial.

The forms name the same fields differently (`Date_enrollement`, `Date enrollement`): `FIELDS` gives
each its key. A record is a copy of a registry's, and so says less: its status words cannot tell a
completed trial from one that has not begun.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

from catalog.model.codes import Coded, DateType, IpdSharing, OutcomeKind, Status, fold
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import (
    Contact,
    CountryRecord,
    Eligibility,
    Enrollment,
    Guess,
    IpdStatement,
    Link,
    Organization,
    Outcome,
    Trial,
    TrialDate,
    one_line,
)
from importers.ctgov.design import FIELDS as DESIGN
from importers.ictrp import coded_values as values
from importers.ictrp import texts
from importers.ictrp.dates import Dates, in_order
from importers.importer import Reading, Unreadable
from importers.values.cleaning import Words, count, joined, registry_number, yes_no
from importers.values.countries import country
from importers.values.empties import is_nothing
from importers.values.markup import unmarked

Cells = Mapping[str, str]

# Folded name in a file: what a record calls it, and the fields of Trial it gives.
_SAME = {
    "secondaryids": "secondaryid",
    "url": "webaddress",
    "secondarysponsors": "secondarysponsor",
    "conditions": "condition",
    "interventions": "intervention",
    "secondaryoutcomes": "secondaryoutcome",
    "agemin": "inclusionagemin",
    "agemax": "inclusionagemax",
    "gender": "inclusiongender",
    "dateenrollment": "dateenrollement",
}
_GIVES: dict[str, tuple[str, ...]] = {
    "trialid": ("identifiers", "country_records"),
    "secondaryid": ("identifiers",),
    "publictitle": ("title",),
    "scientifictitle": ("official_title",),
    "acronym": ("acronym",),
    "primarysponsor": ("sponsor",),
    "secondarysponsor": ("collaborators",),
    "dateregistration": ("first_posted", "first_submitted"),
    "dateregistration3": ("first_posted", "first_submitted"),
    "dateenrollement": ("start_date",),
    "webaddress": ("url",),
    "recruitmentstatus": ("status",),
    "inclusionagemin": ("eligibility.minimum_age",),
    "inclusionagemax": ("eligibility.maximum_age",),
    "inclusiongender": ("eligibility.sex",),
    "inclusioncriteria": ("eligibility.text",),
    "exclusioncriteria": ("eligibility.text",),
    "targetsize": ("enrollment",),
    "resultsactualenrollment": ("enrollment",),
    "studytype": ("study_type", "patient_registry"),
    "studydesign": (*DESIGN, "intervention_model_description"),
    "phase": ("phases",),
    "countries": ("countries",),
    "contactlastname": ("contacts",),
    "publiccontactlastname": ("contacts",),
    "scientificcontactlastname": ("contacts",),
    "condition": ("conditions", "keywords"),
    "intervention": ("interventions", "arms"),
    "primaryoutcome": ("outcomes",),
    "secondaryoutcome": ("outcomes",),
    "resultsyesno": ("has_results",),
    "resultsdateposted": ("results_first_posted",),
    "resultsdatecompleted": ("completion_date",),
    "resultsurllink": ("see_also",),
    "resultsipdplan": ("ipd_statement",),
}
_OTHERS = frozenset(
    """
    internalnumber lastrefreshedon exportdate sourceregister otherrecords retrospectiveflag
    prospectiveregistration bridgingflagtruefalse bridgingflag bridgedtype childs typeenrolment
    sourcesupport contactfirstname contactaddress contactemail contacttel contactaffiliation
    publiccontactfirstname publiccontactaddress publiccontactemail publiccontacttel
    publiccontactaffiliation scientificcontactfirstname scientificcontactaddress
    scientificcontactemail scientificcontacttel scientificcontactaffiliation resultssummary
    resultsdatefirstpublication resultsbaselinechar resultsparticipantflow resultsadverseevents
    resultsoutcomemeasures resultsurlprotocol resultsipddescription ethicsreviewstatus
    ethicsreviewapprovaldate ethicsreviewcontactname ethicsreviewcontactaddress
    ethicsreviewcontactphone ethicsreviewcontactemail ethicsstatus ethicsapprovaldate
    ethicscontactname ethicscontactaddress ethicscontactphone ethicscontactemail
    """.split()
)
"""Fields that belong to others, or that say nothing a Trial holds."""

_PREFIX = re.compile(r"(?:JPRN-)?([A-Za-z]+)")
_EU_COUNTRY = re.compile(r"EUCTR\d{4}-\d{6}-\d\d-([A-Za-z]{2}|3rd|Outside EU/EEA)", re.IGNORECASE)


def key(name: str) -> str:
    """What a record calls a field of that name."""
    folded = fold(name)
    return _SAME.get(folded, folded)


def reading(
    said: Iterable[tuple[str, str]],
    guesses: tuple[Guess, ...] = (),
    notes: tuple[Note, ...] = (),
) -> Reading:
    """What the named cells of one record say; raises Unreadable where it names no trial."""
    named = [(name, value) for name, value in said]
    cells = {key(name): text for name, value in named if (text := _text(value))}
    keys = {key(name) for name, _ in named}
    number = cells.get("trialid")
    if number is None:
        raise Unreadable("it names no trial: its TrialID is empty")
    words = Words()
    dates = Dates(prefix(number))
    trial = _trial(cells, one_line(number), words, dates, guesses)
    unknown = sorted(keys - _GIVES.keys() - _OTHERS)
    return Reading(
        trial=trial,
        data_date=_data_date(cells),
        carries=frozenset(itertools.chain.from_iterable(_GIVES.get(name, ()) for name in keys)),
        notes=(
            *notes,
            *words.notes,
            *dict.fromkeys(dates.notes),
            *(
                Note("unknown field", name[:60])
                for name in unknown
                if not name.startswith("column")
            ),
        ),
    )


def prefix(number: str) -> str:
    """The registry by its number: `NCT`, `EUCTR`, `ChiCTR`, `UMIN`, `jRCT`."""
    found = _PREFIX.match(number)
    letters = found[1] if found else ""
    return next((name for name in ("NCT", "ChiCTR", "jRCT") if letters.startswith(name)), letters)


def _text(value: str) -> str | None:
    """A cell without blanks around it; None for a program's word for nothing (`NULL`, `nan`).

    Line ends stay marked as `<br>`: a line feed may also be the export's own wrapping.
    """
    text = unmarked(value.replace("\0", ""), "<br>").strip()
    return None if not text or (is_nothing(text) and text.upper() not in ("N/A", "NA")) else text


def _trial(
    cells: Cells, said_number: str, words: Words, dates: Dates, guesses: tuple[Guess, ...]
) -> Trial:
    get = cells.get
    registry = prefix(said_number)
    known = registry_number(said_number)
    design, design_notes = values.study_design(_one_line(get("studydesign")), words)
    dates.notes.extend(design_notes)
    type = values.type_of_study(_one_line(get("studytype")), words)
    given, arms, given_guess = texts.interventions(
        get("intervention"), registry, values.groups(get("targetsize"))
    )
    conditions, keywords = texts.conditions(get("condition"), registry)
    registered = _registered(cells, dates)
    status = values.status(_one_line(get("recruitmentstatus")), words)
    measures = tuple(_outcomes(cells, registry))
    eligibility = _eligibility(cells, registry, words)
    signs = texts.lost_signs(eligibility.text if eligibility else None)
    return Trial(
        number=known[1] if known else said_number,
        identifiers=texts.numbers(
            said_number, get("secondaryid"), get("bridgingflag"), get("childs")
        ),
        url=_one_line(get("webaddress")),
        title=texts.said(get("publictitle")),
        official_title=texts.said(get("scientifictitle")),
        acronym=texts.said(get("acronym")),
        status=status,
        start_date=dates.read(
            _one_line(get("dateenrollement")), "start_date", get("typeenrolment")
        ),
        completion_date=dates.read(get("resultsdatecompleted"), "completion_date"),
        first_submitted=registered if registry == "NCT" else None,
        first_posted=None if registry == "NCT" else registered,
        results_first_posted=dates.read(get("resultsdateposted"), "results_first_posted"),
        sponsor=_organization(get("primarysponsor")),
        collaborators=tuple(
            found for name in joined(get("secondarysponsor"), ";") if (found := _organization(name))
        ),
        detailed_description=_objectives(get("primaryoutcome"), registry),
        conditions=conditions,
        keywords=keywords,
        study_type=type,
        phases=values.phase(get("phase"), type, words, registry),
        patient_registry=True if type and "Patient Registry" in type.said else None,
        allocation=design.allocation,
        intervention_model=design.intervention_model,
        intervention_model_description=values.own_words(get("studydesign"), design_notes),
        primary_purpose=design.primary_purpose,
        observational_model=design.observational_model,
        time_perspective=design.time_perspective,
        masking=design.masking,
        who_masked=design.who_masked,
        enrollment=_enrollment(cells),
        arms=arms,
        interventions=given,
        outcomes=measures,
        eligibility=eligibility,
        contacts=_contacts(cells),
        countries=tuple(dict.fromkeys(joined(get("countries"), ";"))),
        country_records=_country_record(said_number, status),
        see_also=_results_link(get("resultsurllink")),
        ipd_statement=_ipd(cells, words),
        has_results=yes_no(get("resultsyesno")),
        guesses=(
            *dict.fromkeys(guesses),
            *texts.guessed("eligibility.text", signs),
            *dates.guesses,
            *texts.guessed("interventions", given_guess if given else None),
            *texts.guessed("arms", given_guess if arms else None),
            *texts.guessed("outcomes", "outcomes of one cell" if measures else None),
        ),
    )


def _one_line(value: str | None) -> str | None:
    return one_line(value) or None if value else None


def _organization(name: str | None) -> Organization | None:
    said = texts.said(name)
    return Organization(name=said) if said else None


def _registered(cells: Cells, dates: Dates) -> TrialDate | None:
    """The platform's own form of the date where it is there: the other depends on the registry."""
    exact = dates.read(cells.get("dateregistration3"), "first_posted")
    if exact is not None and exact.date is not None:
        return TrialDate(date=exact.date)
    return dates.read(cells.get("dateregistration"), "first_posted")


def _outcomes(cells: Cells, registry: str) -> Iterable[Outcome]:
    yield from texts.outcomes(cells.get("primaryoutcome"), OutcomeKind.PRIMARY, registry)
    yield from texts.outcomes(cells.get("secondaryoutcome"), OutcomeKind.SECONDARY, registry)


def _objectives(primary: str | None, registry: str) -> str | None:
    """The objectives, which the platform puts before the end points of EU trials."""
    if registry not in ("EUCTR", "CTIS"):
        return None
    found = texts.eu_parts(texts.lines(primary, registry))
    named = (name for name in ("Main Objective", "Secondary Objective") if name in found)
    return "\n\n".join(f"{name}: {found[name]}" for name in named) or None


def _enrollment(cells: Cells) -> Enrollment | None:
    actual = count(cells.get("resultsactualenrollment"), DateType.ACTUAL.value)
    return actual or values.size(_one_line(cells.get("targetsize")))


def _eligibility(cells: Cells, registry: str, words: Words) -> Eligibility | None:
    found = Eligibility(
        text=texts.criteria(
            cells.get("inclusioncriteria"), cells.get("exclusioncriteria"), registry
        ),
        minimum_age=values.limit(_one_line(cells.get("inclusionagemin"))),
        maximum_age=values.limit(_one_line(cells.get("inclusionagemax")), upper=True),
        sex=values.sex(cells.get("inclusiongender"), words),
    )
    return None if found == Eligibility() else found


def _contacts(cells: Cells) -> tuple[Contact, ...]:
    """People of all three sets of columns: one in the search's forms, two in the full export."""
    found = itertools.chain.from_iterable(
        texts.contacts(
            cells.get(f"{of}contactfirstname"),
            cells.get(f"{of}contactlastname"),
            cells.get(f"{of}contacttel"),
            cells.get(f"{of}contactemail"),
            cells.get(f"{of}contactaffiliation"),
        )
        for of in ("", "public", "scientific")
    )
    return tuple(dict.fromkeys(found))


def _country_record(number: str, status: Coded[Status] | None) -> tuple[CountryRecord, ...]:
    """EU trials come as one record for each country, named in the number."""
    found = _EU_COUNTRY.fullmatch(number)
    return (CountryRecord(country=country(found[1]), status=status),) if found else ()


def _results_link(address: str | None) -> tuple[Link, ...]:
    return tuple(
        Link(url=url, label="Results")
        for url in joined(address, ";")
        if url.startswith(("http://", "https://"))
    )


def _ipd(cells: Cells, words: Words) -> IpdStatement | None:
    plan = cells.get("resultsipdplan")
    description = cells.get("resultsipddescription")
    if not plan and not description:
        return None
    return IpdStatement(
        sharing=words.code(IpdSharing, plan, "IPD sharing"),
        description=texts.lines(description, ""),
    )


def _data_date(cells: Cells) -> PartialDate | None:
    """When the platform last took the record over; it may have been exported much later."""
    return in_order(cells.get("lastrefreshedon", ""))
