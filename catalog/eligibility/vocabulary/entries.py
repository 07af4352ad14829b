"""What criteria speak of, from the tables beside this module: the one place that reads them.

One row is one thing. A new laboratory value is one row of `measurements.csv`, and a new word for an
illness one row of `phrases.csv`; docs/eligibility.md says what each column means. A table is read when it
is first asked for, and checked: an error names the file and the line.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from catalog.drugs.classes import drug_classes
from catalog.eligibility.vocabulary.table_rows import BadTable, Row, rows
from catalog.model.csv_table import cell_list

ROOM = Path(__file__).resolve().parent
T = TypeVar("T")

KINDS = ("number", "scale", "flag", "marker", "prior", "interval")
"""What a limit on a variable is: a number, steps of a scale, presence of an illness or of a marker, an
earlier treatment, the time since an event."""
PHRASES = ("measurement", "condition", "prior", "interval", "subgroup", "anchor")
"""What a phrase of `phrases.csv` names."""


def _table(name: str, made: Callable[[Row], T], key: Callable[[T], str]) -> dict[str, T]:
    found: dict[str, T] = {}
    for row in rows(ROOM / f"{name}.csv"):
        one = made(row)
        if key(one) in found:
            raise row.bad(f"{key(one)!r} is there twice")
        found[key(one)] = one
    return found


class Unit(msgspec.Struct, frozen=True):
    """A unit in UCUM and as clinicians write it."""

    ucum: str
    shown: str
    one: str
    """Behind the number 1, where that is another word: `month`."""
    days: float | None
    """Length, for a unit of time."""


@cache
def units() -> dict[str, Unit]:
    """Units by their UCUM code."""
    return _table("units", _unit, lambda unit: unit.ucum)


def _unit(row: Row) -> Unit:
    shown = row.text("shown")
    return Unit(row.needed("ucum"), shown, row.text("one") or shown, row.number("days"))


class Topic(msgspec.Struct, frozen=True):
    """A row of the comparison; its words are in the room of topics."""

    id: str
    label: str
    short: str
    """A word of at most eleven letters for the margin of a numbered list."""


@cache
def topics() -> dict[str, Topic]:
    """Topics by id, in the order of the comparison's rows."""
    found = _table("topics", _topic, lambda topic: topic.id)
    _all_differ("topics.csv", "short", (topic.short for topic in found.values()))
    return found


def _topic(row: Row) -> Topic:
    return Topic(row.needed("id"), row.needed("label"), row.needed("short"))


def _all_differ(file: str, what: str, values: Iterable[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise BadTable(f"{file}: {what} {value!r} is there twice")


class Named(msgspec.Struct, frozen=True):
    """A subgroup or an anchor, and how it is put into words."""

    id: str
    label: str


def _named(row: Row) -> Named:
    return Named(row.needed("id"), row.needed("label"))


@cache
def subgroups() -> dict[str, Named]:
    """Groups and exceptions that a limit may hold for (`when`)."""
    return _table("subgroups", _named, lambda named: named.id)


@cache
def anchors() -> dict[str, Named]:
    """What an interval counts from."""
    return _table("anchors", _named, lambda named: named.id)


@cache
def families() -> dict[str, frozenset[str]]:
    """Words that only frame a test of one family (`renal function` beside a limit on creatinine)."""
    found = _table(
        "families", lambda row: (row.needed("id"), row.needed("words")), lambda pair: pair[0]
    )
    return {name: frozenset(words.split()) for name, words in found.values()}


class Variable(msgspec.Struct, frozen=True):
    """Something that criteria set limits on: a measurement, a condition, an earlier treatment, an interval."""

    id: str
    label: str
    kind: str
    """One of `KINDS`."""
    topic: str
    """The topic of its row in the comparison."""
    row: float
    """Its place among the rows of the topic."""
    gives: str
    """The topic that a limit on it gives a criterion; "" for none but what its words say."""
    families: tuple[str, ...]
    """Words that only frame a test of it."""
    either: frozenset[str]
    """Measurements that share one of these words may be joined by OR."""
    subgroups: frozenset[str]
    """Subgroups that a limit on it may hold for."""
    unit: str | None = None
    """Canonical UCUM unit; None for sets and words."""
    scale: tuple[int | str, ...] = ()
    """All steps, lowest first, where limits are sets of steps."""
    names: tuple[str, ...] = ()
    """Phrases; plural and hyphens do not matter."""
    factors: dict[str, float] = {}
    """Units as written, with the factor to the canonical one."""
    offsets: dict[str, float] = {}
    """What is added behind the factor, for scales with another zero (`[degF]`, HbA1c in mmol/mol)."""
    kept: frozenset[str] = frozenset()
    """Units that are not converted: {xULN} beside U/L."""
    bare: tuple[tuple[float, str], ...] = ()
    """What a number without unit means: the unit of the first limit it is below."""
    low: float | None = None
    high: float | None = None
    """Thresholds outside cannot be right."""
    loinc: str | None = None
    drugs: tuple[str, ...] = ()
    """Names of the drugs that an earlier treatment is given with."""

    def in_own_unit(self, value: float, unit: str) -> float:
        """A value written in `unit`, in the canonical one."""
        return value * self.factors[unit] + self.offsets.get(unit, 0.0)


@cache
def measurements() -> dict[str, Variable]:
    """Measurements and scales by id, in the order of the table: of two with one name the first is tried first."""
    return _table("measurements", _measurement, lambda variable: variable.id)


@cache
def conditions() -> dict[str, Variable]:
    """Illnesses, states and markers: present or absent."""
    return _table("conditions", _plain("flag", "marker"), lambda variable: variable.id)


@cache
def treatments() -> dict[str, Variable]:
    """Earlier treatments (`prior.`), and events that time is counted from (`ts.`)."""
    return _table("treatments", _treatment, lambda variable: variable.id)


@cache
def variables() -> dict[str, Variable]:
    """All of them by id."""
    found = {**measurements(), **conditions(), **treatments()}
    counts = Counter([*measurements(), *conditions(), *treatments()])
    for name, count in counts.items():
        if count > 1:
            raise BadTable(f"{name!r} stands in two tables of variables")
    return found


def _plain(*kinds: str) -> Callable[[Row], Variable]:
    """A variable without number: its kind is one of these."""

    def made(row: Row) -> Variable:
        return _variable(row, row.one_of("kind", row.needed("kind"), kinds))

    return made


def _treatment(row: Row) -> Variable:
    """A treatment or event; its cell `drugs` names classes of drugs, apart by `;`."""
    classes = cell_list(row.text("drugs"))
    names = (drug_classes()[row.one_of("drugs", each, drug_classes())] for each in classes)
    plain = _plain("prior", "interval")(row)
    return msgspec.structs.replace(plain, drugs=tuple(name for each in names for name in each))


def _variable(row: Row, kind: str) -> Variable:
    gives = row.text("gives")
    return Variable(
        row.needed("id"),
        row.needed("label"),
        kind,
        row.one_of("topic", row.needed("topic"), topics()),
        row.amount("row", row.needed("row")),
        row.one_of("gives", gives, topics()) if gives else "",
        row.words("family", families()),
        frozenset(row.words("either")),
        frozenset(row.words("subgroups", subgroups())),
    )


def _measurement(row: Row) -> Variable:
    plain = _variable(row, row.one_of("kind", row.needed("kind"), ("number", "scale")))
    unit = row.one_of("unit", row.text("unit"), units()) if row.text("unit") else None
    factors, offsets = _conversions(row, unit)
    kept = row.words("kept", factors)
    made = msgspec.structs.replace(
        plain,
        unit=unit,
        scale=tuple(int(step) if step.isdigit() else step for step in row.words("scale")),
        names=tuple(filter(None, map(str.strip, row.text("names").split("|")))),
        factors=factors,
        offsets=offsets,
        kept=frozenset(kept),
        bare=_bare(row, factors if unit else units()),
        low=row.number("low"),
        high=row.number("high"),
        loinc=row.text("loinc") or None,
    )
    _checked(row, made)
    return made


def _checked(row: Row, made: Variable) -> None:
    if made.low is not None and made.high is not None and made.low >= made.high:
        raise row.bad("low is not below high")
    if (made.kind == "scale") != bool(made.scale):
        raise row.bad("a scale has steps, and nothing else has")
    if made.kind == "number" and made.unit is None:
        raise row.bad("a number has a unit")


def _parts(row: Row, column: str) -> Iterator[tuple[str, str]]:
    """`mo: 1/12; wk: 1/52.18` as pairs."""
    for part in filter(None, map(str.strip, row.text(column).split(";"))):
        name, colon, value = part.rpartition(": ")
        if not colon:
            raise row.bad(f"{column}: {part!r} has no colon")
        yield name, value


def _conversions(row: Row, unit: str | None) -> tuple[dict[str, float], dict[str, float]]:
    """Factors and offsets: `umol/L: 1/17.1; mmol/mol: 0.0915 + 2.15`."""
    factors: dict[str, float] = {unit: 1.0} if unit else {}
    offsets: dict[str, float] = {}
    for written, value in _parts(row, "convert"):
        row.one_of("convert", written, units())
        factor, _, offset = value.partition(" + ")
        factors[written] = row.amount("convert", factor)
        if factors[written] <= 0:
            raise row.bad(f"convert: {value!r} is not above 0")
        if offset:
            offsets[written] = row.amount("convert", offset)
    return factors, offsets


def _bare(row: Row, known: Collection[str]) -> tuple[tuple[float, str], ...]:
    """`below 30: 10*9/L; else: /uL`."""
    found = tuple(
        (
            float("inf") if until == "else" else row.amount("bare", until.removeprefix("below ")),
            row.one_of("bare", unit, known),
        )
        for until, unit in _parts(row, "bare")
    )
    if [limit for limit, _ in found] != sorted({limit for limit, _ in found}):
        raise row.bad("bare: the limits do not rise")
    return found


class Phrase(msgspec.Struct, frozen=True):
    """Words that name something."""

    kind: str
    """One of `PHRASES`."""
    means: tuple[str, ...]
    """Ids that it stands for; none where it is known, so that no shorter phrase is found in it, and means nothing."""
    absent: bool
    """Whether it says that the condition is absent (`MSS` of MSI)."""
    words: str


@cache
def phrases(kind: str) -> tuple[Phrase, ...]:
    """The phrases that name something of a kind, in the order of the table: of two alike the first counts.

    Behind those of the table stand the drugs that each treatment is given with."""
    return _phrases()[kind]


@cache
def _phrases() -> dict[str, tuple[Phrase, ...]]:
    meant: dict[str, Collection[str]] = {
        "measurement": measurements(),
        "condition": conditions(),
        "prior": treatments(),
        "interval": treatments(),
        "subgroup": subgroups(),
        "anchor": anchors(),
    }
    found: dict[str, list[Phrase]] = {kind: [] for kind in PHRASES}
    for row in rows(ROOM / "phrases.csv"):
        kind = row.one_of("kind", row.text("kind"), PHRASES)
        says = row.one_of("says", row.text("says"), ("", "present", "absent"))
        means = row.words("means", meant[kind])
        found[kind].append(Phrase(kind, means, says == "absent", row.needed("phrase")))
    for one in treatments().values():
        found[one.kind] += (Phrase(one.kind, (one.id,), False, drug) for drug in one.drugs)
    return {kind: tuple(each) for kind, each in found.items()}


def tables() -> tuple[Path, ...]:
    """All tables that decide what is read of a criterion: of these rooms, and the names of drugs."""
    rooms = (ROOM.parent, ROOM.parents[1] / "drugs")
    found = (path for room in rooms for path in room.rglob("*.csv"))
    return tuple(sorted(found, key=lambda path: path.as_posix()))


@cache
def version() -> str:
    """Twelve letters that change with any cell of any table."""
    whole = hashlib.sha256()
    for path in tables():
        text = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.relative_to(ROOM.parents[1]).as_posix()} {len(text)}\n".encode())
        whole.update(text)
    return whole.hexdigest()[:12]
