"""Hits as plain text and as the JSON that `trials search --json` promises."""

from __future__ import annotations

from catalog.model.code_words import phases_told
from catalog.model.recruitment import current_day
from catalog.model.site_states import belied
from catalog.model.staleness import stale_row
from catalog.search.searcher import Hit, Match, Results
from tui.exports.contract import Json
from tui.exports.paper import Paper
from tui.show.notes import only_forbidden
from tui.show.where import counted, nearest_told
from tui.show.words import short_status, words


def hit_json(hit: Hit) -> dict[str, Json]:
    """One hit: what it is, and which fields matched and why."""
    matched: list[Json] = [_match_json(match) for match in hit.matched]
    doubt = doubt_of(hit)
    return {
        "id": hit.id,
        "title": hit.title,
        "status": hit.status,
        **({"doubt": doubt} if doubt else {}),
        "phases": list(hit.phases),
        "conditions": list(hit.conditions),
        "interventions": list(hit.interventions),
        "score": hit.score,
        "matched": matched,
        **({"forbidden": list(hit.forbidden)} if hit.forbidden else {}),
        **({"only_forbidden": True} if hit.only_forbidden else {}),
        **_place_json(hit),
    }


def _place_json(hit: Hit) -> dict[str, Json]:
    """How far the nearest site that recruits or may is, where it is known from where to count."""
    if hit.nearest is None:
        return {}
    first = hit.nearest.first
    if first is None:
        return {"distance_km": None, "place": None, "place_source": None}
    return {
        "distance_km": round(first.km, 1),
        "place": ", ".join(filter(None, (first.city, first.country))),
        "place_source": first.source,
        **({"place_guess": True} if first.is_guess else {}),
        **({"place_status_unknown": True} if first.is_unknown else {}),
    }


def doubt_of(hit: Hit) -> str | None:
    """Why the status may not be so: it is old, or follows from dates."""
    if hit.status_inferred:
        return "the registry has no status: it follows from its dates as of today"
    return stale_row(hit, current_day()) or belied(hit.status, counted(hit))


def _match_json(match: Match) -> dict[str, Json]:
    said: dict[str, Json] = {"field": match.field, "text": match.text, "why": match.why}
    if match.side:
        said["side"] = match.side
    return said


def print_results(results: Results, paper: Paper, *, explain: bool) -> None:
    """Linear, labelled lines: what was found, by which corrections and synonyms, and each trial."""
    total = f"{results.total}" if results.is_exact else f"at least {results.total}"
    all_told = f"{total} {'trial' if total == '1' else 'trials'}"
    paper.line(f"{total} found for: {results.query}" if str(results.query) else all_told)
    if results.only_forbidden:
        paper.line(only_forbidden(results))
    if results.corrections:
        corrected = "; ".join(map(str, results.corrections))
        paper.line(f"corrected: {corrected.replace('→', ' to ') if paper.is_linear else corrected}")
    if results.synonyms:
        paper.line("also searched: " + "; ".join(map(str, results.synonyms)))
    if not results.hits:
        for problem in results.problems:
            paper.line(problem)
    if results.emptied_by is not None:
        paper.line(f"without {results.emptied_by} there would be {results.without_it}")
    for number, hit in enumerate(results.hits, 1):
        _print_hit(number, hit, paper, explain=explain)


def _print_hit(number: int, hit: Hit, paper: Paper, *, explain: bool) -> None:
    paper.line("")
    paper.line(f"{number}. {hit.id}  {hit.title or '(no title in any source)'}")
    if paper.is_linear:
        _labelled(hit, paper)
    else:
        _brief(hit, paper)
    if hit.conditions:
        paper.line(f"conditions: {', '.join(hit.conditions[:6])}", 3)
    if hit.interventions:
        paper.line(f"interventions: {', '.join(hit.interventions[:6])}", 3)
    if hit.nearest is not None:
        for told in nearest_told(hit.nearest):
            paper.line(told, 3)
    if hit.forbidden:
        paper.line(f"exclusions: {', '.join(hit.forbidden)}", 3)
    if explain:
        for field, side, why, text in dict.fromkeys(
            (match.field, match.side, match.why, match.text) for match in hit.matched
        ):
            told = f" ({side})" if side else ""
            paper.line(f"{field}{told}, {why}: {text}", 3)


def _labelled(hit: Hit, paper: Paper) -> None:
    """Status, phase and sites, a line each."""
    paper.line(f"status: {_status(hit)}", 3)
    if reason := doubt_of(hit):
        paper.line(f"to be verified: {reason}", 3)
    paper.line(f"phase: {_phases(hit)}", 3)
    where = f", in {', '.join(hit.countries)}" if hit.countries else ""
    paper.line(f"sites: {hit.site_count or words(None)}{where}", 3)


def _brief(hit: Hit, paper: Paper) -> None:
    """The same in one line, for the eye."""
    count = hit.site_count
    sites = "1 site" if count == 1 else f"{count} sites" if count else f"sites {words(None)}"
    where = f" in {', '.join(hit.countries)}" if hit.countries else ""
    reason = doubt_of(hit)
    flag = f"; check: {reason}" if reason else ""
    phase = _phases(hit)
    told = phase if "phase" in phase else f"phase {phase}"
    paper.line(f"{_status(hit)}, {told}, {sites}{where}{flag}", 3)


def _status(hit: Hit) -> str:
    """As the list of the app has it."""
    return short_status(hit.status) + ("?" if doubt_of(hit) else "")


def _phases(hit: Hit) -> str:
    return phases_told(hit.phases) if hit.phases else words(None)
