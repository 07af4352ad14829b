"""CTIS: who sponsors a trial, whom to ask, where it is, and what each country says of it."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.model.codes import (
    Coded,
    DateType,
    SponsorClass,
)
from catalog.model.trial import (
    Contact,
    CountryRecord,
    Enrollment,
    Organization,
    Site,
)
from importers.registries.ctis_codes import (
    COUNTRY,
    dated,
    status_word,
)
from importers.values.cleaning import Words, count, line_of
from importers.values.countries import country
from importers.values.json_values import Json


def sponsors_of(record: Json, part: Json) -> Iterator[Organization]:
    """The primary sponsor first; of a row of the search, its only one."""
    listed = sorted(part.each("sponsors"), key=lambda one: not one.flag("primary"))
    old = [record.at("primarySponsor"), *record.each("coSponsors")]
    for one in (*listed, *(old if not listed else ())):
        name = line_of(one.text("organisation", "name")) or line_of(
            next(iter(one.each("publicContacts")), Json(None)).text("organisation", "name")
        )
        if name:
            yield Organization(name=name, class_=_class(one))
    if not part and (name := line_of(record.text("sponsor"))):
        yield Organization(name=name)


def _class(sponsor: Json) -> Coded[SponsorClass] | None:
    said = sponsor.flag("isCommercial")
    if said is None:
        said = sponsor.flag("organisation", "commercial")
    if said is None:
        return None
    return (
        Coded("Commercial", SponsorClass.INDUSTRY)
        if said
        else Coded("Non-commercial", SponsorClass.OTHER)
    )


def contacts_of(record: Json, part: Json) -> Iterator[Contact]:
    """Whom each sponsor names for the public and for science."""
    for sponsor in part.each("sponsors") or (record.at("primarySponsor"),):
        for kind in ("publicContacts", "scientificContacts"):
            for one in sponsor.each(kind):
                yield Contact(
                    name=line_of(one.text("functionalName")),
                    phone=one.text("telephone"),
                    email=one.text("functionalEmailAddress"),
                    affiliation=line_of(one.text("organisation", "name")),
                )


_NOTHING = frozenset({"", "na", "n/a", "-", "none", "not applicable"})


def sites_of(place: Json) -> Iterator[Site]:
    """The sites of one country's part II, each with the person whom it names."""
    for one in place.each("trialSites"):
        at = one.at("organisationAddressInfo")
        person = one.at("personInfo")
        names = (person.text("firstName"), person.text("lastName"))
        department = one.text("departmentName") or ""
        facility = (
            at.text("organisation", "name"),
            None if department.lower() in _NOTHING else department,
        )
        contact = Contact(
            name=" ".join(filter(None, names)) or None,
            phone=person.text("telephone"),
            email=person.text("email"),
        )
        yield Site(
            facility=line_of(", ".join(filter(None, facility))),
            city=line_of(at.text("address", "city")),
            zip=at.text("address", "postcode"),
            country=line_of(at.text("address", "countryName")),
            contacts=(contact,) if contact != Contact() else (),
        )


def states_of(record: Json) -> Iterator[tuple[str, str | None]]:
    """Countries with their status: `Spain:4` or `ES: Ongoing, recruiting`."""
    stated: dict[str, str | None] = {}
    for said in record.texts("trialCountries"):
        for part in COUNTRY.split(said):
            name, _, status = part.partition(":")
            known = name.strip()
            stated[country(known)] = status.strip() or None
    for one in record.each("authorizedApplication", "memberStatesConcerned"):
        if name := one.text("mscName") or "":
            stated[name] = one.text("mscPublicStatusCode") or stated.get(name)
    yield from stated.items()


def other_countries(part: Json) -> Iterator[str]:
    """Countries outside the EEA: the register names them, and has no status for them."""
    for one in part.each("rowCountriesInfo"):
        if name := one.text("name"):
            yield line_of(name) or name


def country_records_of(
    record: Json, places: tuple[Json, ...], words: Words
) -> Iterator[CountryRecord]:
    """Each country that the record or a part II names: its status, planned number and dates."""
    states = dict(states_of(record))
    named = {
        name: one
        for one in places
        if (name := one.text("mscInfo", "countryName") or one.text("mscInfo", "mscName"))
    }
    for name in dict.fromkeys((*states, *named)):
        place = named.get(name, Json(None))
        period = place.at("mscInfo", "activeTrialPeriod")
        planned = count(place.text("recruitmentSubjectCount"))
        yield CountryRecord(
            country=name,
            status=status_word(states.get(name) or place.text("mscInfo", "trialStatus"), words),
            enrollment=planned
            and Enrollment(count=planned.count, type=Coded("planned", DateType.ESTIMATED)),
            start_date=dated(period.text("trialStartDate"), None, words, "start in a country"),
            completion_date=dated(period.text("trialEndDate"), None, words, "end in a country"),
        )
