"""What a typed value means; and every value that is offered gives just its count."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import catalog.model
from catalog.model.codes import Coded, Phase, Sex, Status, coded
from catalog.model.countries import countries
from catalog.model.csv_table import table
from catalog.model.record import SourceRecord
from catalog.model.trial import Age, Eligibility, Enrollment, Site, Trial
from catalog.search.fields import FACETS
from catalog.search.index.document import document
from catalog.search.index.terms import NOT_STATED
from catalog.search.index.writer import Writer
from catalog.search.parser import parse
from catalog.search.query import Filter
from catalog.search.searcher import Searcher
from importers.pipeline import read
from tests.catalog.search.shelf import Shelf, trial
from tests.conftest import SHARED
from tui.show.notes import told_beside

CORPUS = SHARED / "corpus"
CODES = Path(catalog.model.__path__[0]) / "codes.csv"


def total(searcher: Searcher, query: str) -> int:
    return searcher.search(parse(query + " "), limit=0).total


def told(searcher: Searcher, query: str) -> str:
    return " ".join(searcher.search(parse(query + " "), limit=0).problems)


@pytest.fixture(scope="module")
def corpus() -> Searcher:
    """Real records of many registries: their documents alone, which is all that counting asks."""
    folders = [CORPUS / name for name in ("ictrp", "ctis", "isrctn", "seeds")]
    if not all(folder.is_dir() for folder in folders):
        pytest.skip("the shared corpus is not here")
    shelf = Shelf()
    writer = Writer(shelf.connection)
    files = [*sorted(folders[0].glob("*.csv.zip")), *folders[1:]]
    for key, item in enumerate(read(files, workers=1), 1):
        if isinstance(item, SourceRecord):
            writer.add(key, document(item.trial))
    writer.finish()
    return shelf.searcher()


@pytest.mark.parametrize("narrowed", ["", "cancer", "country:germany", "status:recruiting"])
def test_every_value_that_is_offered_gives_just_its_count(corpus: Searcher, narrowed: str) -> None:
    query = parse(narrowed)
    walked = 0
    for field, offered in corpus.facets(query).items():
        for each in offered:
            chosen = query & Filter(field, (each.value,))
            assert corpus.search(chosen, limit=0).total == each.count, (field, each)
            assert parse(str(chosen)) == chosen
            walked += 1
    assert walked > 30


def test_no_two_values_are_one_word(corpus: Searcher) -> None:
    for field, offered in corpus.facets(parse("")).items():
        folded = [each.value.casefold() for each in offered]
        assert len(set(folded)) == len(folded), field


def placed(number: int, country: str | None) -> Trial:
    sites = (Site(country=country),) if country else ()
    return trial(number, "A trial somewhere", sites=sites)


@pytest.fixture(scope="module")
def world() -> Searcher:
    """A trial in each country, the first in the first, and one nowhere."""
    names = [each.name for each in countries()]
    return Shelf().put([placed(n, name) for n, name in enumerate([*names, None], 1)]).searcher()


def test_a_country_is_found_by_code_and_by_every_name_and_alone(world: Searcher) -> None:
    for n, one in enumerate(countries(), 1):
        for said in (*one.names, *one.codes, *map(str.lower, one.codes)):
            query = parse("") & Filter("country", (said,))
            assert [hit.id for hit in world.search(query).hits] == [f"NCT{n:08}"], said


def test_nothing_is_not_stated_by_its_beginning(world: Searcher) -> None:
    assert [hit.countries for hit in world.search(parse("country:NO ")).hits] == [("Norway",)]
    for said in ("not", "nots", "n"):
        assert not any(not hit.countries for hit in world.search(parse(f"country:{said} ")).hits)
    assert total(world, "country:not-stated") == 1


@pytest.mark.parametrize(
    ("said", "name"), [("germ", "Germany"), ("germny", "Germany"), ("suise", "Switzerland")]
)
def test_what_is_no_whole_name_says_what_it_is_taken_for(
    world: Searcher, said: str, name: str
) -> None:
    found = world.search(parse(f"country:{said} "))
    assert [hit.countries for hit in found.hits] == [(name,)]
    assert any(f"is taken for {name}" in problem for problem in found.problems)


PEOPLE = [
    trial(
        n,
        f"Trial {n}",
        status=coded(Status, status),
        phases=tuple(Coded(p, Phase(p)) for p in phases),
        enrollment=Enrollment(count=count) if count else None,
        eligibility=Eligibility(
            sex=coded(Sex, sex),
            minimum_age=Age(said="x", amount=low[0], unit=low[1]) if low else None,
            maximum_age=Age(said="x", amount=high[0], unit=high[1]) if high else None,
        ),
    )
    for n, (status, phases, count, sex, low, high) in enumerate(
        [
            ("RECRUITING", ["PHASE1", "PHASE2"], 20, "ALL", (18, "Years"), None),
            ("RECRUITING", ["PHASE2"], None, "FEMALE", (18, "Years"), (65, "Years")),
            ("COMPLETED", ["PHASE1"], 5, "MALE", None, (17, "Years")),
            ("Not Recruiting", [], None, None, (6, "Months"), (2, "Years")),
            ("Not recruiting", ["PHASE2", "PHASE3"], 7, "ALL", None, (28, "Days")),
        ],
        1,
    )
]


@pytest.fixture(scope="module")
def people() -> Searcher:
    return Shelf().put(PEOPLE).searcher()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sex:female", {1, 2, 4, 5}),
        ("sex:women", {1, 2, 4, 5}),
        ("sex:male", {1, 3, 4, 5}),
        ("sex:female-only", {2}),
        ("sex:male-only", {3}),
        ("sex:all", {1, 5}),
        ("sex:not-stated", {4}),
        ("-sex:female-only", {1, 3, 4, 5}),
        ("age:9mo", {3, 4}),
        ("age:0.75", {3, 4}),
        ("age:9months", {3, 4}),
        ("age:3mo", {3}),
        ("age:10d", {3, 5}),
        ("age:2wk", {3, 5}),
        ("age:18", {1, 2}),
        ("age:17y", {3}),
        ("age:1..3", {3, 4}),
        ("age:6mo..18mo", {3, 4}),
        ("age:>=66", {1}),
        ("age:60-75", {1, 2}),
        ("phase:1/2", {1}),
        ("phase:2/3", {5}),
        ("phase:ii/iii", {5}),
        ("phase:1|2", {1, 2, 3, 5}),
        ("phase:2", {1, 2, 5}),
        ("phase 1/2", {1}),
        ("enrollment:not-stated", {2, 4}),
        ("-enrollment:not-stated", {1, 3, 5}),
        ("start:not-stated", {1, 2, 3, 4, 5}),
        ("status:recruting", {1, 2}),
        ("status:recruiting", {1, 2}),
        ("status:complete", {3}),
        ('status:"Not recruiting"', {4, 5}),
        ('status:"NOT RECRUITING"', {4, 5}),
        ("status:nonsense", set()),
        ("status:nonsense trial", set()),
        ("-status:completed", {1, 2, 4, 5}),
        ("age:9x", set()),
        ("enrollment:many", set()),
    ],
)
def test_values_as_people_write_them(people: Searcher, query: str, expected: set[int]) -> None:
    found = {int(hit.id[3:]) for hit in people.search(parse(query + " "), limit=50).hits}
    assert found == expected


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("status:recruting", "status:recruting is taken for recruiting"),
        ("status:nonsense", "nothing is found; the values are not_yet_recruiting, recruiting"),
        ("age:9x", "age:9x is no age or range, so nothing is found (45, 9mo, 60..75)"),
        ("age:ninety", "the values are an age or range (45, 9mo, 60..75), child, adult"),
        ("country:atlantis", "no trial has country:atlantis"),
    ],
)
def test_what_was_not_understood_says_what_would_be(
    people: Searcher, query: str, said: str
) -> None:
    assert said in told(people, query)


def test_an_unknown_field_is_left_out_and_a_value_not_typed_yet_empties_nothing(
    people: Searcher,
) -> None:
    assert total(people, "trial foo:bar") == 5
    assert people.search(parse("trial status:")).total == 5


def test_two_writings_of_a_word_are_one_value(people: Searcher) -> None:
    offered = {each.value: each.count for each in people.facets(parse(""))["status"]}
    assert offered == {"RECRUITING": 2, "COMPLETED": 1, "Not recruiting": 2}


def test_of_all_words_of_registries_no_status_is_offered_in_two_spellings() -> None:
    """Every status word of the table in four writings: each meaning, each other word once."""
    rows = table(CODES, ("kind", "spelling", "word", "note"))
    words = [spelling for kind, spelling, _, _ in rows if kind == "Status"]
    assert len(words) > 140
    written = [form for word in words for form in (word, word.upper(), word.title(), f" {word}. ")]
    shelf = Shelf().put(
        [
            trial(number, f"Study {number}", status=coded(Status, said))
            for number, said in enumerate(written, 1)
        ]
    )
    searcher = shelf.searcher()
    offered = searcher.facets(parse(""))["status"]
    assert sum(each.count for each in offered) == len(written)
    folded = [comparable(each.value) for each in offered]
    assert len(set(folded)) == len(folded)
    meant = {coded(Status, word) for word in words}
    kept = {comparable(each.word) for each in meant if each is not None}
    assert set(folded) == kept
    for each in offered:
        assert total(searcher, str(Filter("status", (each.value,)))) == each.count, each


def test_a_registrys_active_is_not_what_active_is_short_for() -> None:
    """It may recruit, for NCI it does: closed by mistake it would not be called."""
    shelf = Shelf().put(
        [
            trial(1, "A", status=coded(Status, "Active")),
            trial(2, "B", status=coded(Status, "Active, not recruiting")),
        ]
    )
    searcher = shelf.searcher()
    offered = {each.value: each.count for each in searcher.facets(parse(""))["status"]}
    assert offered == {"=Active": 1, "ACTIVE_NOT_RECRUITING": 1}
    for query, count in (("status:active", 1), ('status:"=Active"', 1), ("status:closed", 1)):
        assert total(searcher, query) == count, query


def comparable(word: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", word.casefold()).split())


def test_every_facet_is_offered_and_nothing_is_stated_by_it(people: Searcher) -> None:
    assert list(people.facets(parse(""))) == list(FACETS)
    assert NOT_STATED in {each.value for each in people.complete("sex", "")}


def test_an_age_limit_that_was_not_read_is_told_and_never_taken_for_none() -> None:
    limits = [
        (Age("ab Schulalter"), None),
        (Age("18 Years", 18, "Years"), Age("none given yet")),
        (None, None),
        (Age("ab Schulalter"), Age("12 Years", 12, "Years")),
    ]
    searcher = (
        Shelf()
        .put(
            trial(key, "T", eligibility=Eligibility(minimum_age=low, maximum_age=high))
            for key, (low, high) in enumerate(limits, 1)
        )
        .searcher()
    )
    assert total(searcher, "age:30") == 3
    asked = searcher.search(parse("age:30 "), limit=0)
    assert (asked.unread_ages, asked.problems) == (2, ())
    assert searcher.search(parse("age:8 "), limit=0).unread_ages == 2
    for quiet in ("", "age:adult", "-age:30", "age:not-stated"):
        assert searcher.search(parse(quiet + " "), limit=0).unread_ages == 0
    assert total(searcher, "age:not-read") == total(searcher, "age:limit-not-read") == 3
    assert total(searcher, "age:not-stated") == 1
    assert total(searcher, "age:adult") == total(searcher, "age:child") == 0
    offered = {each.value: each.count for each in searcher.facets(parse(""))["age"]}
    assert offered == {"LIMIT_NOT_READ": 3, NOT_STATED: 1}
    assert list(told_beside(asked)) == [
        "2 of these have an age limit that was not read: age:not-read"
    ]
