"""Words that clinicians use for one another and that no record puts side by side.

Short on purpose: everything else is learnt from the records or comes from a clinic's own file.
"""

from __future__ import annotations

# Each line's words stand for one another.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("refractory", "resistant"),
    ("relapsed", "recurrent"),
    ("heart attack", "myocardial infarction"),
    ("high blood pressure", "hypertension"),
    ("kidney failure", "renal failure"),
    ("kidney cancer", "renal cell carcinoma"),
    ("liver cancer", "hepatocellular carcinoma"),
    ("immune checkpoint inhibitor", "immune checkpoint blockade"),
)

COMMON: dict[str, tuple[str, ...]] = {
    name: tuple(other for other in group if other != name) for group in _GROUPS for name in group
}
