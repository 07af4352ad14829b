"""A patient's verdicts from stored rows are those from the text; older rows are not judged by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.eligibility.criterion import Criterion
from catalog.eligibility.extraction import criteria_of
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import Entry, standing, standing_of
from catalog.eligibility.screening.verdicts import NOT_MET, judged
from catalog.eligibility.vocabulary.entries import conditions, measurements, treatments
from catalog.model.trial import Eligibility, Trial
from catalog.store.stored_limits import UNTOLD, LimitsReader
from tests.catalog.keeping import keep, record, rows
from tests.catalog.making import trial

LINES = Path(__file__).resolve().parent / "eligibility" / "drawn_lines.jsonl"
EVERY = 40
"""Lines of each made trial."""


def made_trials() -> list[Trial]:
    """Trials of the judged lines, by side."""
    lines = [json.loads(line) for line in LINES.read_text("utf-8").splitlines()]
    found = []
    for start in range(0, len(lines), EVERY):
        some = lines[start : start + EVERY]
        text = ""
        for kind, title in (("inclusion", "Inclusion"), ("exclusion", "Exclusion")):
            text += f"{title} Criteria:\n\n"
            text += "".join(f"* {each['text']}\n" for each in some if each["kind"] == kind) + "\n"
        number = f"NCT9999{start:04}"
        found.append(trial(number, title="Made", eligibility=Eligibility(text=text)))
    return found


def is_told(one: Criterion) -> bool:
    """Whether something was read of a criterion that a value can tell."""
    return one.role == "criterion" and one.left_over is not None


TRIALS = made_trials()
READ = {one.number: criteria_of(one) for one in TRIALS}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("limits") / "c.db"
    keep(path, [record(each) for each in TRIALS])
    return path


amounts = st.sampled_from([0, 1, 2, 3, 9, 18, 45, 62, 100, 250, 1500])
states = st.sampled_from(["present", "absent"])


def some(names: list[str], value: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.dictionaries(st.sampled_from(sorted(names)), value, max_size=len(names))


patients = st.builds(
    Patient.from_json,
    st.fixed_dictionaries(
        {
            "age": st.one_of(st.none(), st.integers(0, 95)),
            "sex": st.sampled_from([None, "male", "female"]),
            "labs": some([each for each in measurements() if each not in ("age", "sex")], amounts),
            "uln": st.just({"ast": 40, "alt": 40, "creatinine": 1.2}),
            "flags": some(list(conditions()), states),
            "prior": some([each[6:] for each in treatments() if each[:6] == "prior."], states),
            "time_since": some(
                [each[3:] for each in treatments() if each[:3] == "ts."],
                st.one_of(
                    st.just("never"), st.builds(lambda n: {"value": n, "unit": "wk"}, amounts)
                ),
            ),
        }
    ),
)


@given(patients)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stored_rows_give_the_verdicts_of_the_text(catalogue: Path, patient: Patient) -> None:
    reader = LimitsReader(catalogue)
    assert reader.is_stored
    keys = {key: str(number) for key, number in rows(catalogue, "SELECT key, id FROM trial")}
    stored = reader.of([int(str(key)) for key in keys])
    assert len(stored) == len(TRIALS)
    for key, limits in stored.items():
        read = READ[keys[key]]
        told = {n: judged(each, patient).verdict for n, each in limits.criteria.items()}
        assert told == {
            n: judged(each, patient).verdict for n, each in enumerate(read) if is_told(each)
        }
        one = standing(limits.criteria, limits.others, Entry(), patient)
        assert one == standing_of(read, Entry(), patient)
        for place in one.excluded_by:
            assert judged(read[place], patient).verdict == NOT_MET
            assert read[place].left_over == (), "understood as a whole"
            assert read[place].text.split()[0] in reader.sentence(key, place)
    reader.close()


def test_what_was_left_over_is_counted(catalogue: Path) -> None:
    reader = LimitsReader(catalogue)
    for key, number in rows(catalogue, "SELECT key, id FROM trial"):
        [limits] = reader.of([int(str(key))]).values()

        read = READ[str(number)]
        told = {n: len(one.left_over or ()) for n, one in enumerate(read) if is_told(one)}
        assert {n: len(one.left_over or ()) for n, one in limits.criteria.items()} == told
        assert limits.others == sum(one.role == "criterion" for one in read) - len(told)
        left = {word for one in limits.criteria.values() for word in one.left_over or ()}
        assert left <= {UNTOLD}
    reader.close()


def test_rows_of_other_rules_are_read_anew_from_the_text(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "c.db"
    keep(path, [record(TRIALS[0])])
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = '0-older' WHERE name = 'rules_version'")
    connection.execute("INSERT INTO word (text) VALUES ('gone')")
    connection.execute("UPDATE constraint_form SET variable = last_insert_rowid(), decides = 1")
    connection.commit()
    connection.close()
    keep(path, [record(TRIALS[1])])  # an import by today's rules does not make the others new
    reader = LimitsReader(path)
    assert not reader.is_stored
    keys = [int(str(key)) for (key,) in rows(path, "SELECT key FROM trial ORDER BY key")]
    read = READ[TRIALS[0].number]
    assert reader.of(keys)[keys[0]].criteria == {n: o for n, o in enumerate(read) if is_told(o)}
    place = next(n for n, one in enumerate(read) if is_told(one))
    assert reader.sentence(keys[0], place) == read[place].text
    assert reader.sentence(keys[0], 9999) == ""
    assert reader.of([9999]) == {}
    reader.close()
