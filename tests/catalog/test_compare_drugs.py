"""Drugs are matched by the names their records give, and different ones are never joined."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.drugs.drug_words import not_the_same
from catalog.drugs.matching import Drug, drugs_of, groups, name_key, parts, same, spelled_alike
from catalog.model.csv_table import table
from catalog.model.trial import Intervention, Trial


def drug(name: str, *others: str, title: str | None = None) -> Drug:
    made = Trial(title=title, interventions=(Intervention(name=name, other_names=others),))
    return drugs_of(made)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (drug("Pembrolizumab"), drug("PEMBROLIZUMAB 200 mg")),
        (drug("Pembrolizumab", "Keytruda"), drug("Keytruda")),
        (drug("Pembrolizumab (MK-3475)"), drug("MK-3475")),
        (drug("Plerixafor", "AMD3100"), drug("AMD 3100", "AMD3100")),
        (drug("Dalpicilib"), drug("dalpiciclib 150 mg tablets")),
        (drug("Irinotecan hydrochloride"), drug("irinotecan")),
        (
            drug("ALKS 4230", title="ALKS 4230 (nemvaleukin alfa) in cancer"),
            drug("Nemvaleukin Alfa"),
        ),
        (drug("Aciclovir"), drug("Acyclovir")),
    ],
)
def test_the_same_drug(one: Drug, other: Drug) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (drug("Nivolumab", "PD-1 inhibitor"), drug("Pembrolizumab", "PD-1 inhibitor")),
        (drug("Nivolumab", "anti-PD-1"), drug("Pembrolizumab", "anti-PD-1")),
        (drug("Nivolumab", "BMS"), drug("Ipilimumab", "BMS")),
        (drug("Cisplatin", "chemotherapy"), drug("Carboplatin", "chemotherapy")),
        (drug("Trastuzumab"), drug("Trastuzumab deruxtecan")),
        (drug("Paclitaxel"), drug("nab-paclitaxel")),
        (drug("Doxorubicin"), drug("Liposomal doxorubicin")),
        (drug("AMD3100"), drug("AMD3465")),
        (drug("MK-3475"), drug("MK-3474")),
        (drug("ALKS 4230"), drug("ALKS 4231")),
        (drug("Interleukin-2"), drug("Interleukin-12")),
        (drug("Sitagliptin"), drug("Saxagliptin")),
        (drug("Omeprazole"), drug("Esomeprazole")),
        (drug("Placebo for A", "Placebo"), drug("Drug B", "Placebo")),
        (drug("Surgery"), drug("Radiotherapy")),
        (drug("Vitamin C"), drug("Vitamin D")),
        (drug("Ragweed extract", "RIT"), drug("Placebo extract", "RIT")),
    ],
)
def test_different_drugs(one: Drug, other: Drug) -> None:
    assert not same(one, other)
    assert not same(other, one)


def test_look_alikes_are_never_one() -> None:
    for pair in not_the_same():
        one, other = sorted(pair)
        assert not spelled_alike(one, other), pair
        assert not same(drug(one), drug(other)), pair


def test_a_name_that_two_drugs_of_a_trial_share_is_no_name() -> None:
    """Makers, routes, regimens and the parts of a combination stand under "other names" too."""
    made = Trial(
        interventions=(
            Intervention(name="Fish oil", other_names=("Pharma North",)),
            Intervention(name="Soybean oil", other_names=("Pharma North",)),
            Intervention(name="KT095 CAR-T", other_names=("fludarabine", "cyclophosphamide")),
            Intervention(name="Fludarabine"),
        )
    )
    fish, soy, cells, fludarabine = drugs_of(made)
    assert not same(fish, soy)
    assert not same(cells, fludarabine)
    assert fish.names == {"fish oil"}


INN = (
    "pembrolizumab nivolumab cemiplimab ipilimumab atezolizumab durvalumab avelumab toripalimab "
    "tislelizumab camrelizumab sintilimab cetuximab panitumumab bevacizumab ramucirumab "
    "palbociclib ribociclib abemaciclib dalpiciclib afatinib apatinib lapatinib erlotinib "
    "gefitinib osimertinib imatinib dasatinib nilotinib bosutinib sorafenib regorafenib sunitinib "
    "axitinib cisplatin carboplatin oxaliplatin nedaplatin lobaplatin paclitaxel docetaxel "
    "cabazitaxel sitagliptin saxagliptin linagliptin alogliptin vildagliptin empagliflozin "
    "dapagliflozin canagliflozin ertugliflozin simvastatin atorvastatin rosuvastatin pravastatin "
    "fluvastatin losartan valsartan candesartan irbesartan telmisartan prednisone prednisolone "
    "methylprednisolone dexamethasone betamethasone vincristine vinblastine vindesine vinorelbine "
    "doxorubicin daunorubicin epirubicin idarubicin remdesivir favipiravir ritonavir lopinavir "
    "cefotaxime ceftazidime ceftriaxone cefuroxime cefoxitin cefixime cefepime omeprazole "
    "esomeprazole lansoprazole pantoprazole rabeprazole fluoxetine paroxetine duloxetine"
).split()


def test_no_two_of_many_substances_are_joined() -> None:
    for one, other in combinations(INN, 2):
        assert not same(drug(one), drug(other)), (one, other)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Dalpiciclib+cetuximab", ("Dalpiciclib", "cetuximab")),
        ("Nivolumab plus Ipilimumab", ("Nivolumab", "Ipilimumab")),
        ("Na+ channel blocker", ("Na+ channel blocker",)),
        ("ALKS 4230", ("ALKS 4230",)),
        ("AZD8205 and AZD2936", ("AZD8205", "AZD2936")),
        ("Head and neck irradiation", ("Head and neck irradiation",)),
        ("Interferon and ribavirin", ("Interferon and ribavirin",)),
        ("+", ("+",)),
        ("", ("",)),
    ],
)
def test_combinations_are_taken_apart(name: str, wanted: tuple[str, ...]) -> None:
    assert parts(name) == wanted


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Plerixafor HCl 20 mg/mL injection", "plerixafor"),
        ("ALKS 4230", "alks 4230"),
        ("Interleukin 2", "interleukin 2"),
        ("Tablets", "tablets"),
        ("5-FU", "5 fu"),
    ],
)
def test_keys_keep_the_name(name: str, key: str) -> None:
    assert name_key(name) == key


NAMES = st.sampled_from(("Pembrolizumab", "Keytruda", "Nivolumab", "AMD3100", "plerixafor", "x"))


@given(st.lists(st.lists(st.tuples(NAMES, NAMES), max_size=3), min_size=2, max_size=4))
def test_groups_keep_every_drug_and_never_join_a_clash(rows: list[list[tuple[str, str]]]) -> None:
    given_trials = [
        drugs_of(Trial(interventions=tuple(Intervention(name=n, other_names=(o,)) for n, o in one)))
        for one in rows
    ]
    found = groups(given_trials)
    for place, drugs in enumerate(given_trials):
        assert sorted(d.intervention for group in found for d in group[place]) == sorted(
            d.intervention for d in drugs
        )
    for group in found:
        keys = {d.key for said in group for d in said}
        assert not {"pembrolizumab", "nivolumab"} <= keys
    mirrored = groups(given_trials[::-1])
    as_sets = [[sorted(d.key for d in said) for said in group] for group in found]
    back = [[sorted(d.key for d in said) for said in group[::-1]] for group in mirrored]
    assert sorted(as_sets) == sorted(back)


def test_words_about_drugs_are_of_a_use_that_is_known() -> None:
    from catalog.drugs import drug_words

    rows = table(Path(drug_words.__file__).with_name("drug_words.csv"), ("use", "of", "words"))
    assert {use for use, _, _ in rows} == {
        *("generic", "class", "trailing", "each its own", "not the same"),
    }
    assert all(len(pair) == 2 for pair in not_the_same())
