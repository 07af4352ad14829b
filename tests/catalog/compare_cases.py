"""Merged trials for tests of the comparison: by hand, by hypothesis, and of real files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import strategies as st

from catalog.merging.merge import Source, merge
from catalog.merging.merged import MergedTrial, SourceInfo
from catalog.model.codes import (
    ArmType,
    Coded,
    DateType,
    InterventionType,
    OutcomeKind,
    Phase,
    Status,
    StudyType,
)
from catalog.model.dates import PartialDate
from catalog.model.trial import (
    FIELDS,
    Age,
    Arm,
    Eligibility,
    Enrollment,
    Identifier,
    Intervention,
    Organization,
    Outcome,
    Site,
    Trial,
    TrialDate,
)
from importers.formats import IMPORTERS
from importers.importer import Head

TODAY = dt.date(2026, 11, 21)


def source(trial: Trial, key: str, carries: frozenset[str] = frozenset(FIELDS)) -> Source:
    """A source record that says what `trial` says."""
    info = SourceInfo(
        key=0,
        importer="ctgov-json",
        file=f"{key}.json",
        place="",
        sha256=key,
        imported_at="2026-05-15T10:20:30Z",
        data_date=PartialDate(2026, 5, 15),
        number=trial.number,
        carries=carries,
    )
    return Source(info, trial)


def merged(trial: Trial, trial_id: str, carries: frozenset[str] = frozenset(FIELDS)) -> MergedTrial:
    """A trial of one source."""
    return merge(trial_id, [source(trial, trial_id, carries)])


def read(path: Path, trial_id: str) -> Source:
    """The first record of a file, by whichever importer recognises it."""
    raw = path.read_bytes()
    importer = next(one for one in IMPORTERS if one.recognises(Head(path.name, raw[:65536])))
    reading = importer.read(raw)
    info = SourceInfo(
        key=0,
        importer=importer.name,
        file=path.name,
        place="",
        sha256=path.name,
        imported_at="2026-05-15T10:20:30Z",
        data_date=reading.data_date,
        number=reading.trial.number,
        carries=reading.carries,
    )
    return Source(info, reading.trial)


STARTER = Path(__file__).resolve().parents[2] / "starter"


def seeds() -> dict[str, MergedTrial]:
    """The four trials of the starter catalogue, of its five source files."""
    found: dict[str, list[Source]] = {}
    for path in sorted(STARTER.glob("NCT*.txt")):
        found.setdefault(path.name[:11], []).append(read(path, path.name[:11]))
    return {trial_id: merge(trial_id, sources) for trial_id, sources in found.items()}


_DRUGS = (
    "Pembrolizumab",
    "ALKS 4230 (nemvaleukin alfa)",
    "nemvaleukin alfa",
    "AMD3100",
    "plerixafor",
    "Placebo",
    "Dalpiciclib",
    "Dalpicilib",
    "cetuximab + Dalpiciclib",
    "prednisone",
    "prednisolone",
)
_OTHER = (
    "Keytruda",
    "MK-3475",
    "AMD3100",
    "PD-1 inhibitor",
    "IV",
    "nemvaleukin alfa",
    "plerixafor",
)
_MEASURES = (
    "Overall Response Rate",
    "ORR",
    "Complete response rate",
    "Progression-free survival",
    "Overall survival (OS)",
    "Incidence of drug-related SAEs",
    "Height of the child",
    "Heights of the children",
    "Haemoglobin recovery in theatre",
    "Hemoglobin recovery in theatre",
    "Recovery of hemoglobins in theatre",
)
_FRAMES = ("Up to 24 months", "2 years", "at 6 months", "until death", "Week 12", "")
_TEXTS = st.sampled_from(("", "plain", "=1+1", "<b>x</b>", "a|b", "[x](y)", "\x1b[31mred", "@cmd"))
_CRITERIA = (
    "Inclusion Criteria:\n* Age 18-75 years\n* ECOG 0 or 1\n* Hemoglobin >= 9 g/dL\n"
    "Exclusion Criteria:\n* QTc > 475 ms\n* Pregnant or breastfeeding",
    "Inclusion Criteria:\n* Hemoglobin >= 100 g/L\n* Platelets >= 75,000/uL\n* ECOG 0-2\n"
    "Exclusion Criteria:\n* Prior cetuximab\n* Additional criteria apply",
    "Inclusion Criteria:\n* ANC >= 1.0 x 10^9/L\nExclusion Criteria:\n* ANC < 1000/mm3",
)


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    """Small trials out of a few names, so that different ones often share something."""
    names = draw(st.lists(st.sampled_from(_DRUGS), max_size=4, unique=True))
    interventions = tuple(
        Intervention(
            name=name,
            type=draw(st.sampled_from((None, Coded("DRUG", InterventionType.DRUG)))),
            description=draw(st.sampled_from((None, "200 mg every 3 weeks", "=cmd|' /C calc'!A0"))),
            other_names=tuple(draw(st.lists(st.sampled_from(_OTHER), max_size=2, unique=True))),
        )
        for name in names
    )
    arms = tuple(
        Arm(
            label=f"Arm {place}",
            type=draw(
                st.sampled_from(
                    (
                        None,
                        Coded("EXPERIMENTAL", ArmType.EXPERIMENTAL),
                        Coded("Placebo Comparator", ArmType.PLACEBO_COMPARATOR),
                    )
                )
            ),
            description=draw(st.sampled_from((None, "Pembrolizumab 200 mg. Then rest."))),
            interventions=tuple(draw(st.lists(st.sampled_from(names), max_size=2)))
            if names
            else (),
        )
        for place in range(draw(st.integers(0, 2)))
    )
    outcomes = tuple(
        Outcome(
            measure=measure,
            kind=draw(st.sampled_from(tuple(OutcomeKind))),
            time_frame=draw(st.sampled_from(_FRAMES)) or None,
        )
        for measure in draw(st.lists(st.sampled_from(_MEASURES), max_size=5, unique=True))
    )
    sites = tuple(
        Site(
            facility=draw(_TEXTS) or None,
            city="Beijing",
            country=draw(st.sampled_from(("China", "United States", "USA", None))),
            status=draw(st.sampled_from((None, Coded("Recruiting", Status.RECRUITING)))),
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    return Trial(
        number="NCT00000001",
        identifiers=(Identifier(value="NCT00000001", kind="nct"),),
        title=draw(_TEXTS) or None,
        status=draw(st.sampled_from((None, Coded("Recruiting", Status.RECRUITING), Coded("odd")))),
        study_type=Coded("INTERVENTIONAL", StudyType.INTERVENTIONAL),
        phases=draw(st.sampled_from(((), (Coded("Phase 2", Phase.PHASE2),)))),
        enrollment=draw(st.sampled_from((None, Enrollment(count=14), Enrollment(said="about 20")))),
        start_date=draw(
            st.sampled_from(
                (
                    None,
                    TrialDate(date=PartialDate(2020, 2)),
                    TrialDate(date=PartialDate(2020, 2, 5), type=Coded("ACTUAL", DateType.ACTUAL)),
                    TrialDate(said="spring"),
                )
            )
        ),
        sponsor=draw(st.sampled_from((None, Organization(name="Alkermes, Inc.")))),
        conditions=tuple(
            draw(
                st.lists(
                    st.sampled_from(("Head and Neck Cancer", "HNSCC", "Cancer of head and neck")),
                    max_size=2,
                    unique=True,
                )
            )
        ),
        interventions=interventions,
        arms=arms,
        outcomes=outcomes,
        sites=sites,
        eligibility=draw(
            st.sampled_from(
                (None, *(Eligibility(text=text, minimum_age=Age("18 Years", 18.0, "Years"))
                         for text in _CRITERIA))
            )
        ),
    )  # fmt: skip


CARRIES = st.sampled_from((frozenset(FIELDS), frozenset({"title", "outcomes"})))
