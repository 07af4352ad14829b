"""Which source is believed for which field: the one table behind merging.

`docs/merging.md` explains it in words. First comes authority (a registry's own record over the
WHO's copy over a listing site's page), then fidelity (an exact list over one that was cut out of a
cell or that holds titles only), then the newer data date.
"""

from __future__ import annotations

import msgspec


class Standing(msgspec.Struct, frozen=True, order=True):
    """What a format is worth. Higher is better."""

    authority: int
    """3 the registry's own data, 2 a copy (WHO ICTRP, AACT keeps 3), 1 a listing site's page."""
    fidelity: int
    """How much of what the registry holds survives in this form, 9 being all."""

    @property
    def tier(self) -> int:
        """2 a whole record, 1 one with lists cut or blurred, 0 a summary."""
        return 2 if self.fidelity >= 7 else 1 if self.fidelity >= 3 else 0


STANDINGS: dict[str, Standing] = {
    "ctgov-json": Standing(3, 9),
    "aact-tables": Standing(3, 8),
    "ctgov-xml": Standing(3, 8),
    "ctgov-api-v1": Standing(3, 8),
    "ctgov-csv-fields": Standing(3, 6),
    "ctgov-page": Standing(3, 5),
    "ctgov-study-page": Standing(3, 5),
    "ctgov-csv": Standing(3, 4),
    "ctgov-csv-classic": Standing(3, 3),
    "ctgov-search-xml": Standing(3, 2),
    "ctgov-csv-row": Standing(3, 1),
    "euctr-text": Standing(3, 8),
    "ctis-json": Standing(3, 9),
    "isrctn-xml": Standing(3, 9),
    "drks-json": Standing(3, 9),
    "cris-xml": Standing(3, 7),
    "anzctr-xml": Standing(3, 7),
    "cris-page": Standing(3, 8),
    "chictr-html": Standing(3, 6),
    "fhir-json": Standing(2, 3),
    "biomcp-json": Standing(2, 1),
    "ctrdata-euctr": Standing(3, 6),
    "ctis-csv": Standing(3, 3),
    "isrctn-csv": Standing(3, 3),
    "who-xml": Standing(3, 7),
    "nci-ctrp-json": Standing(2, 8),
    "euctr-summary": Standing(3, 2),
    "euctr-list": Standing(3, 2),
    "ictrp-xml": Standing(2, 5),
    "ictrp-csv": Standing(2, 4),
    "ictrp-full": Standing(2, 4),
    "ictrp-xlsx": Standing(2, 3),
    "page-inclinicaltrials": Standing(1, 3),
    "page-trials-co": Standing(1, 3),
    "page-find-a-trial": Standing(1, 3),
}
UNRANKED = Standing(1, 0)

# Lists and texts of which a poorer form keeps only a part: fidelity decides before the date, so
# that next year's spreadsheet does not replace this year's full record.
FIDELITY_FIRST: frozenset[str] = frozenset(
    {
        "identifiers",
        "conditions",
        "arms",
        "interventions",
        "outcomes",
        "sites",
        "contacts",
        "officials",
        "references",
        "documents",
        "results",
        "collaborators",
        "eligibility.text",
        "official_title",
        "brief_summary",
        "detailed_description",
    }
)

# Between registries that each speak with their own authority: whose record describes the trial.
REGISTRY_ORDER: tuple[str, ...] = (
    "nct",
    "ctis",
    "eudract",
    "isrctn",
    "drks",
    "actrn",
    "chictr",
    "jrct",
    "umin",
    "jprn",
    "ctri",
    "kct",
    "irct",
    "pactr",
    "rebec",
    "ntr",
    "tctr",
    "slctr",
    "rpcec",
    "per",
    "utn",
    "nci",
)


def standing(importer: str) -> Standing:
    """What a format is worth; the least for one the table does not know."""
    return STANDINGS.get(importer, UNRANKED)


def registry_rank(kind: str) -> int:
    """Position in REGISTRY_ORDER; past its end for a kind it does not name."""
    try:
        return REGISTRY_ORDER.index(kind)
    except ValueError:
        return len(REGISTRY_ORDER)
