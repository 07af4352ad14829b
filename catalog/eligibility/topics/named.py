"""Whether a word begins the name of an illness, and what the name of a cancer holds."""

from __future__ import annotations

from functools import lru_cache

from catalog.eligibility.topics.stem_tables import stems
from catalog.eligibility.topics.stems import StemFinder, Words

CANCERS = r"carcinoma|cancer|lymphoma|sarcoma|tumou?r|neoplasm|malignan|melanoma|metasta"
"""What a name of a cancer holds."""

_NOT_ILLNESSES = frozenset(
    """age sex performance_status life_expectancy tissue_sample prior_therapy washout prior_toxicity surgery_trauma investigational_trial
    concurrent_therapy organ_function_general body_vitals vaccination pregnancy_lactation contraception procedure_fitness consent_compliance
    investigator_discretion logistics other measurable_disease disease_extent comorbidity planned_procedure biomarker transplant
    substance_use immunosuppression""".split()
)
_ILLNESSES = StemFinder(
    (topic, stem)
    for kind in ("strong", "illness")
    for topic, stem in stems(kind)
    if topic not in _NOT_ILLNESSES
)


@lru_cache(maxsize=4096)
def is_illness(word: str) -> bool:
    """Of a lower-case word: `rheumatoid`, `diabetes`, `gout`; not `poorly`, `treated`."""
    return any(at == 0 for _, at in _ILLNESSES(Words(word)))
