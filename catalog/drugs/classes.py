"""Which drugs are of one class, by a table: `Keytruda` is one of the PD-1 and PD-L1 antibodies.

`classes.csv` has a row a class with its substances; their brands are those of `brands.csv`. A
substance stands in one class, and only where nobody would call it otherwise: cyclophosphamide,
given against cancer and against lupus, stands in none.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from catalog.drugs.medicines import brands
from catalog.model.csv_table import cell_list, table

_BRAND = 5
"""Letters of a brand that no other word looks like."""


@cache
def drug_classes() -> dict[str, tuple[str, ...]]:
    """The names of the drugs of each class, substances before their brands, in lower case."""
    rows = table(Path(__file__).with_name("classes.csv"), ("class", "substances"), key=("class",))
    return {name: tuple(_named(cell_list(substances))) for name, substances in rows}


def _named(substances: tuple[str, ...]) -> dict[str, None]:
    own = dict.fromkeys(substances)
    for substance in substances:
        for brand in brands().get(substance, ()):
            if len(brand) >= _BRAND:
                own.setdefault(brand)
    return own
