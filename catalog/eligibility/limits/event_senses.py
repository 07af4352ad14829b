"""Which of the events that words may name are meant: `CSF culture` is no growth factor, `infection marker` no infection."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading


def events_meant(reading: Reading) -> Iterator[Found[str]]:
    """The events that a criterion names, each in the sense it has here."""
    for found in reading.spotted.events:
        if not found.means or reading.is_example(found.start):
            continue
        if found.means == "ts.infection" and (
            _is_measured(reading, found)
            or reading.before(_RISKS, found.start, 40)
            or any(
                flag.means in _OWN_FLAG and flag.start <= found.start < flag.end
                for flag in reading.spotted.flags
            )
        ):
            continue
        if (
            found.means == "ts.infection"
            and reading.search(_CONTACT)
            and _VIRUS.search(reading.form, max(0, found.start - 25), found.end)
        ):
            continue
        if found.means == "ts.bleeding" and reading.behind(_TENDENCY, found.end, 16):
            continue
        if found.means == "ts.anticancer" and _is_of_named(reading, found):
            continue
        if found.means == "ts.biologic" and reading.behind(_TESTED, found.end, 16):
            continue
        if found.means == "ts.other_malignancy" and (
            reading.before(_ANTI, found.start, 5) or reading.behind(NAMES_PLACE, found.end, 24)
        ):
            continue
        if found.means == "ts.medication" and reading.behind(_NO_DRUG, found.end, 16):
            continue
        if found.means == "ts.infection" and reading.behind(_MARKERS, found.end, 24):
            continue
        if found.means in _TREATED and reading.before(_TREATED_FOR, found.start, 110):
            continue
        if found.means == "ts.anticancer" and (
            reading.behind(_AGAINST_GERMS, found.end, 70) or is_of_other_field(reading)
        ):
            continue
        if (
            found.means == "ts.growth_factor"
            and reading.form[found.start : found.end] == "csf"
            and reading.search(_SPINAL)
        ):
            continue
        yield found


# `within 4 days of contact with a person with SARS-CoV-2`; `bleeding disorder`: a state.
_CONTACT = Gated(r"\b(?:contacts?|expos\w+|pep|close to)\b")
_VIRUS = re.compile(r"covid|sars|corona|ncov")
_TENDENCY = Gated(r" ?(?:disorder|diathes|tendenc|problem|risk)")
# `risk behavior for HIV infection`; an infection that has a flag of its own is not any infection.
_RISKS = Gated(r"\b(?:risks?|behaviou?rs?) (?:of|for)(?: [a-z0-9-]+){0,3} $")
_OWN_FLAG = frozenset({"hiv", "hbv", "hcv", "tb", "hbv+hcv"})
# `prior treatment with growth factors`: whatever is named behind it.
_WITH = Gated(
    r" (?:with|using|by) (?!(?:any |an? |other )?(?:chemo|radio|anti-?(?:cancer|tumou?r|neoplastic)|cytotoxic))"
)


def _is_of_named(reading: Reading, found: Found[str]) -> bool:
    said = reading.form[found.start : found.end]
    return (
        said.startswith(("prior ", "previous ", "last "))
        and "cancer" not in said
        and (reading.behind(_WITH, found.end, 24) is not None)
    )


# `hepatitis C antibody test`: what a test looks for; `anti-cancer antibody`: what it is given against.
_TESTED = Gated(
    r" ?(?:tests?|titers?|titres?|levels?|positiv|negativ|respon|status|results?|screen|assay|detect)"
)
# `insulin resistance`, `insulin-dependent`
_NO_DRUG = Gated(r"[- ](?:resistan\w+|depend\w+|sensitiv\w+|secret\w+|clinics?|levels?)\b")
_MARKERS = Gated(r" ?(?:disease )?(?:markers?|screen\w*|tests?|serolog\w*)\b")
# `M. D. Anderson Cancer Center`, `no prior cancer therapy`: no other cancer.
NAMES_PLACE = Gated(
    r" (?:cent(?:er|re)s?|institutes?|hospitals?|networks?|societ\w+|research|(?:-?directed )?(?:therap\w+|treatments?|drugs?|agents?|surger\w+|vaccin\w+|trials?|chemotherap\w+|regimens?|medications?))\b"
)
_ANTI = Gated(r"\banti[- ]$")
# `acute systemic therapy for opportunistic infections`
_AGAINST_GERMS = Gated(
    r" (?:for|of) (?:(?:an?|the|any|active|acute|serious|severe|opportunistic|bacterial|viral|fungal|other) )*(?:infections?|pneumonia|sepsis|tubercul\w+|hepatitis)\b"
)
# `systemic treatments for atopic dermatitis`, `prior therapy for this episode of PCP`.
_OTHER_FIELD = Gated(
    r"\b(?:infections?|pneumocystis|pcp|opportunistic|amphotericin|fungal|cryptococc\w*|pentamidine|psoria\w+|atopic|eczema|dermatitis|for ad|asthma\w*|arthritis|urticaria|acne|crohn\w*|colitis|vessel|lesion revascularization|stent\w*)\b"
)
_CANCER = Gated(
    r"cancer|tumou?r|malignan|neoplas|chemo|radio|carcino|lymphom|leuk|myelo|melanom|sarcom|oncolog|metast|\bks\b|irradiat|investigational"
)
# `cerebrospinal fluid (CSF) culture`: no growth factor.
_SPINAL = Gated(r"cerebrospinal|lumbar|cytolog|culture|lactate|mening|spinal")


def is_of_other_field(reading: Reading) -> bool:
    """Whether a criterion speaks of an illness that is no cancer, and of no cancer."""
    return reading.search(_OTHER_FIELD) is not None and not reading.search(_CANCER)


# `any treatment for coronavirus infection within 30 days`: how long ago the treatment was.
_TREATED = frozenset({"ts.infection", "ts.other_malignancy"})
_TREATED_FOR = Gated(
    r"\b(?:\w*therap\w+|treatments?|drugs?|medications?|agents?|trials?|stud(?:y|ies)) for (?!which|whom|that|this|at least|more than|less than)(?:(?!\b(?:no|not|who|has|have|is|are|evidence)\b)[^.;:()\d]){0,80}$"
)


def _is_measured(reading: Reading, found: Found[str]) -> bool:
    """`Fever above 38 °C in the last 3 days`: a temperature, no infection."""
    return reading.form.startswith(("fever", "febrile"), found.start) and any(
        each.unit in ("Cel", "[degF]") for each in reading.quantities
    )
