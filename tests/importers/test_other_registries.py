"""ISRCTN, DRKS, CTIS, NCI and the exchange XML: what each writes in a way of its own."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import Coded, Masking, Phase, Status
from catalog.model.recruitment import as_of
from importers.importer import Unreadable
from importers.registries import (
    ctis as ctis_json,
)
from importers.registries import (
    drks as drks_json,
)
from importers.registries import (
    isrctn as isrctn_xml,
)
from importers.registries import (
    nci_ctrp,
    who_xml,
)
from tests.importers.corpus_counts import gathered

# -- ISRCTN


def isrctn(dates: str, updated: str = "2024-02-03T00:00:00Z", extra: str = "") -> bytes:
    attribute = f' lastUpdated="{updated}"' if updated else ""
    return (
        f'<fullTrial xmlns="http://www.67bricks.com/isrctn"><trial{attribute}><isrctn>99990001</isrctn>'
        f"<trialDesign>{extra}</trialDesign><participants>{dates}</participants></trial></fullTrial>"
    ).encode()


RECRUITMENT = "<recruitmentStart>{}</recruitmentStart><recruitmentEnd>{}</recruitmentEnd>"


@pytest.mark.parametrize(
    ("day", "means"),
    [
        ("2024-02-29", Status.NOT_YET_RECRUITING),
        ("2024-03-01", Status.RECRUITING),
        ("2024-12-01", Status.RECRUITING),
        ("2024-12-02", Status.ACTIVE_NOT_RECRUITING),
        ("2025-07-01", Status.COMPLETED),
    ],
)
def test_isrctns_status_follows_from_its_dates_as_of_the_day_of_reading(
    day: str, means: Status
) -> None:
    dates = RECRUITMENT.format("2024-03-01", "2024-12-01")
    raw = isrctn(dates, extra="<overallEndDate>2025-06-30</overallEndDate>")
    kept = isrctn_xml.read(raw).trial
    assert kept.status == Coded("recruitment from 2024-03-01 to 2024-12-01", None)
    read = as_of(kept, dt.date.fromisoformat(day))
    assert read.status is not None and read.status.means is means
    assert [(guess.field, day in guess.why) for guess in read.guesses] == [("status", True)]
    assert as_of(read, dt.date(2040, 1, 1)) == read


def test_a_trial_with_a_status_of_its_own_is_never_worked_out() -> None:
    raw = isrctn(
        RECRUITMENT.format("2023-03-01", "2023-12-01"),
        extra="<overallStatusOverride>Suspended</overallStatusOverride>",
    )
    trial = isrctn_xml.read(raw).trial
    assert as_of(trial, dt.date(2030, 1, 1)) is trial


def test_an_override_is_the_registrys_own_word() -> None:
    raw = isrctn(
        RECRUITMENT.format("2023-03-01", "2023-12-01"),
        extra="<overallStatusOverride>Stopped</overallStatusOverride>",
    )
    trial = isrctn_xml.read(raw).trial
    assert trial.status is not None
    assert (trial.status.said, trial.status.means) == ("Stopped", Status.TERMINATED)
    assert trial.guesses == ()


def test_isrctn_records_of_the_corpus(corpus: Path) -> None:
    outcome = gathered([corpus / "isrctn" / "isrctn-allTrials.xml"])
    assert outcome.notes == {}
    identifiers = {one.value for record in outcome.records for one in record.trial.identifiers}
    assert {"NCT01035190", "2014-002988-16", "2012-004260-22", "1005191"} <= identifiers
    assert not any("known" in value for value in identifiers)
    stopped = [record.trial.why_stopped for record in outcome.records if record.trial.why_stopped]
    assert stopped == ["Participant recruitment issue"]


# -- DRKS


def drks(**members: object) -> bytes:
    return json.dumps({"drksId": "DRKS99990001", **members}).encode()


def test_drks_takes_the_english_text_and_else_the_german() -> None:
    german = {"title": "Ruhe", "idLocale": {"locale": "de"}}
    english = {"title": "Rest", "idLocale": {"locale": "en"}}
    assert drks_json.read(drks(trialDescriptions=[german, english])).trial.title == "Rest"
    assert drks_json.read(drks(trialDescriptions=[german])).trial.title == "Ruhe"


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("PENDING", Status.NOT_YET_RECRUITING),
        ("INVITE_ONLY", Status.ENROLLING_BY_INVITATION),
        ("COMPLETE_FOLLOW_UP_CONTINUING", Status.ACTIVE_NOT_RECRUITING),
        ("COMPLETE_FOLLOW_UP_COMPLETE", Status.COMPLETED),
        ("DISCONTINIUED", Status.TERMINATED),
        ("WITHDRAWN", Status.WITHDRAWN),
    ],
)
def test_statuses_of_drks(said: str, means: Status) -> None:
    status = drks_json.read(drks(recruitment={"status": said})).trial.status
    assert status is not None and (status.said, status.means) == (said, means)


def test_every_phase_of_the_schema_is_known(corpus: Path) -> None:
    schema = json.loads((corpus / "drks" / "DRKS_Schema-2.0.19.json").read_text("utf-8"))
    text = json.dumps(schema)
    for said in ("N_A", "PHASE_0", "PHASE_I", "PHASE_I_II", "PHASE_II_III", "PHASE_IV"):
        assert f'"{said}"' in text
        phases = drks_json.read(drks(studyCharacteristic={"phase": said})).trial.phases
        assert phases and all(word.means is not None for word in phases)


def test_no_upper_limit_and_weeks_of_pregnancy() -> None:
    ages = {
        "minimumAge": {"amount": 30, "unit": "WEEK_OF_PREGNANCY"},
        "maximumAge": {"amount": None, "unit": "NO_MAX_AGE"},
    }
    found = drks_json.read(drks(recruitment=ages)).trial.eligibility
    assert found is not None and found.maximum_age is None
    assert found.minimum_age is not None and found.minimum_age.amount is None


def test_blinded_is_as_much_as_who_is_listed() -> None:
    who = [{"idBlindingWho": {"blindingWho": name}} for name in ("PATIENT_SUBJECT", "CAREGIVER")]
    plan = {"blindingType": "BLINDED", "blindingWhoList": who}
    masking = drks_json.read(drks(studyCharacteristic=plan)).trial.masking
    assert masking is not None and (masking.said, masking.means) == ("BLINDED", Masking.DOUBLE)


# -- CTIS


def ctis(**members: object) -> bytes:
    return json.dumps({"ctNumber": "2023-599001-12-00", **members}).encode()


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (1, None),
        (2, Status.NOT_YET_RECRUITING),
        (4, Status.RECRUITING),
        (5, Status.ACTIVE_NOT_RECRUITING),
        (8, Status.COMPLETED),
        (12, Status.WITHDRAWN),
        ("Ongoing, recruiting", Status.RECRUITING),
        ("Authorised, not started", Status.NOT_YET_RECRUITING),
        ("Authorised", None),
    ],
)
def test_statuses_of_ctis(said: object, means: Status | None) -> None:
    found = ctis_json.read(ctis(ctStatus=said))
    assert found.trial.status is not None and found.trial.status.means is means
    assert not found.trial.status.said.isdigit()
    assert found.notes == ()


@pytest.mark.parametrize(
    ("code", "means"),
    [
        ("1", [Phase.PHASE1]),
        ("4", [Phase.PHASE2]),
        ("6", [Phase.PHASE4]),
        ("8", [Phase.PHASE1, Phase.PHASE2]),
        ("10", [Phase.PHASE2, Phase.PHASE3]),
        ("11", [Phase.PHASE3, Phase.PHASE4]),
        ("99", [None]),
    ],
)
def test_phases_of_ctis(code: str, means: list[Phase | None]) -> None:
    part = {"trialDetails": {"trialInformation": {"trialCategory": {"trialPhase": code}}}}
    trial = ctis_json.read(ctis(authorizedApplication={"authorizedPartI": part})).trial
    assert [word.means for word in trial.phases] == means


def test_ctis_records_of_the_corpus(corpus: Path) -> None:
    outcome = gathered([corpus / "ctis"])
    trials = {record.trial.number: record.trial for record in outcome.records}
    assert outcome.notes == {}
    zanamivir = trials["2024-510663-34-00"]
    assert {one.value for one in zanamivir.identifiers} >= {"2019-001588-63", "NCT04494412"}
    assert zanamivir.start_date is not None and str(zanamivir.start_date.date) == "2021-01-29"
    assert [
        (
            one.country,
            one.enrollment.count if one.enrollment else None,
            one.status and one.status.means,
        )
        for one in zanamivir.country_records
    ] == [("Spain", 7, Status.RECRUITING), ("Italy", 4, Status.RECRUITING)]
    assert all(trial.sites and trial.outcomes for trial in trials.values())
    assert str(outcome.records[0].data_date) >= "2022"


def test_a_row_of_a_search_carries_only_a_row() -> None:
    found = ctis_json.read(ctis(ctTitle="T", trialCountries=["Spain:4"]))
    assert "eligibility.text" not in found.carries
    assert found.trial.countries == ("Spain",)


def test_criteria_stand_in_the_order_of_their_numbers() -> None:
    name = "principalExclusionCriteria"
    items = [{"number": number, name: f"text {number}"} for number in (1, 10, 11, 2)]
    about = {"eligibilityCriteria": {name: items}}
    part = {"trialDetails": {"trialInformation": about}}
    trial = ctis_json.read(ctis(authorizedApplication={"authorizedPartI": part})).trial
    assert trial.eligibility is not None and trial.eligibility.text is not None
    assert trial.eligibility.text.splitlines()[1:] == [
        "1. text 1", "2. text 2", "10. text 10", "11. text 11",
    ]  # fmt: skip


def test_what_stands_for_no_value_names_no_product() -> None:
    known = {"prodName": "Sugar", "activeSubstanceName": "N/A", "pharmForm": "N/A"}
    part = {"products": [{"productDictionaryInfo": known, "mpRoleInTrial": "3"}]}
    trial = ctis_json.read(ctis(authorizedApplication={"authorizedPartI": part})).trial
    (found,) = trial.interventions
    assert (found.name, found.other_names, found.description) == ("Sugar", (), "Placebo")


# -- NCI


def nci(**members: object) -> bytes:
    return json.dumps({"nci_id": "NCI-2099-00001", **members}).encode()


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Active", Status.RECRUITING),
        ("ACTIVE", Status.RECRUITING),
        ("Closed to Accrual", Status.ACTIVE_NOT_RECRUITING),
        ("TEMPORARILY_CLOSED_TO_ACCRUAL", Status.SUSPENDED),
        ("Administratively Complete", Status.TERMINATED),
        ("Complete", Status.COMPLETED),
    ],
)
def test_statuses_of_the_nci(said: str, means: Status) -> None:
    trial = nci_ctrp.read(nci(current_trial_status=said)).trial
    assert trial.status is not None and (trial.status.said, trial.status.means) == (said, means)


def test_terms_of_the_thesaurus_are_no_conditions_nor_interventions() -> None:
    diseases = [
        {"name": "Bone Cancer", "inclusion_indicator": "TRIAL", "is_lead_disease": True},
        {"name": "Cancer", "inclusion_indicator": "TREE", "is_lead_disease": False},
    ]
    given_ = [
        {"name": "Biopsy", "inclusion_indicator": "TRIAL"},
        {"name": "Activity", "inclusion_indicator": "TREE"},
    ]
    arms = [{"name": "Arm not specified", "interventions": given_}]
    trial = nci_ctrp.read(nci(diseases=diseases, arms=arms)).trial
    assert trial.conditions == ("Bone Cancer",)
    assert [one.name for one in trial.interventions] == ["Biopsy"]
    assert trial.arms == ()


def test_i_ii_is_two_phases_and_999_years_no_limit() -> None:
    trial = nci_ctrp.read(
        nci(phase="I_II", eligibility={"structured": {"max_age": "999 Years", "sex": "ALL"}})
    ).trial
    assert [word.means for word in trial.phases] == [Phase.PHASE1, Phase.PHASE2]
    assert trial.eligibility is not None and trial.eligibility.maximum_age is None


def test_the_second_version_names_time_frames_and_contacts_otherwise() -> None:
    trial = nci_ctrp.read(
        nci(
            outcome_measures=[{"name": "Death", "time_frame": "1 year", "type_code": "PRIMARY"}],
            central_contact={"name": "Office", "phone": "000", "email": None},
            why_study_stopped="No funds",
            number_of_arms=2,
            brief_summary="Wrapped\r\n      lines of\r\n      one text",
            start_date="2007-05-01",
            arms=[{"name": "A", "interventions": [{"name": "Bx", "synonyms": ["Bx", "Biopsy"]}]}],
        )
    ).trial
    assert [one.time_frame for one in trial.outcomes] == ["1 year"]
    assert [one.name for one in trial.contacts] == ["Office"]
    assert (trial.why_stopped, trial.number_of_arms) == ("No funds", 2)
    assert trial.brief_summary == "Wrapped lines of one text"
    assert [one.other_names for one in trial.interventions] == [("Biopsy",)]
    assert [guess.field for guess in trial.guesses] == ["start_date"]


# -- exchange XML


def test_rebec_statuses_and_ages(corpus: Path) -> None:
    outcome = gathered([corpus / "registry-xml" / "rebec-ictrp-2011-10-14.zip"])
    unknown = [note.what for one in outcome.records for note in one.notes if "unknown" in note.kind]
    assert unknown == []  # "other" is a listed word that says none of ours
    ages = [one.trial.eligibility.minimum_age for one in outcome.records if one.trial.eligibility]
    assert all(age is None or age.amount is not None for age in ages)


def test_chictr_writes_triall(corpus: Path) -> None:
    (record,) = gathered([corpus / "registry-xml" / "ChiCTR2000034346.xml"]).records
    assert record.trial.enrollment is not None and record.trial.enrollment.count == 3239
    assert record.trial.phases[0].said == "Retrospective study"


# -- hostile

_scalars = st.none() | st.booleans() | st.integers(-5, 5000) | st.text(max_size=12)
_values = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
READERS = (drks_json, ctis_json, nci_ctrp)
SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize(
    "sample", ["drks-json/trial.json", "ctis-json/new.json", "nci-ctrp-json/single.json"]
)
@given(value=_values, data=st.data())
def test_no_value_in_any_member_breaks_a_record(
    sample: str, value: object, data: st.DataObject
) -> None:
    record = json.loads((SAMPLES / sample).read_text("utf-8"))
    reader = next(one for one in READERS if one.IMPORTER.name == sample.partition("/")[0])
    part = record
    while True:
        name = data.draw(st.sampled_from(sorted(part)))
        if not isinstance(part[name], dict) or not part[name] or data.draw(st.booleans()):
            part[name] = value
            break
        part = part[name]
    try:
        assert reader.read(json.dumps(record).encode()).trial.number
    except Unreadable as error:
        assert error.reason


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"{", b'"text"', b"\xff\xfe", b"<a/>", b"null"])
def test_what_is_no_record_is_refused_with_a_sentence(raw: bytes) -> None:
    for reader in (*READERS, isrctn_xml, who_xml):
        with pytest.raises(Unreadable) as caught:
            reader.read(raw)
        assert len(caught.value.reason) > 10


@pytest.mark.parametrize(
    ("cell", "conditions"),
    [
        ("Removal of third\nmolars.", ("Removal of third molars.",)),
        ("Lung Cancer\nHeart Diseases; Stroke", ("Lung Cancer", "Heart Diseases", "Stroke")),
        ("Jaw disorders (TMD)\nmyofascial pain", ("Jaw disorders (TMD)", "myofascial pain")),
    ],
)
def test_a_wrapped_condition_of_the_whos_xml_is_one(cell: str, conditions: tuple[str, ...]) -> None:
    raw = (
        "<trial><main><trial_id>RBR-2c236v</trial_id><public_title>Jaws</public_title>"
        f"<hc_freetext>{cell}</hc_freetext></main></trial>"
    )
    assert who_xml.read(raw.encode()).trial.conditions == conditions
