"""Pages to print: golden files, twelve lines a trial, nothing cut unseen, nothing promised.

Refresh on purpose with `UPDATE_GOLDEN=1 python -m pytest tests/handover/test_pages.py`, then read
the difference.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import html as lxml_html

from catalog.model.codes import (
    Allocation,
    ArmType,
    ContactRole,
    DateType,
    Masking,
    OutcomeKind,
    Phase,
    Sex,
    Status,
    WhoMasked,
    coded,
)
from catalog.model.dates import PartialDate
from catalog.model.trial import (
    Age,
    Arm,
    Contact,
    Eligibility,
    Intervention,
    Outcome,
    Site,
    Trial,
    TrialDate,
)
from catalog.store.catalogue import Catalogue
from handover.notice import NOTICE
from handover.pages import board, calls, handout
from handover.pages.sheets import WIDTH, Made
from handover.pages.short_forms import explained
from handover.pages.subject import Seen, Subject, subject
from handover.wrapping import columns, cut
from tests.catalog.keeping import keep, record
from tests.soaking import often

GOLDEN = Path(__file__).parent / "golden"
TODAY = dt.date(2026, 11, 29)
MADE = Made(TODAY, "catalog.db", "2026-11-27")
CRITERIA = """Inclusion Criteria:

* Histologically confirmed head and neck squamous cell carcinoma (HNSCC), stage III or IV
* ECOG performance status 0-1
* Creatinine clearance >= 50 mL/min
* Platelets >= 100 x 10^9/L

Exclusion Criteria:

* Prior treatment with an anti-PD-1 or anti-PD-L1 antibody within 6 months before the first dose
* Untreated brain metastases
* Active infection with HIV
"""
RECRUITING = coded(Status, "RECRUITING")
HOSTILE = "<script>alert(1)</script> =1+1 \x1b[31m `x` | \u202e **b** \\> &lt;b&gt;"


def site(city: str, country: str, status: str | None = "RECRUITING", **given: Any) -> Site:
    contacts = (Contact(name=f"Nurse of {city}", phone="+00 1 23", email=f"{city}@example.org"),)
    return Site(facility=f"Hospital of {city}", city=city, country=country,
                status=coded(Status, status), contacts=contacts, **given)  # fmt: skip


TRIALS = (
    Trial(
        number="NCT90000001",
        title="Examplomab Plus Placebo in Head and Neck Cancer",
        acronym="EXAMPLE-1",
        official_title="A Phase 3 Trial of Examplomab",
        status=RECRUITING,
        status_verified=PartialDate(2026, 10),
        completion_date=TrialDate(PartialDate(2029, 1), coded(DateType, "ESTIMATED")),
        conditions=("Head and Neck Cancer", "HNSCC", "Oral Cancer"),
        phases=(coded(Phase, "PHASE2"), coded(Phase, "PHASE3")),  # type: ignore[arg-type]
        allocation=coded(Allocation, "RANDOMIZED"),
        masking=coded(Masking, "DOUBLE"),
        who_masked=(coded(WhoMasked, "PARTICIPANT"),),  # type: ignore[arg-type]
        arms=(
            Arm(label="A", type=coded(ArmType, "EXPERIMENTAL"), interventions=("examplomab",),
                description="Examplomab 200 mg IV Q3W until the disease grows"),
            Arm(label="Placebo", type=coded(ArmType, "PLACEBO_COMPARATOR"),
                description="Matching placebo IV Q3W"),
        ),
        interventions=(Intervention(name="examplomab"),),
        outcomes=(
            Outcome(measure="Progression-free survival (PFS)", kind=OutcomeKind.PRIMARY,
                    time_frame="Up to 3 years"),
        ),
        eligibility=Eligibility(text=CRITERIA, sex=coded(Sex, "ALL"),
                                minimum_age=Age(said="18 Years", amount=18, unit="Years")),
        contacts=(Contact(name="Study Centre", phone="+00 800 1", phone_ext="7",
                          role=coded(ContactRole, "CONTACT")),),
        sites=(
            site("Boston", "United States", latitude=42.36, longitude=-71.06),
            site("Hamburg", "Germany", latitude=53.55, longitude=10.0),
            site("Strasbourg", "France", None, latitude=48.58, longitude=7.75),
            site("Basel", "Switzerland", "COMPLETED", latitude=47.56, longitude=7.59),
            site("Mainz", "Germany", latitude=50.0, longitude=8.27),
        ),
    ),
    Trial(number="NCT90000002", title="An Old Trial Whose Status May Not Hold", status=RECRUITING,
          status_verified=PartialDate(2021, 2),
          completion_date=TrialDate(PartialDate(2022, 1), coded(DateType, "ESTIMATED")),
          interventions=(Intervention(name="examplomab"), Intervention(name="cisplatin"))),
    Trial(number="NCT90000003"),
    Trial(number="NCT90000004", title=HOSTILE, conditions=(HOSTILE,), status=RECRUITING,
          arms=(Arm(label=HOSTILE, description=HOSTILE),), sites=(site(HOSTILE, HOSTILE),),
          eligibility=Eligibility(text=f"Inclusion Criteria:\n\n* {HOSTILE}")),
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    path = tmp_path_factory.mktemp("catalogue") / "catalog.db"
    keep(path, [record(trial) for trial in TRIALS])
    with Catalogue.open(path) as opened:
        yield opened


def subjects(catalogue: Catalogue, near: str | None = "Freiburg") -> list[Subject]:
    found = []
    for trial in TRIALS:
        merged = catalogue.get(trial.number or "")
        assert merged is not None
        far = catalogue.places().distances(near, merged.trial) if near else None
        found.append(subject(catalogue, merged, TODAY, far))
    return found


PAGES = {
    "board.txt": lambda found: board.text(found, MADE),
    "board.html": lambda found: board.page(found, MADE),
    "calls.txt": lambda found: calls.text(found, MADE),
    "calls.html": lambda found: calls.page(found, MADE),
    "handout.txt": lambda found: handout.text(found[0], MADE),
    "handout-de.html": lambda found: handout.page(found[0], MADE, "de"),
    "handout-bare.txt": lambda found: handout.text(found[2], MADE),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was_read(catalogue: Catalogue, name: str) -> None:
    made = PAGES[name](subjects(catalogue))
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_a_trial_has_twelve_lines_of_at_most_96_columns(catalogue: Catalogue) -> None:
    for near in ("Freiburg", None):
        found = subjects(catalogue, near)
        for each in found:
            lines = board._lines(each, 2)
            assert len(lines) == board.LINES
            assert max(map(columns, lines)) <= WIDTH
        for made in (board.text(found, MADE), calls.text(found, MADE)):
            assert max(map(columns, made.split("\n"))) <= WIDTH


def test_a_board_page_tells_of_a_patient_only_where_it_is_given_one(catalogue: Catalogue) -> None:
    seen = Seen("62 · f · ECOG 1", f'EXCLUDED  "{HOSTILE}"')
    bare = subjects(catalogue)
    found = [msgspec.structs.replace(each, seen=seen) for each in bare]
    for each in found:
        lines = board._lines(each, 2)
        assert len(lines) == board.LINES
        assert max(map(columns, lines)) <= WIDTH
    text = board.text(found, MADE)
    assert "Patient: 62 · f · ECOG 1" in text
    assert text.count("Patient  ~ EXCLUDED") == len(found)
    assert not any(code < " " and code not in "\n\f" for code in text)
    assert "<script" not in board.page(found, MADE)
    for made in (
        board.text(bare, MADE), calls.text(found, MADE), calls.page(found, MADE),
        handout.text(found[0], MADE), handout.page(found[0], MADE),
    ):  # fmt: skip
        assert "EXCLUDED" not in made
        assert "ECOG 1" not in made.replace("ECOG 0-1", "")


def test_what_is_cut_is_counted_and_stands_whole_behind(catalogue: Catalogue) -> None:
    first = subjects(catalogue)[0]
    lines = "\n".join(board._lines(first, 2))
    text = board.text([first], MADE)
    front, behind = text.split("\f")
    assert "More     page 2 on: 3 more criteria, 2 arms with descriptions" in lines
    assert "3 more sites: call sheet" in lines
    whole = " ".join(behind.split())
    assert len(first.criteria) == 7
    for criterion in first.criteria:
        assert f"“{criterion.text}”" in whole
    for quoted in re.findall(r"“(.+?)”", front):
        assert any(each.text.startswith(quoted.removesuffix(" …")) for each in first.criteria)
    assert any(quoted.endswith("…") for quoted in re.findall(r"“(.+?)”", front))


def test_five_trials_make_two_pages_before_what_was_cut(catalogue: Catalogue) -> None:
    found = subjects(catalogue)
    text = board.text([*found, found[0]], MADE)
    assert text.count("\f") == 2
    assert "page 3 on" in text


def test_sites_come_by_distance_and_what_is_far_abroad_last(catalogue: Catalogue) -> None:
    first, second, *_ = subjects(catalogue)
    cities = [reach.site.city for reach in first.reaches]
    assert cities == ["Strasbourg", "Mainz", "Hamburg", "Boston"], "Basel is closed"
    assert [reach.is_unknown for reach in first.reaches] == [True, False, False, False]
    assert [reach.is_far for reach in first.reaches] == [False, False, False, True]
    assert first.first is not None
    assert first.first.site.city == "Mainz", "the nearest that is said to recruit"
    assert second.doubt
    assert second.status == "Recruiting?"
    bare = subjects(catalogue, None)[0]
    cities = [reach.site.city for reach in bare.reaches]
    assert cities == ["Hamburg", "Mainz", "Boston", "Strasbourg"], "by country and town"
    assert "km" not in calls.text([bare], MADE)


def test_no_page_is_markup_of_the_registry(catalogue: Catalogue) -> None:
    found = subjects(catalogue)
    for made in (
        board.page(found, MADE),
        calls.page(found, MADE),
        handout.page(found[3], MADE),
    ):
        tree = lxml_html.fromstring(made)
        assert not list(tree.iter("script", "img", "a", "iframe", "link"))
        assert "default-src 'none'" in made
        assert "alert(1)" in "".join(map(str, tree.itertext()))
        assert not set("\x1b\u202e") & set(made)
    for text in (board.text(found, MADE), calls.text(found, MADE), handout.text(found[3], MADE)):
        assert not set("\x1b\u202e") & set(text)


def test_a_handout_promises_nothing(catalogue: Catalogue) -> None:
    """Our own sentences, in each language: never the word, never a verdict."""
    with (Path(handout.__file__).with_name("sentences.csv")).open(encoding="utf-8") as file:
        sentences = list(csv.DictReader(file))
    words = " ".join(row[language] for row in sentences for language in handout.LANGUAGES)
    assert not re.search(r"eligib|suitab|qualif|geeignet|you can take part", words, re.IGNORECASE)
    assert all(row[language] for row in sentences for language in handout.LANGUAGES)
    assert next(row["en"] for row in sentences if row["key"] == "notice") == NOTICE
    keys = {row["key"] for row in sentences}
    source = Path(handout.__file__).read_text(encoding="utf-8")
    named = set(re.findall(r"say\[\"(\w+)\"\]|say\['(\w+)'\]|\(\"(youngest|oldest)\"", source))
    assert {next(filter(None, each)) for each in named} <= keys


def test_quotes_of_a_handout_are_the_records_words(catalogue: Catalogue) -> None:
    first = subjects(catalogue)[0]
    trial = first.merged.trial
    allowed = {trial.title, *trial.conditions, "A: examplomab", "Placebo", "Recruiting"}
    allowed |= {f"{arm.label}: {arm.description}" for arm in trial.arms}
    allowed |= {f"{each.measure} ({each.time_frame})" for each in trial.outcomes}
    quoted = {part.text for part in handout.parts(first, MADE) if part.kind == "quote"}
    assert quoted == allowed


def test_abbreviations_of_quoted_words_are_explained_or_said_to_be_not() -> None:
    record = ["Overall tumour burden index (OTBI) at week 8"]
    found = explained(["IV Q3W, PFS, OTBI and XYZ-7 by MacDonald, Non-Small", "SAEs"], record)
    assert dict(found.by_table)["IV"] == "into a vein"
    assert {"PFS", "Q3W", "SAE"} <= {short for short, _ in found.by_table}
    assert found.by_record == (("OTBI", "Overall tumour burden index"),)
    assert found.unknown == ("XYZ-7",)
    assert dict(explained(["eGFR and EGFR"], ()).by_table).keys() == {"eGFR", "EGFR"}


def test_text_is_cut_between_words() -> None:
    assert cut("one two three", 20) == "one two three"
    assert cut("one two, three", 10) == "one two …"
    assert columns(cut("词" * 50, 20)) <= 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "pages"), [("board.html", 2), ("handout-de.html", None)][: often(1, 2)]
)
def test_a_browser_prints_it_on_a4(
    catalogue: Catalogue, tmp_path: Path, name: str, pages: int | None
) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("no browser to print with: apt install chromium")
    page, printed = tmp_path / name, tmp_path / "page.pdf"
    page.write_text(PAGES[name](subjects(catalogue)), encoding="utf-8")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={printed}", str(page)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    data = printed.read_bytes()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}
    if pages is not None:
        count = len(re.findall(rb"/Type /Page\b", data))
        assert count == pages, "four trials on the first page, what was cut behind it"


def test_who_is_tested_is_told_by_the_types_of_arms_alone(tmp_path: Path) -> None:
    def pages(*types: str | None) -> tuple[list[board.Entry], str]:
        arms = tuple(
            Arm(label=f"Group {n}", type=coded(ArmType, said)) for n, said in enumerate(types)
        )
        path = tmp_path / f"{'-'.join(map(str, types))}.db"
        keep(path, [record(Trial(number="NCT90000009", arms=arms))])
        with Catalogue.open(path) as opened:
            merged = opened.get("NCT90000009")
            assert merged is not None
            found = subject(opened, merged, TODAY)
        return board.entries(found, 2)[3:5], handout.text(found, MADE)

    given, sheet = pages(None, "OTHER")
    assert given == [("Given", "Group 0 | Group 1"),
                     ("Against", "no arm to compare with is stated")]  # fmt: skip
    assert "WHAT IS GIVEN" in sheet and "WHAT IS TESTED" not in sheet
    given, sheet = pages("OTHER", "EXPERIMENTAL", "PLACEBO_COMPARATOR")
    assert given == [("Tested", "Group 1"), ("Against", "Group 2 | other: Group 0")]
    assert sheet.index("OTHER GROUPS OF THE TRIAL") < sheet.index("  | Group 0")
    given, _ = pages("ACTIVE_COMPARATOR", "OTHER")
    assert given == [("Tested", "not stated"), ("Against", "Group 0 | other: Group 1")]


def test_a_trial_without_a_date_or_a_status_is_told_in_sentences(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    keep(path, [record(Trial(number="NCT00000001", title="One"), date=None)])
    with Catalogue.open(path) as catalogue:
        merged = catalogue.get("NCT00000001")
        assert merged is not None
        one = subject(catalogue, merged, TODAY)
    made = MADE._replace(newest=None)
    for text in (board.text([one], made), calls.text([one], made), handout.text(one, made, "en")):
        assert "no source says its date" in text
        assert not re.search(r"as of (without|no|\)|$)|None|status none", text)
    assert "keine Quelle nennt ihr Datum" in handout.text(one, made, "de")


def _of(tmp_path: Path, trial: Trial) -> Subject:
    path = tmp_path / "catalog.db"
    keep(path, [record(trial)])
    with Catalogue.open(path) as catalogue:
        merged = catalogue.get(trial.number or "")
        assert merged is not None
        return subject(catalogue, merged, TODAY)


def test_of_many_places_none_is_picked_out_for_who_said_no_place(tmp_path: Path) -> None:
    places = ("Argentina", "Germany", "Germany", "Chile")
    sites = tuple(
        Site(city=f"Town {n}", country=country, status=coded(Status, "RECRUITING"))
        for n, country in enumerate(places)
    )
    status = coded(Status, "RECRUITING")
    found = _of(tmp_path, Trial(number="NCT90000001", status=status, sites=sites))
    sheet = handout.text(found, MADE)
    assert "Argentina (1), Chile (1), Germany (2)" in sheet
    page = board.text([found], MADE)
    assert "Town" not in sheet and "Town" not in page
    assert "Where    4 recruiting" in page and "4 sites: call sheet" in page
    near = msgspec.structs.replace(found, origin="Freiburg, DE")
    assert "Town 0" in handout.text(near, MADE) and "Town 0" in board.text([near], MADE)


def test_what_only_dates_tell_is_not_said_by_the_register(tmp_path: Path) -> None:
    said = "recruitment from 2026-01-01 to 2027-12-31"
    found = _of(tmp_path, Trial(number="ISRCTN90000001", status=coded(Status, said)))
    assert found.status == "Recruiting?"
    sheet = handout.text(found, MADE)
    assert f"| {said}" in sheet
    assert "The trial takes patients now" not in sheet and "ask whether it still holds" in sheet
