"""Posted results in words: what the registry says, in lines that fit, never computed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.trial import (
    AdverseEvent,
    AdverseEventGroup,
    Analysis,
    EventCount,
    FlowMilestone,
    Measurement,
    ResultGroup,
    ResultMeasure,
    Results,
)
from catalog.outcomes.posted import analysis, primary_results, serious_totals, told

GROUPS = tuple(
    ResultGroup(id=f"OG{number:03}", title=f"Cohort {number} of the invented drug")
    for number in range(6)
)


def measure(number: int, kind: str) -> ResultMeasure:
    return ResultMeasure(
        title=f"Outcome {number}",
        kind=kind,
        time_frame="Week 12",
        unit="participants",
        param_type="COUNT_OF_PARTICIPANTS",
        groups=GROUPS,
        measurements=tuple(
            Measurement(group=group.id, value=str(number), row=f"Row {row}")
            for row in range(12)
            for group in GROUPS
        ),
        analyses=(
            Analysis(
                groups=("OG000", "OG001"),
                method="Log Rank",
                p_value="0.003",
                estimate="Hazard Ratio (HR)",
                value="0.71",
                ci_percent="95",
                lower="0.55",
                upper="0.92",
                hypothesis="SUPERIORITY",
            ),
        ),
    )


LARGE = Results(
    flow_groups=(ResultGroup(id="FG000", title="All"),),
    flow=(
        FlowMilestone(period="Overall", milestone="STARTED", group="FG000", participants="600"),
        FlowMilestone(period="Overall", milestone="Lost", group="FG000", participants="7"),
    ),
    measures=tuple(measure(n, "PRIMARY" if n < 2 else "SECONDARY") for n in range(40)),
    adverse_events=tuple(
        AdverseEventGroup(
            id=f"EG{n:03}", title=f"Cohort {n}", serious_affected=n, serious_at_risk=9
        )
        for n in range(6)
    ),
    serious_events=(
        AdverseEvent(
            term="Sepsis",
            organ_system="Infections",
            counts=(EventCount(group="EG001", affected=1, at_risk=9),),
        ),
    ),
)


def test_an_analysis_is_told_with_its_interval_and_p() -> None:
    said = analysis(LARGE.measures[0].analyses[0], {"OG000": "A", "OG001": "B"})
    assert said == (
        "Hazard Ratio (HR) 0.71 (95 % CI 0.55 to 0.92), p 0.003 (Log Rank), A vs B, superiority"
    )


@pytest.mark.parametrize("whole", [False, True])
def test_six_groups_and_forty_outcomes(whole: bool) -> None:
    lines = list(told(LARGE, whole=whole))
    text = "\n".join(line.text for line in lines)
    assert "Primary results (2)" in text
    assert ("Outcome 39" in text) is whole
    assert ("lost: All 7" in text) is whole
    assert ("Sepsis (Infections): Cohort 1 1 of 9" in text) is whole
    assert "started: All 600" in text
    assert "Cohort 5: 5 of 9 with a serious event" in text
    assert ("4 more rows of values" in text) is not whole
    assert len(lines) < (60 if not whole else 1_100)


def test_what_a_comparison_shows() -> None:
    assert len(primary_results(LARGE)) == 2
    assert primary_results(LARGE)[0].startswith("Outcome 0: Hazard Ratio (HR) 0.71")
    assert serious_totals(LARGE)[5] == "Cohort 5: 5 of 9"
    assert primary_results(Results()) == serious_totals(Results()) == ()


texts = st.none() | st.text("0123456789.<-", min_size=1, max_size=8)


@given(
    st.builds(
        Analysis, groups=st.lists(st.text(max_size=4), max_size=3).map(tuple), method=texts,
        p_value=texts, estimate=texts, value=texts, ci_percent=texts, lower=texts, upper=texts,
        hypothesis=texts, ci_sides=texts,
    )
)  # fmt: skip
def test_every_number_of_an_analysis_is_told_as_it_is(said: Analysis) -> None:
    line = analysis(said, {})
    for number in (said.value if said.estimate or said.value else None, said.lower, said.upper):
        assert number is None or number in line
    if said.p_value:
        assert said.p_value.strip() in line


@given(
    st.builds(
        Results,
        measures=st.lists(
            st.builds(
                ResultMeasure,
                title=st.text(max_size=8),
                kind=st.sampled_from(["PRIMARY", "Secondary", "baseline", None, "OTHER"]),
                measurements=st.lists(
                    st.builds(Measurement, group=st.text(max_size=3), value=texts, row=texts),
                    max_size=3,
                ).map(tuple),
            ),
            max_size=3,
        ).map(tuple),
        flow=st.lists(
            st.builds(FlowMilestone, milestone=texts, participants=texts), max_size=2
        ).map(tuple),
        adverse_events=st.lists(st.builds(AdverseEventGroup, title=texts), max_size=2).map(tuple),
    ),
    st.booleans(),
)
def test_any_results_can_be_told(results: Results, whole: bool) -> None:
    assert all(isinstance(line.text, str) for line in told(results, whole=whole))
