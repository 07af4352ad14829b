"""Hits as plain text and as the JSON that `trials search --json` promises."""

from __future__ import annotations

import datetime as dt

from catalog.search import Hit, Match, Results
from catalog.staleness import stale_row
from tui.contract import Json
from tui.paper import Paper


def hit_json(hit: Hit) -> dict[str, Json]:
    """One hit: what it is, and which fields matched and why."""
    matched: list[Json] = [_match_json(match) for match in hit.matched]
    return {
        "id": hit.id,
        "title": hit.title,
        "status": hit.status,
        "phases": list(hit.phases),
        "conditions": list(hit.conditions),
        "interventions": list(hit.interventions),
        "score": hit.score,
        "matched": matched,
    }


def _match_json(match: Match) -> dict[str, Json]:
    said: dict[str, Json] = {"field": match.field, "text": match.text, "why": match.why}
    if match.side:
        said["side"] = match.side
    return said


def print_results(results: Results, paper: Paper, *, explain: bool) -> None:
    """Linear, labelled lines: what was found, by which corrections and synonyms, and each trial."""
    total = f"{results.total}" if results.is_exact else f"at least {results.total}"
    paper.line(f"{total} found for: {results.query}" if str(results.query) else f"{total} trials")
    if results.corrections:
        paper.line("corrected: " + "; ".join(map(str, results.corrections)))
    if results.synonyms:
        paper.line("also searched: " + "; ".join(map(str, results.synonyms)))
    if results.emptied_by is not None:
        paper.line(f"without {results.emptied_by} there would be {results.without_it}")
    for number, hit in enumerate(results.hits, 1):
        _print_hit(number, hit, paper, explain=explain)


def _print_hit(number: int, hit: Hit, paper: Paper, *, explain: bool) -> None:
    paper.line("")
    paper.line(f"{number}. {hit.id}  {hit.title or '(no title in any source)'}")
    phases = "/".join(hit.phases) or "phase not stated"
    sites = f"{hit.site_count} sites" if hit.site_count != 1 else "1 site"
    where = f" in {', '.join(hit.countries)}" if hit.countries else ""
    reason = stale_row(hit, dt.date.today())
    flag = f" ! {reason}: verify" if reason else ""
    paper.line(f"{hit.status or 'status not stated'}, {phases}, {sites}{where}{flag}", 3)
    if hit.conditions:
        paper.line(f"conditions: {', '.join(hit.conditions[:6])}", 3)
    if hit.interventions:
        paper.line(f"interventions: {', '.join(hit.interventions[:6])}", 3)
    if explain:
        for match in hit.matched:
            side = f" ({match.side})" if match.side else ""
            paper.line(f"{match.field}{side}, {match.why}: {match.text}", 3)
