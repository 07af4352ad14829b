"""A list against catalogues that change: merged, renumbered, edited, gone; nothing is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.eligibility.criterion import Criterion
from catalog.identity import decisions
from catalog.model.trial import Eligibility, Identifier, Trial
from catalog.store.catalogue import Catalogue
from personal import lists, looking
from personal.events import CASE, Entry, Listed
from personal.lists import sentence
from personal.looking import CHANGED, STANDS, Row, sentence_now
from personal.marks import first_marks
from personal.naming import Known, known, numbers_of, sentence_hash
from personal.store import Mine
from tests.catalog.keeping import keep, record
from tests.catalog.making import drugs, status, trial
from tests.soaking import often

CRCL = "Estimated creatinine clearance <50 mL/minute"
TEXT = f"Inclusion Criteria:\n\n* Age 18 or older\n\nExclusion Criteria:\n\n* {CRCL}\n* Pregnancy"
A = "NCT99990001"


def study(
    number: str | None = A, word: str = "RECRUITING", text: str = TEXT, **more: object
) -> Trial:
    return trial(
        number,
        title="Examplomab in disease of the example",
        status=status(word),
        eligibility=Eligibility(text=text),
        interventions=drugs("examplomab"),
        **more,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "c.db"


@pytest.fixture
def mine(tmp_path: Path) -> Mine:
    return Mine(tmp_path / "state")


def kept(path: Path, name: str) -> Known:
    with Catalogue.open(path) as catalogue:
        merged = catalogue.get(name)
        assert merged is not None
        return known(merged)


def on_case(mine: Mine, path: Path, *names: str) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, [kept(path, name) for name in names], "KM")


def case_of(mine: Mine) -> Listed:
    return lists.state(mine).lists[0]


def rows(mine: Mine, path: Path) -> tuple[Row, ...]:
    held = lists.state(mine)
    with Catalogue.open(path) as catalogue:
        return looking.rows(held, held.lists[0], catalogue)


def rejected_for_kidney(mine: Mine) -> None:
    [entry] = case_of(mine).entries
    lists.set_state(mine, entry, "rejected", "KM", why=lists.sentence("exclusion", CRCL))


def test_an_import_that_stops_a_trial_is_told_until_somebody_looks(mine: Mine, path: Path) -> None:
    keep(path, [record(study())], "2026-01-01T00:00:00Z")
    on_case(mine, path, A)
    [row] = rows(mine, path)
    assert not row.has_changed
    stopped = record(study(word="TERMINATED"), date="2026-02-01")
    keep(path, [stopped], "2026-02-03T00:00:00Z")
    [row] = rows(mine, path)
    assert row.has_another_status
    assert (row.entry.status, row.status, row.changed_on) == (
        "RECRUITING",
        "TERMINATED",
        "2026-02-03",
    )
    keep(path, [record(study(acronym="BACK"), date="2026-03-01")], "2026-03-03T00:00:00Z")
    [row] = rows(mine, path)
    assert not row.has_changed, "what went and came back is no change"
    keep(path, [record(study(word="COMPLETED"), date="2026-04-01")], "2026-04-03T00:00:00Z")
    [row] = rows(mine, path)
    lists.see(mine, row.entry, row.status)
    [row] = rows(mine, path)
    assert not row.has_changed


def test_a_sentence_that_was_edited_is_told_whatever_the_edit(mine: Mine, path: Path) -> None:
    keep(path, [record(study())])
    on_case(mine, path, A)
    rejected_for_kidney(mine)
    assert rows(mine, path)[0].sentence == looking.STANDS
    for place, (now, found) in enumerate(
        [
            (CRCL.replace("<50", "<45"), looking.CHANGED),
            (f"{CRCL} unless on dialysis", looking.CHANGED),
            (CRCL.replace("<", ">"), looking.CHANGED),
            (CRCL.upper().replace(" ", "  ") + ".", looking.STANDS),
        ]
    ):
        edited = study(text=TEXT.replace(CRCL, now))
        keep(
            path, [record(edited, date=f"2026-0{place + 2}-01")], f"2026-0{place + 2}-02T00:00:00Z"
        )
        assert rows(mine, path)[0].sentence == found, now
    keep(path, [record(study(text=""), date="2026-08-01")], "2026-08-02T00:00:00Z")
    assert rows(mine, path)[0].sentence in (looking.UNKNOWN, looking.STANDS)


def test_the_sentence_that_is_nearest_is_of_the_same_side(mine: Mine, path: Path) -> None:
    keep(path, [record(study())])
    on_case(mine, path, A)
    rejected_for_kidney(mine)
    edited = TEXT.replace(CRCL, CRCL.replace("50", "45"))
    keep(path, [record(study(text=edited), date="2026-02-01")])
    with Catalogue.open(path) as catalogue:
        [entry] = case_of(mine).entries
        nearest = looking.nearest_sentence(entry, catalogue.criteria(A))
    assert nearest == CRCL.replace("50", "45")


def test_merging_two_trials_keeps_both_entries_and_says_so(mine: Mine, path: Path) -> None:
    other = study("ISRCTN99990001")
    keep(path, [record(study()), record(other, "isrctn-xml")])
    on_case(mine, path, A, "ISRCTN99990001")
    decisions.link(path, A, "ISRCTN99990001")
    one, two = rows(mine, path)
    assert one.id == two.id == A
    assert one.merged_with == ("ISRCTN99990001",)
    assert two.merged_with == (A,)
    decisions.unlink(path, A)
    assert [row.id for row in rows(mine, path)] == [A, "ISRCTN99990001"]
    assert not any(row.merged_with for row in rows(mine, path))


def test_a_trial_with_a_new_number_is_found_by_its_old_one(
    mine: Mine, path: Path, tmp_path: Path
) -> None:
    keep(path, [record(study("2020-000001-11"), "euctr-text")])
    on_case(mine, path, "2020-000001-11")
    rejected_for_kidney(mine)
    eudract = Identifier(value="2020-000001-11", kind="eudract")
    keep(path, [record(study(A, identifiers=(eudract,)))])
    [row] = rows(mine, path)
    assert (row.id, row.entry.state) == (A, "rejected")
    held = lists.state(mine)
    with Catalogue.open(path) as catalogue:
        named = looking.named_here(held, catalogue)
    assert looking.marks(held, named)[A] == "x17"
    renewed = tmp_path / "new.db"
    keep(renewed, [record(study(A, identifiers=(eudract,)))])
    assert rows(mine, renewed)[0].id == A, "a whole new catalogue has it under the number it cites"


def test_a_trial_that_left_the_catalogue_stays_on_the_list(
    mine: Mine, path: Path, tmp_path: Path
) -> None:
    keep(path, [record(study())])
    on_case(mine, path, A)
    other = tmp_path / "other.db"
    keep(other, [record(study("NCT99990009"))])
    [row] = rows(mine, other)
    assert (row.id, row.number, row.has_changed) == (None, A, False)
    assert row.title == "Examplomab in disease of the example"


def test_a_cited_number_of_the_same_registry_is_another_trial(path: Path) -> None:
    parent = Identifier(value="NCT99990002", kind="nct")
    eudract = Identifier(value="2020-000001-11", kind="eudract")
    keep(path, [record(study(A, identifiers=(parent, eudract)))])
    with Catalogue.open(path) as catalogue:
        merged = catalogue.get(A)
        assert merged is not None
        assert numbers_of(merged) == (A, "2020-000001-11")


def test_the_mark_of_another_case_stands_in_every_list(mine: Mine, path: Path) -> None:
    keep(path, [record(study())])
    on_case(mine, path, A)
    rejected_for_kidney(mine)
    second = lists.open_list(mine, "board of Tuesday", CASE)
    lists.put_on(mine, second, [kept(path, A)])
    assert rows(mine, path)[0].elsewhere == ("x17",)
    held = lists.state(mine)
    assert looking.marks(held)[A] == "x17"
    [(listed, entry)] = looking.rejected(held, (A,))
    assert (listed.label, entry.reason) == ("17", CRCL)
    [entry] = held.lists[0].entries
    lists.set_state(mine, entry, "rejected")
    assert looking.marks(lists.state(mine))[A] == "xboardofT x17"
    assert first_marks(mine) == looking.marks(lists.state(mine))


def test_signs_tell_two_sentences_apart_and_blanks_do_not() -> None:
    assert sentence_hash("Age < 18") != sentence_hash("Age > 18")
    assert sentence_hash("Age \\< 18.") == sentence_hash("age  < 18")


NUMBERS = st.integers(0, 5).flatmap(
    lambda n: st.sets(
        st.sampled_from([f"NCT9999{n:04}", f"2020-00000{n}-11", f"ISRCTN9999{n:04}"]), min_size=1
    ).map(lambda numbers: (n, frozenset(numbers)))
)


def numbered(place: int, numbers: frozenset[str]) -> Trial:
    """A trial known by these numbers, one of them its own."""
    own, *others = sorted(numbers)
    kinds = {"N": "nct", "I": "isrctn", "2": "eudract"}
    cited = tuple(Identifier(value=each, kind=kinds[each[0]]) for each in others)
    return trial(own, title=f"Study number {place} of the example", identifiers=cited)


@settings(max_examples=often(10, 150), deadline=None)
@given(
    st.lists(NUMBERS, min_size=1, max_size=5, unique_by=lambda each: each[0]),
    st.dictionaries(st.integers(0, 5), NUMBERS.map(lambda each: each[1]), max_size=6),
)
def test_whatever_numbers_a_trial_has_later_its_entry_is_found_by_any_that_stayed(
    first: list[tuple[int, frozenset[str]]], later: dict[int, frozenset[str]]
) -> None:
    kinds = ("NCT9999{:04}", "2020-00000{}-11", "ISRCTN9999{:04}")
    mine = Mine(None)
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "c.db", Path(folder) / "later.db"
        keep(path, [record(numbered(*each)) for each in first])
        on_case(mine, path, *(sorted(numbers)[0] for _, numbers in first))
        # Each trial comes with other numbers of its own: some stay, some are new, some are gone.
        anew = {
            place: frozenset(kinds["N2I".index(each[0])].format(place) for each in numbers)
            for place, numbers in later.items()
        }
        unrelated = record(trial("NCT88880000", title="Another study of another example"))
        keep(other, [unrelated, *(record(numbered(*each)) for each in anew.items())])
        found = rows(mine, other)
    assert len(found) == len(first)
    for (place, numbers), row in zip(first, found, strict=True):
        stayed = numbers & anew.get(place, frozenset())
        assert (row.id is not None) == bool(stayed)
        assert row.id is None or row.id in anew[place], "never another trial"


@pytest.mark.parametrize(
    ("quoted", "now", "what"),
    [
        ("CrCl >= 30 mL/min", "CrCl ≥30 mL/min.", STANDS),
        ("CrCl >= 30 mL/min", "CrCl <= 30 mL/min", CHANGED),
        ("HIV infection", "HIV infection, unless controlled", CHANGED),
    ],
)
def test_a_quoted_sentence_in_another_spelling_stands(quoted: str, now: str, what: str) -> None:
    why = sentence("inclusion", quoted)
    entry = Entry("1", "NCT01234567", "", (), reason=quoted, reason_kind="inclusion",
                  reason_hash=why.hash)  # fmt: skip
    assert sentence_now(entry, [Criterion("inclusion", now, (0, len(now)))]) == what
