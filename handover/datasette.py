"""What datasette, a reader of SQLite files in a browser, is told of a catalogue.

Titles, what each column holds, useful facets and some questions to begin with, by datasette's
`metadata.json` (docs.datasette.io, Metadata); our views first, the search index hidden.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from catalog.search.index.tables import TABLES as INDEX
from catalog.store.coding import NUMBERS
from catalog.store.rows import TABLES
from handover.columns import LIST, ROWS, of_view
from handover.notice import NOTICE

_TITLES = {
    LIST: "One row a trial",
    "trial_sites": "One row a site",
    "trial_criteria": "One row a criterion",
    "trial_sources": "One row a source record",
}
_FACETS = {
    LIST: ["status", "study_type", "phases", "countries"],
    "trial_sites": ["recruits", "country"],
    "trial_criteria": ["kind", "topics"],
    "trial_sources": ["importer"],
}
_INTERNAL = ("source_record", "carried", "source_number", "blocking_key", "decision",
             "possible_duplicate")  # fmt: skip
_QUERIES = {
    "recruiting_in": {
        "title": "Sites that recruit in a country",
        "sql": "SELECT id, city, facility, zip FROM trial_sites WHERE country = :country"
        " AND recruits = 'recruiting' ORDER BY city, facility",
    },
    "given": {
        "title": "Trials in which something is given",
        "sql": "SELECT id, title, status, interventions FROM trial_list WHERE EXISTS"
        " (SELECT 1 FROM json_each(interventions) WHERE value LIKE '%' || :name || '%')",
    },
}


def metadata(catalogue: Path) -> dict[str, Any]:
    """The contents of `metadata.json` for a catalogue of this name."""
    tables: dict[str, Any] = {
        view: {
            "title": _TITLES[view],
            "facets": _FACETS[view],
            "columns": {each.name: each.holds for each in of_view(view) if each.holds},
        }
        for view in ROWS.values()
    }
    hidden = [*_INTERNAL, *NUMBERS, *(each.split()[2] for each in INDEX if "TABLE" in each[:13])]
    tables |= {name: {"hidden": True} for name in hidden}
    shown = ", ".join(sorted(set(TABLES) - set(_INTERNAL)))
    about = f"Views for people, and the tables that they are made of: {shown}. {NOTICE}"
    return {
        "title": "Clinical trials",
        "databases": {
            catalogue.stem: {"description": about, "tables": tables, "queries": _QUERIES}
        },
    }
