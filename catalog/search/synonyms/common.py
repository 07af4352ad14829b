"""Words that clinicians use for one another and that few records put side by side.

A large catalogue teaches most of these itself; a small one, and lay words, brands and the short
forms of a ward, need them. A clinic's own come from its file of synonyms. A name is used only where
the catalogue has all its words, and ranks below what was typed.

`synonyms.csv` has a row a name, its others parted by semicolons, of five kinds:

- `same`: lay and professional words, spelling that follows no rule; all of a row mean one another.
- `body`: words of the body and of daily use, so frequent that they are looked for only in titles,
  conditions, interventions and the other names of a trial; all of a row mean one another.
- `meant`: what is typed as the name is also looked for as the others, never the other way.
- `rare`: short forms of rare diseases, whatever else a catalogue teaches of them; one way too.
- `town`: towns as their own country and as others write them; registries hold both.

`lay_words.csv` has what patients and clinics call the commonest conditions in German, French,
Spanish and Italian. Brands are in `catalog.drugs`. One brand never means another: they may be for
other diseases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from catalog.drugs.medicines import brands
from catalog.model.countries import countries
from catalog.model.csv_table import cell_list, table
from catalog.search.words import words

Names = dict[str, tuple[str, ...]]


@cache
def alike() -> Names:
    """For each name those that are used for it wherever a trial speaks of it."""
    found: Names = {}
    for group in _of("same"):
        _merge_group(found, group)
    for substance, names in brands().items():
        _merge(found, substance, names)
        for brand in names:
            _merge(found, brand, (substance,))
    for name, *others in _of("meant"):
        _merge(found, name, others)
    return found


@cache
def always() -> Names:
    """Names that hold whatever else a catalogue teaches of them.

    Short forms of rare diseases, which it may know as something commoner, and lay words of other
    languages, which are no slips for English ones.
    """
    found: Names = {}
    for name, *others in _of("rare"):
        _merge(found, name, others)
    for name, said in _lay_words():
        if said != name:
            _merge(found, said, (name,))
    return found


_LANGUAGES = ("de", "fr", "es", "it")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _lay_words() -> Iterator[tuple[str, str]]:
    """The English name of a condition, and a word for it in another language, both folded."""
    path = Path(__file__).with_name("lay_words.csv")
    for name, *languages in table(path, ("name", *_LANGUAGES), key=("name",)):
        for said in (word for cell in languages for word in cell_list(cell)):
            for spelling in dict.fromkeys((said, said.translate(_UMLAUTS))):
                yield name, " ".join(words(spelling))


@cache
def frequent() -> Names:
    """The same for words that are looked for only in what a trial is about."""
    found: Names = {}
    for group in _of("body"):
        _merge_group(found, group)
    return found


@cache
def places() -> Names:
    """Other names of a town or country."""
    found: Names = {}
    for group in _of("town"):
        _merge_group(found, group)
    for country in countries():
        shown, *others = dict.fromkeys(" ".join(words(name)) for name in country.names)
        for other in filter(None, others):
            _merge(found, other, (shown,))
            _merge(found, shown, (other,))
    return found


@cache
def _rows() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    columns = ("kind", "name", "others")
    path = Path(__file__).with_name("synonyms.csv")
    for kind, name, others in table(path, columns, key=("kind", "name")):
        found.setdefault(kind, []).append((name, *cell_list(others)))
    return found


def _of(kind: str) -> Iterator[tuple[str, ...]]:
    yield from _rows()[kind]


def _merge(found: Names, name: str, others: Iterable[str]) -> None:
    found[name] = tuple(dict.fromkeys((*found.get(name, ()), *others)))


def _merge_group(found: Names, group: tuple[str, ...]) -> None:
    for name in group:
        _merge(found, name, (other for other in group if other != name))
