"""What a trial gives, by what it is to the trial: studied, compared with, or given to everybody.

`tested:` `comparator:` `background:` ask these. Kept like the sides of criteria: as pseudo-words
whose field is the role.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalog.drugs.roles import Role, roles
from catalog.model.trial import Trial
from catalog.search.index.terms import roled
from catalog.search.weights import Field
from catalog.search.words import indexed

SINCE = 5
"""Version of the index that has them first."""
PLACES: dict[Role, Field] = dict(zip(Role, Field, strict=False))
"""The field of the postings under which each role is kept."""


def role_terms(trial: Trial) -> Mapping[Field, set[str]]:
    """Pseudo-words of the interventions' names by the field of their role."""
    names: dict[Field, set[str]] = {}
    for given, role in roles(trial):
        names.setdefault(PLACES[role], set()).update((given.name, *given.other_names))
    return {place: set(map(roled, indexed(said, names=True))) for place, said in names.items()}
