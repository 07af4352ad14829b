"""Numbers that records cite, in every writing: what joins, what does not, and what is said."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from catalog.identity.evidence import weigh
from catalog.merging.merge import merge
from catalog.model.numbers import numbers_in, registry_number
from catalog.model.trial import Trial
from catalog.search.parser import parse
from catalog.store.catalogue import Catalogue
from tests.catalog.keeping import keep, record, rows
from tests.catalog.making import drugs, identifier, phase, source, sponsor, trial
from tui.cli.importing import import_paths
from tui.show.notes import told_beside


def cases(shared: Path, name: str) -> list[str]:
    folder = shared / "cases" / "data" / name
    if not folder.is_dir():
        pytest.skip(f"no case {name} beside the checkout")
    return sorted(str(path) for path in folder.iterdir() if path.suffix in (".json", ".xml"))


def ids(path: Path) -> set[str]:
    return {str(row[0]) for row in rows(path, "SELECT id FROM trial")}


def test_a_registration_cited_by_three_is_the_one_that_it_cites(
    shared: Path, tmp_path: Path
) -> None:
    files = cases(shared, "registration-cited-by-three")
    for n, order in enumerate(itertools.permutations(files)):
        path = tmp_path / f"{n}.db"
        for file in order:
            import_paths(path, [file], None, quiet=True)
        assert ids(path) == {"NCT93200001", "NCT93200002", "NCT93200003"}
        with Catalogue.open(path) as catalogue:
            one = catalogue.get("ISRCTN93000051")
            assert one is not None and one.id == "NCT93200003"
            for other in ("NCT93200001", "NCT93200002"):
                found = catalogue.get(other)
                assert found is not None and len(found.sources) == 1
                assert "NCT93200003" not in {each.value for each in found.trial.identifiers}


CITED = identifier("ISRCTN99990001")


def test_a_registration_cited_by_two_that_it_does_not_cite_is_joined_to_none_and_says_why(
    tmp_path: Path,
) -> None:
    path = tmp_path / "c.db"
    records = [
        record(trial("NCT99990001", title="The first trial of this", identifiers=(CITED,))),
        record(trial("NCT99990002", title="Quite another trial", identifiers=(CITED,))),
        record(trial("ISRCTN99990001", title="A third title"), "isrctn-xml"),
    ]
    for n, order in enumerate(itertools.permutations(records)):
        path = tmp_path / f"{n}.db"
        for each in order:
            keep(path, [each])
        assert ids(path) == {"NCT99990001", "NCT99990002", "ISRCTN99990001"}
        with Catalogue.open(path) as catalogue:
            pairs = {(pair.a, pair.b): pair for pair in catalogue.duplicates()}
        assert set(pairs) == {
            ("ISRCTN99990001", "NCT99990001"),
            ("ISRCTN99990001", "NCT99990002"),
        }
        assert all("two numbers of one registry" in p.reasons_against[0] for p in pairs.values())


def test_of_several_that_cite_it_the_one_that_is_alike_is_it(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    title = "Exampline against placebo in adults with resistant example disease"
    same = {
        "title": title,
        "interventions": drugs("exampline"),
        "sponsor": sponsor("Example Hospital of Northland"),
        "phases": phase("PHASE2"),
    }
    keep(
        path,
        [
            record(trial("NCT99990001", title="An extension of it", identifiers=(CITED,))),
            record(trial("NCT99990002", identifiers=(CITED,), **same)),
            record(trial("ISRCTN99990001", **same), "isrctn-xml"),
        ],
    )
    assert ids(path) == {"NCT99990001", "NCT99990002"}
    with Catalogue.open(path) as catalogue:
        joined = catalogue.get("ISRCTN99990001")
        assert joined is not None and joined.id == "NCT99990002"


def test_one_that_alone_cites_it_is_it(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(
        path,
        [
            record(trial("NCT99990001", title="A title", identifiers=(CITED,))),
            record(trial("ISRCTN99990001", title="Another title"), "isrctn-xml"),
        ],
    )
    assert ids(path) == {"NCT99990001"}


def test_the_current_number_is_the_trials_id(shared: Path, tmp_path: Path) -> None:
    files = cases(shared, "obsolete-number-as-the-trials-id")
    for n, order in enumerate(itertools.permutations(files)):
        path = tmp_path / f"{n}.db"
        for file in order:
            import_paths(path, [file], None, quiet=True)
        with Catalogue.open(path) as catalogue:
            old = catalogue.get("NCT94600001")
            assert old is not None and old.id == "NCT94600002"
            # Once, and as what it is: an old record calls it its own number.
            assert [each.kind for each in old.trial.identifiers if each.value == "NCT94600001"] == [
                "nct_alias"
            ]
            searcher = catalogue.searcher()
            for typed in ("NCT94600001", "NCT94600002", "id:NCT94600001"):
                assert [hit.id for hit in searcher.search(parse(typed)).hits] == ["NCT94600002"]
            told = "NCT94600001 is a former number: the registry has this trial as NCT94600002 now"
            assert told in told_beside(searcher.search(parse("NCT94600001")))
            assert told not in told_beside(searcher.search(parse("NCT94600002")))


def test_records_that_give_up_each_others_number_keep_their_own() -> None:
    ours = trial("NCT94600001", identifiers=(identifier("NCT94600002", "nct_alias"),))
    theirs = trial("NCT94600002", identifiers=(identifier("NCT94600001", "nct_alias"),))
    merged = merge("NCT94600001", [source(ours), source(theirs, sha256="other")])
    assert {each.value for each in merged.trial.identifiers if each.kind == "nct"} == {
        "NCT94600001",
        "NCT94600002",
    }


@pytest.mark.parametrize(
    "numbered", [("NCT99990001", "NCT99990009"), ("NCT99990009", "NCT99990001")]
)
def test_an_obsolete_number_is_never_the_id_whichever_is_lower(
    tmp_path: Path, numbered: tuple[str, str]
) -> None:
    path = tmp_path / "c.db"
    current, gone = numbered
    keep(
        path,
        [
            record(trial(gone, title="Its old record"), date="2010-01-01"),
            record(trial(current, title="It", identifiers=(identifier(gone, "nct_alias"),))),
        ],
    )
    assert ids(path) == {current}


def test_numbers_with_words_around_join(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    import_paths(path, cases(shared, "numbers-with-words-around"), None, quiet=True)
    assert ids(path) == {f"NCT9350000{n}" for n in range(1, 10)}
    with Catalogue.open(path) as catalogue:
        for n in range(1, 10):
            found = catalogue.get(f"NCT9350000{n}")
            assert found is not None
            kinds = {each.kind for each in found.trial.identifiers}
            assert {"nct", "drks" if n in (7, 8) else "eudract"} <= kinds
            assert len(found.sources) == 2


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        ("EudraCT No: 2019-000001-10", ["2019-000001-10"]),
        ("EudraCT-Nr. 2019-000001-10", ["2019-000001-10"]),
        ("2019\u2013000001\u201110", ["2019-000001-10"]),
        ("\u200bNCT01234567\u00a0(ClinicalTrials.gov)", ["NCT01234567"]),
        ("https://clinicaltrials.gov/ct2/show/NCT01234567", ["NCT01234567"]),
        ("https://clinicaltrials.gov/study/NCT01234567", ["NCT01234567"]),
        ("http://www.isrctn.com/ISRCTN12345678", ["ISRCTN12345678"]),
        ("NCT01234567, ISRCTN12345678", ["NCT01234567", "ISRCTN12345678"]),
        ("NCT01234567 / 2019-000001-10", ["NCT01234567", "2019-000001-10"]),
        ("EUCTR2019-000009-10-Outside-EU/EEA", ["2019-000009-10"]),
        ("Registration number: DRKS00001234", ["DRKS00001234"]),
        # Another trial's, or none:
        ("Extension of NCT01234567", []),
        ("Substudy NCT01234567", []),
        ("NCT01234567 (parent study)", []),
        ("XNCT01234567", []),
        ("NCT012345678", []),
        ("2019-000001-100", []),
        ("protocol 12345", []),
    ],
)
def test_numbers_are_found_inside_cells(cell: str, held: list[str]) -> None:
    assert [value for _, value in numbers_in(cell)] == held
    assert (registry_number(cell) or ("", ""))[1] == (held[0] if len(held) == 1 else "")


def test_a_number_is_found_as_others_write_it(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    files = cases(shared, "search-for-a-number-as-others-write-it")
    import_paths(path, files, None, quiet=True)
    with Catalogue.open(path) as catalogue:
        searcher = catalogue.searcher()
        for typed in (
            "EUCTR2013-003828-36-SK",
            "EUCTR2013-003828-36",
            "EudraCT 2013-003828-36",
            "CTIS2023-506007-26-00",
            "JPRN-UMIN000012345",
            "ACTRN12623000099999p",
        ):
            shown = catalogue.get(typed)
            assert shown is not None, typed
            quoted = f'"{typed}"' if " " in typed else typed
            for query in (typed, f"{typed} ", f"id:{quoted}"):
                found = searcher.search(parse(query))
                assert [hit.id for hit in found.hits] == [shown.id], query
                assert not any("no trial holds" in problem for problem in found.problems)


def test_a_universal_number_finds_its_trial_and_not_every_one(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    utn = identifier("U1111-1234-5678", "utn")
    keep(path, [record(trial("NCT99990001", title="One", identifiers=(utn,)))])
    keep(path, [record(trial("NCT99990002", title="Other"))])
    with Catalogue.open(path) as catalogue:
        for typed in ("UTN:U1111-1234-5678", "U1111-1234-5678"):
            hits = catalogue.searcher().search(parse(typed)).hits
            assert [hit.id for hit in hits] == ["NCT99990001"]


@pytest.mark.parametrize(
    "title",
    [
        "Cetuximab versus methotrexate in recurrent head and neck cancer after a PD-1 antibody",
        "Extension study of cetuximab in recurrent head and neck cancer after a PD-1 antibody",
        "Cetuximab plus dalpiciclib in recurrent head and neck cancer after a PD-1 antibody",
        "Cetuximab in children with recurrent head and neck cancer after a PD-1 antibody",
    ],
)
def test_a_word_that_tells_sister_studies_apart_speaks_against(title: str) -> None:
    plain = Trial(title="Cetuximab in recurrent head and neck cancer after a PD-1 antibody")
    sister = Trial(title=title)
    twin = Trial(title=title, brief_summary="Cetuximab is given.")
    found = weigh(plain, sister)
    assert any("speaks of" in reason for reason in found.reasons_against)
    assert not weigh(sister, twin).reasons_against
    assert found.score < weigh(sister, twin).score
    assert weigh(plain, sister) == weigh(sister, plain)


def test_a_telling_word_in_the_longer_of_two_titles_says_nothing_where_one_title_is_the_same() -> (
    None
):
    title = "Cetuximab in recurrent head and neck cancer after a PD-1 antibody"
    other = Trial(title=title, official_title=f"{title}, compared with methotrexate")
    assert not weigh(Trial(title=title), other).reasons_against
