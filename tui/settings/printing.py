"""Settings as TOML that may be kept as a settings file, and as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from tui.commands import COMMANDS, VIEWS, Command
from tui.exports.contract import Json
from tui.settings.folders import synonyms_file
from tui.settings.loading import DEFAULTS, FILE, Settings, config_file, state_folder
from tui.settings.values import Problem


def as_toml(chosen: Settings, catalogue: Path) -> str:
    """Each setting on a line, its origin behind it."""
    lines = ["# What holds, and where it comes from: default, file or environment."]
    lines += [
        f"# {name}: {toml(str(path)) if path else 'none'}"
        for name, path in _files(catalogue).items()
    ]
    lines.append("")
    for name, value in _values(chosen).items():
        lines.append(f"{name} = {_value(value)}  # {chosen.origins.get(name, DEFAULTS)}")
    lines += ["", "[keys]"]
    view = ""
    for command in COMMANDS:
        if command.same_as:
            continue
        if command.view != view:
            view = command.view
            lines.append(f"# {VIEWS[view]}")
        said = toml(_keys(chosen, command))
        lines.append(f"{command.name} = {said}  # {_origin(chosen, command)}: {command.help}")
    return "\n".join(lines)


def settings_json(chosen: Settings, catalogue: Path) -> dict[str, Json]:
    """The same as data."""
    settings: dict[str, Json] = {
        name: {"value": value, "origin": chosen.origins.get(name, DEFAULTS)}
        for name, value in _values(chosen).items()
    }
    settings["keys"] = {
        each.name: {"value": _keys(chosen, each), "origin": _origin(chosen, each)}
        for each in COMMANDS
        if not each.same_as
    }
    files: dict[str, Json] = {
        name: str(path) if path else None for name, path in _files(catalogue).items()
    }
    problems: list[Json] = [problem_json(each) for each in chosen.problems]
    return {"settings": settings, "files": files, "problems": problems}


def problem_json(problem: Problem) -> dict[str, Json]:
    """A mistake: its setting, its line where it is known, and what is wrong."""
    return {
        "setting": ".".join(problem.path) or None,
        "line": problem.line or None,
        "problem": problem.said,
    }


def _values(chosen: Settings) -> dict[str, Json]:
    return {
        "theme": chosen.theme,
        "export_folder": str(chosen.export_folder),
        "filters": chosen.filters,
        "place": chosen.place,
        "sites": list(chosen.sites),
        "mouse": chosen.mouse,
        "snapshots": chosen.snapshots,
        "copy_ahead": chosen.copy_ahead,
        "changed_pages": chosen.changed_pages,
        "signers": str(chosen.signers) if chosen.signers else "",
        "signed_only": chosen.signed_only,
    }


def _files(catalogue: Path) -> dict[str, Path | None]:
    return {
        "settings": config_file(),
        "catalogue": catalogue,
        "synonyms": synonyms_file(),
        "state": state_folder(),
    }


def _keys(chosen: Settings, command: Command) -> str:
    return chosen.keys.get(command.id, command.keys)


def _origin(chosen: Settings, command: Command) -> str:
    return FILE if command.id in chosen.keys else DEFAULTS


def _value(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return toml(str(value))


def toml(text: str) -> str:
    """A text in quotes, with nothing in it that a terminal obeys."""
    return "".join(_escaped(json.dumps(os.fsencode(text).decode("utf-8", "replace"),
                                       ensure_ascii=False)))  # fmt: skip


def _escaped(text: str) -> Iterator[str]:
    for letter in text:
        code = ord(letter)
        yield (
            letter
            if letter.isprintable()
            else f"\\u{code:04x}"
            if code < 65536
            else f"\\U{code:08x}"
        )
