"""Whether a word begins the name of an illness, and what the name of a cancer holds."""

from __future__ import annotations

from functools import lru_cache

from catalog.eligibility.topics.stem_tables import stems
from catalog.eligibility.topics.stems import Stems, Words

CANCERS = r"carcinoma|cancer|lymphoma|sarcoma|tumou?r|neoplasm|malignan|melanoma|metasta"
"""What a name of a cancer holds."""

_NOT_ILLNESSES = frozenset(
    """age sex performance_status life_expectancy tissue_sample prior_therapy washout prior_toxicity surgery_trauma investigational_trial
    concurrent_therapy organ_function_general body_vitals vaccination pregnancy_lactation contraception procedure_fitness consent_compliance
    investigator_discretion logistics other measurable_disease disease_extent comorbidity planned_procedure biomarker transplant
    substance_use immunosuppression""".split()
)
STEMS = Stems(**{kind: stems(kind) for kind in ("strong", "named", "weak", "illness", "rowless")})
_STRONG, _ILLNESS = STEMS.finders["strong"], STEMS.finders["illness"]


@lru_cache(maxsize=4096)
def is_illness(word: str) -> bool:
    """Of a lower-case word: `rheumatoid`, `diabetes`, `gout`; not `poorly`, `treated`."""
    words = Words(word)
    return any(
        at == 0 and topic not in _NOT_ILLNESSES
        for finder in (_STRONG, _ILLNESS)
        for topic, at in finder(words)
    )
