"""The kept orders by title and number: always those that sorting would give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search import order
from catalog.search.order import TEXTS
from catalog.search.parser import parse
from catalog.search.searcher import Searcher
from tests.catalog.search.shelf import Shelf, trial
from tests.catalog.search.test_search_laws import _SLOW

_TITLES = st.text(alphabet="aAbB \"([é1-'“", max_size=6)
_IMPORTS = st.lists(
    st.dictionaries(st.integers(1, 60), _TITLES, min_size=1, max_size=40), max_size=5
)


def _listed(searcher: Searcher, sort: str, limit: int) -> list[str]:
    return [hit.id for hit in searcher.search(parse(""), limit=limit, sort=sort).hits]


@_SLOW
@given(_IMPORTS, st.sampled_from([f"{sign}{name}" for sign in ("", "-") for name in TEXTS]))
def test_the_order_kept_by_imports_is_that_of_sorting(
    imports: list[dict[int, str]], sort: str
) -> None:
    shelf = Shelf()
    for titles in imports:
        shelf.put(trial(number, title) for number, title in titles.items())
        shelf.take([number for number in sorted(shelf.keys) if number.endswith("7")])
    with pytest.MonkeyPatch.context() as patched:
        sorted_now = _listed(shelf.searcher(), sort, 100)
        patched.setattr(order, "_MOST_READ", 0)
        kept = shelf.searcher()
        assert _titles(shelf, _listed(kept, sort, 100)) == _titles(shelf, sorted_now)
        assert _listed(kept, sort, 7) == _listed(kept, sort, 100)[:7]
        shelf.connection.execute("DROP TABLE IF EXISTS search_order")
        shelf.connection.execute("DELETE FROM search_meta WHERE name = 'ordered'")
        assert _titles(shelf, _listed(shelf.searcher(), sort, 100)) == _titles(shelf, sorted_now)


def _titles(shelf: Shelf, ids: list[str]) -> list[str]:
    """Titles as they are compared; equal ones may stand in any order of their numbers."""
    titles = dict(shelf.connection.execute("SELECT id, lower(title) FROM trial"))
    return [str(titles[known] or "").lstrip(" \"'([-“") for known in ids]


def test_quotes_and_brackets_do_not_count_and_missing_titles_come_last() -> None:
    shelf = Shelf().put(
        [trial(1, "Zinc"), trial(2, "“Aspirin” daily"), trial(3, ""), trial(4, "[Codeine]")]
    )
    ids = _listed(shelf.searcher(), "title", 9)
    assert [known[-1] for known in ids] == ["2", "4", "1", "3"]
    ids = _listed(shelf.searcher(), "-title", 9)
    assert [known[-1] for known in ids] == ["1", "4", "2", "3"]
