"""Identity: what joins, what never does, and that order does not matter."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.identity.blocking import blocking_keys, telling_keys
from catalog.identity.clusters import Clusters, Node, cluster
from catalog.identity.evidence import POSSIBLE, can_be_one, compared, weigh
from catalog.identity.features import Features
from catalog.identity.known_by import Number, numbers, token
from catalog.model.dates import PartialDate
from catalog.model.trial import Arm, Eligibility, Site, Trial, TrialDate
from catalog.store.catalogue import PossibleDuplicate
from tests.catalog.making import drugs, identifier, phase, sponsor, trial
from tests.soaking import often

NCT1, NCT2 = Number("nct", "NCT99990001"), Number("nct", "NCT99990002")
EU = Number("eudract", "2020-000001-01")
ISRCTN = Number("isrctn", "ISRCTN99990001")


def node(name: str, own: set[Number], cited: set[Number] | None = None) -> Node:
    return Node(name, frozenset(own), frozenset(cited or set()))


def grouped(clusters: Clusters) -> set[frozenset[str]]:
    return set(clusters.groups)


def test_a_cited_number_joins_across_registries() -> None:
    nodes = [node("a", {NCT1}, {EU}), node("b", {EU}), node("c", {ISRCTN}, {EU})]
    assert grouped(cluster(nodes)) == {frozenset("abc")}


def test_one_wrong_number_does_not_glue_two_trials() -> None:
    nodes = [node("a", {NCT1}, {EU}), node("b", {NCT2}, {EU}), node("c", {EU})]
    found = cluster(nodes)
    assert frozenset("ab") not in {group & frozenset("ab") for group in found.groups}
    assert any("two numbers of one registry" in each.reason for each in found.contradictions)


@pytest.mark.parametrize("alike_ones", [0, 1, 2])
def test_a_number_that_hundreds_cite_is_weighed_once_for_each(alike_ones: int) -> None:
    many = 400
    citing = [node(f"t{n:03}", {Number("nct", f"NCT8888{n:04}")}, {EU}) for n in range(many)]
    asked = 0

    def alike(token: str, _: str) -> bool:
        nonlocal asked
        asked += 1
        return int(token[1:]) < alike_ones

    found = cluster([node("eu", {EU}), *citing], alike=alike)
    assert asked <= many
    assert {group for group in found.groups if len(group) > 1} == (
        {frozenset({"eu", "t000"})} if alike_ones == 1 else set()
    )
    assert len(found.contradictions) == (0 if alike_ones == 1 else many)  # plain, once one is it


def test_an_alias_is_the_same_trial() -> None:
    renamed = trial("NCT99990001", identifiers=(identifier("NCT99990002", "nct_alias"),))
    assert set(numbers(renamed).own) == {NCT1, NCT2}
    nodes = [node("a", set(numbers(renamed).own)), node("b", {NCT2})]
    assert grouped(cluster(nodes)) == {frozenset("ab")}


def test_a_persons_word_parts_and_joins() -> None:
    nodes = [node("a", {NCT1}), node("local:1", set())]
    assert grouped(cluster(nodes, same=[("a", "local:1")])) == {frozenset({"a", "local:1"})}
    parted = cluster(nodes, same=[("a", "local:1")], different=[("local:1", "a")])
    assert len(parted.groups) == 2


_numbers = st.sampled_from([NCT1, NCT2, EU, ISRCTN, Number("drks", "DRKS99990001")])


@given(
    st.lists(st.tuples(st.sets(_numbers, max_size=2), st.sets(_numbers, max_size=3)), max_size=8),
    st.randoms(use_true_random=False),
)
def test_clusters_do_not_depend_on_order(
    drawn: list[tuple[set[Number], set[Number]]], random: object
) -> None:
    nodes = [node(f"t{n}", own, cited) for n, (own, cited) in enumerate(drawn)]
    shuffled = list(nodes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = cluster(nodes)
    assert found == cluster(shuffled)
    assert sorted(name for group in found.groups for name in group) == sorted(
        each.token for each in nodes
    )


def test_a_row_of_zeros_is_no_number() -> None:
    made = trial("NCT99990001", identifiers=(identifier("0000-000000-00", "eudract"),))
    assert numbers(made).cited == ()


TWIN_A = trial(
    "NCT99990001",
    title="Examplomab Plus Testociclib in Patients With Marker-negative Resistant Disease",
    sponsor=sponsor("Ninth Example Hospital of Northland"),
    interventions=drugs("examplomab", "testociclib"),
    phases=phase("PHASE2"),
)
TWIN_B = trial(
    "NCT99990002",
    title="Testociclib Plus Examplomab Compared With Examplomab Alone in Resistant Disease",
    sponsor=sponsor("Ninth Example Hospital of Northland"),
    interventions=drugs("examplomab", "testociclib"),
    phases=phase("PHASE2"),
)


def test_near_twins_with_their_own_numbers_never_join() -> None:
    evidence = weigh(TWIN_A, TWIN_B)
    assert not evidence.joins
    assert evidence.score < POSSIBLE
    assert any("two numbers of one registry" in reason for reason in evidence.reasons_against)


def test_the_same_title_and_drug_join_a_record_without_a_number() -> None:
    page = trial(title=TWIN_A.title, interventions=drugs("examplomab"))
    evidence = weigh(page, TWIN_A)
    assert evidence.joins
    assert evidence == weigh(TWIN_A, page)
    assert telling_keys(page) & telling_keys(TWIN_A)


@pytest.mark.parametrize(
    ("title", "slip", "joins"),
    [
        ("Examplomab for People With Example Disease of the Skin", "Peopel", True),
        ("Examplomab for People With Example Disease of the Skin", "Families", False),
        ("Example Disease of All the People Here", "Peopel", False),
    ],
)
def test_a_slip_is_forgiven_in_a_long_title_only(title: str, slip: str, joins: bool) -> None:
    """In a short title one letter can be another trial's; another word is one in any."""
    drug = drugs("examplomab")
    slipped = title.replace("People", slip)
    one = trial(title=title, interventions=drug)
    assert weigh(one, trial("NCT99990001", title=title, interventions=drug)).joins
    assert weigh(one, trial("NCT99990001", title=slipped, interventions=drug)).joins is joins


def test_the_same_title_alone_does_not_join() -> None:
    assert not weigh(trial(title=TWIN_A.title), TWIN_A).joins


def test_a_withheld_title_is_no_identity() -> None:
    withheld = "[Trial of device that is not approved or cleared by the U.S. FDA]"
    assert not telling_keys(trial(title=withheld))
    one = trial(title=withheld, sponsor=sponsor("Example Devices"))
    assert not weigh(one, trial("NCT99990001", title=withheld, sponsor=one.sponsor)).joins


def test_another_number_in_the_title_is_another_trial() -> None:
    title = "A Long Enough Title About Examplomab in Resistant Example Disease of Adults, Part {}"
    one = trial(title=title.format(1), interventions=drugs("examplomab"))
    other = trial("NCT99990001", title=title.format(2), interventions=drugs("examplomab"))
    assert not weigh(one, other).joins


def test_a_page_without_title_is_proposed_by_drug_and_hospital() -> None:
    listing = trial(
        title="Examplomab Plus Testociclib in HPV Negative, PD-1 Resistant Disease",
        arms=(Arm(label="testociclib+examplomab"),),
        sites=(Site(facility="the Ninth People's Hospital Affiliated to Example Jiao University"),),
        eligibility=Eligibility(text="HPV negative. PD-1 resistant."),
    )
    summary = trial(
        "NCT99990001",
        sponsor=sponsor("Example Ninth People's Hospital Affiliated to Example Jiao University"),
        brief_summary="PD-1 resistant, HPV negative patients get examplomab and testociclib.",
    )
    evidence = weigh(listing, summary)
    assert evidence.score >= POSSIBLE
    assert not evidence.joins
    assert len(evidence.reasons_for) >= 3
    assert blocking_keys(listing)


def test_a_page_saved_twice_has_one_token() -> None:
    one = trial(title="A Study of Examplomab in Resistant Example Disease of Adults")
    assert token(one, "first") == token(one, "second")
    assert token(trial(), "first") != token(trial(), "second")
    assert token(TWIN_A, "x") == "NCT99990001"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("NCT00000001", "NCT00000002", True),
        ("2010-012345-10", "2011-012345-11", True),
        ("2010-012345-10", "2022-501142-30-00", False),
        ("NCT00000001", "ISRCTN12345678", False),
        ("NCT00000001", "local:0123456789", False),
        ("local:0123456789", "local:9876543210", False),
    ],
)
def test_two_numbers_of_one_registry_are_not_offered_for_linking(
    a: str, b: str, expected: bool
) -> None:
    assert PossibleDuplicate(a, b, 0.5, (), ()).is_contradiction is expected


def test_an_organisations_own_id_brings_two_registries_records_together() -> None:
    ours = trial(
        "NCT99990001",
        title="Exampline in Adults With Example Disease",
        identifiers=(identifier("EX 420-CS2", "org_study_id"),),
        interventions=drugs("exampline"),
        sponsor=sponsor("Example Pharma"),
    )
    theirs = trial(
        "2020-000001-01",
        title="A controlled study of a new medicine",
        identifiers=(identifier("EX420-CS2", "secondary_id"),),
        interventions=drugs("exampline"),
        sponsor=sponsor("Example Pharma"),
    )
    assert telling_keys(ours) & telling_keys(theirs)
    evidence = weigh(ours, theirs)
    assert evidence.score >= POSSIBLE and not evidence.joins
    assert "both carry the organisation's own id EX 420-CS2" in evidence.reasons_for


@pytest.mark.parametrize(
    "grant", ["M01RR000036", "1R01AG017479-01A1", "U10 CA032102", "FWA00015357"]
)
def test_a_grant_that_many_trials_share_is_no_id_of_theirs(grant: str) -> None:
    one = trial("NCT99990001", identifiers=(identifier(grant, "secondary_id"),))
    other = trial("DRKS99990001", identifiers=(identifier(grant, "secondary_id"),))
    assert not telling_keys(one) & telling_keys(other)
    assert not weigh(one, other).reasons_for


def test_a_reason_says_which_titles_are_the_same_and_is_short() -> None:
    official = "An Open-label Study of Exampline in Adults With Example Disease"
    condition = "Example disease of adults, as was confirmed by " + "many long words " * 20
    one = trial(title="Exampline for adults", official_title=official, conditions=(condition,))
    other = trial(title="A study of a medicine", official_title=official, conditions=(condition,))
    reasons = weigh(one, other).reasons_for
    assert "the official titles are the same" in reasons
    assert all(len(reason) < 130 for reason in reasons)


def test_a_number_in_a_title_is_no_drug() -> None:
    one = trial(title="Extension of NCT99990009 with examplomab")
    other = trial(title="Another extension of NCT99990009")
    assert not any("nct99990009" in reason for reason in weigh(one, other).reasons_for)


NEAR = trial(
    title="A randomised study of nivolumab after chemoradiation in stage III lung cancer",
    official_title="Nivolumab or placebo after chemoradiation",
    acronym="NIVAC",
    conditions=("Lung cancer",),
    interventions=drugs("nivolumab", "placebo"),
    sponsor=sponsor("University Hospital Ulm"),
    brief_summary="PD-L1 and EGFR are measured in all who take part. Nobody else may join it then.",
    phases=phase("PHASE3"),
    start_date=TrialDate(date=PartialDate(2020, 3)),
)
FAR = trial(
    title="Walking after a stroke",
    conditions=("Stroke",),
    sponsor=sponsor("Clinic of Lund"),
    phases=phase("NA"),
    start_date=TrialDate(date=PartialDate(2011, 1)),
)


@given(st.data())
@settings(max_examples=often(150, 5000), deadline=None)
def test_what_is_not_weighed_further_would_be_no_pair(data: st.DataObject) -> None:
    """Records of which any fields are one's, the other's, or nobody's."""
    names = [name for name in Trial.__struct_fields__ if getattr(NEAR, name) or getattr(FAR, name)]

    def mixed() -> Trial:
        says = data.draw(st.fixed_dictionaries({name: st.integers(0, 2) for name in names}))
        given_ = {n: getattr((NEAR, FAR, Trial())[which], n) for n, which in says.items()}
        return msgspec.structs.replace(Trial(), **given_)

    one, other = mixed(), mixed()
    found = weigh(one, other)
    made = Features(one).all_made(), Features(other).all_made()
    assert compared(*made) == found
    if found.joins or found.score >= POSSIBLE:
        assert can_be_one(*made)
        assert can_be_one(Features(one), Features(other))


def test_what_is_far_from_a_pair_is_left_early() -> None:
    assert not can_be_one(Features(NEAR), Features(FAR))
    assert can_be_one(Features(NEAR), Features(NEAR))
