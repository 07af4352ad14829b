"""Settings: what holds and why, each mistake named, and none that keeps the app from opening."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.driving import STARTER, Terminal
from tui import commands
from tui.cli.program import main
from tui.settings import loading
from tui.settings.printing import as_toml, toml
from tui.settings.values import places

starter = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
Ran = tuple[int, str, str]
Runner = Callable[..., Ran]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's settings file, not there yet."""
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("TRIALS_CONFIG", str(path))
    monkeypatch.delenv("TRIALS_EXPORTS", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    def _run(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(["config", *arguments])
        out, err = capsys.readouterr()
        assert "\x1b" not in out + err
        assert "Traceback" not in out + err
        return code, out, err

    return _run


WHOLE = """
theme = "light"
export_folder = "~/board"
filters = "status:recruiting country:FR"
sites = ["Lyon", "Institut Curie"]
mouse = false

[keys]
sort = "f"
filter = ["s", "Ctrl+F"]
tab_1 = "F2"
"""


def test_every_setting_is_read(file: Path) -> None:
    file.write_text(WHOLE)
    chosen = loading.load()
    assert not chosen.problems
    assert (chosen.theme, chosen.mouse) == ("light", False)
    assert chosen.export_folder == file.parent / "board"
    assert chosen.filters == "status:recruiting country:FR"
    assert chosen.opening == "status:recruiting country:FR "
    assert chosen.sites == ("Lyon", "Institut Curie")
    assert chosen.keys == {"sort": "f", "filter": "s ctrl+f", "tab('overview')": "f2"}


def test_no_file_means_the_defaults(file: Path, run: Runner) -> None:
    assert loading.load() == loading.Settings(origins=loading.load().origins)
    assert set(loading.load().origins.values()) == {"default"}
    assert run("validate")[0] == 0
    code, out, err = run("path")
    assert (code, out) == (0, f"{file}\n")
    assert "no such file" in err


def test_the_environment_comes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(WHOLE)
    monkeypatch.setenv("TRIALS_EXPORTS", "/elsewhere")
    chosen = loading.load()
    assert chosen.export_folder == Path("/elsewhere")
    assert chosen.origins["export_folder"] == "environment"
    assert (chosen.origins["theme"], chosen.origins["keys"]) == ("file", "file")


def test_what_is_shown_is_a_settings_file_that_says_the_same(file: Path, run: Runner) -> None:
    file.write_text(WHOLE)
    code, out, _ = run("show")
    assert code == 0
    assert 'theme = "light"  # file' in out
    assert 'sort = "f"  # file' in out
    assert 'mark = "space"  # default' in out
    before = loading.load()
    file.write_text(out)
    after = loading.load()
    assert not after.problems
    assert (after.theme, after.export_folder, after.filters, after.sites, after.mouse) == (
        before.theme, before.export_folder, before.filters, before.sites, before.mouse,
    )  # fmt: skip
    for command in commands.COMMANDS:
        assert commands.keys_of(command, after.keys) == commands.keys_of(command, before.keys)


def test_shown_as_data(file: Path, run: Runner) -> None:
    file.write_text(WHOLE)
    shown: dict[str, Any] = json.loads(run("show", "--json")[1])
    assert shown["settings"]["theme"] == {"value": "light", "origin": "file"}
    assert shown["settings"]["keys"]["tab_overview"] == {"value": "f2", "origin": "file"}
    assert shown["settings"]["keys"]["open"] == {"value": "enter", "origin": "default"}
    assert shown["files"]["settings"] == str(file)


MISTAKES = [
    ('them = "dark"', "them", "did you mean theme"),
    ('theme = "drak"', "theme", "did you mean dark"),
    ('theme = "purple"', "theme", "high-contrast"),
    ("theme = 3", "theme", "in quotes"),
    ('export_folder = "board"', "export_folder", "beginning with / or ~"),
    ('export_folder = "/a\\u0000b"', "export_folder", "beginning with / or ~"),
    ('export_folder = "/dev/null/x"', "export_folder", "is no folder"),
    ('filters = "statsu:recruiting"', "filters", "did you mean status"),
    ('filters = "melanoma status:recruting"', "filters", "did you mean recruiting"),
    ('filters = "updated:soon"', "filters", "is no date or range"),
    ('sites = "Lyon"', "sites", "list of texts"),
    ("sites = [1]", "sites", "list of texts"),
    ('sites = [""]', "sites", "list of texts"),
    ('mouse = "yes"', "mouse", "true or false"),
    ('keys = "x"', "keys", "table"),
    ('keys.srot = "x"', "keys.srot", "did you mean sort"),
    ("keys.sort = 3", "keys.sort", "in quotes"),
    ('keys.sort = "pgdwn"', "keys.sort", "did you mean pagedown"),
    ('keys.sort = "ctrl+i"', "keys.sort", "sends it as Tab"),
    ('keys.sort = "ctrl+shift+x"', "keys.sort", "cannot send"),
    ('keys.sort = "\\u001b"', "keys.sort", "no name of a key"),
    ('keys.sort = "j"', "keys.sort", "also the key of move_down (everywhere)"),
    ('keys.sort = "f"', "keys.sort", "also the key of filter (search)"),
    ('keys.export = "ctrl+q"', "keys.export", "also the key of quit"),
    ('keys.open_trial = "x"', "keys.open_trial", "has the keys of open"),
    ('keys.open = "o"', "keys.open", "needs a key that types nothing"),
    ('keys.back = ""', "keys.back", "needs a key that types nothing"),
    ('keys.palette = "space"', "keys.palette", "needed while typing"),
]


@pytest.mark.parametrize(("line", "name", "said"), MISTAKES)
def test_each_mistake_is_named_with_its_line_and_the_rest_holds(
    file: Path, run: Runner, line: str, name: str, said: str
) -> None:
    file.write_text(f"# mine\n{line}\n")
    code, out, err = run("validate")
    assert (code, out) == (1, "")
    [told] = err.splitlines()
    assert told.startswith(f"trials: {file}:2: {name}: ")
    assert said in told
    file.write_text(f"# mine\n{line}\n")
    shown = json.loads(run("validate", "--json")[1])
    assert shown["problems"][0]["setting"] == name
    assert shown["problems"][0]["line"] == 2
    chosen = loading.load()
    default = loading.Settings()
    if said != "is no folder":  # only `validate` looks at the disk
        assert (chosen.theme, chosen.filters, chosen.sites) == (
            default.theme, default.filters, default.sites,
        )  # fmt: skip
        assert chosen.export_folder == default.export_folder
        assert not chosen.keys
        assert chosen.told.startswith(f"settings: line 2: {name}: ")


def test_a_key_bound_twice_is_named_at_both_places(file: Path, run: Runner) -> None:
    file.write_text('theme = "light"\n[keys]\nsort = "b"\n\nfilter = "b"\nwhy = "i"\n')
    code, _, err = run("validate")
    assert code == 1
    assert f"{file}:3: keys.sort: b is also the key of filter" in err
    assert f"{file}:5: keys.filter: b is also the key of sort" in err
    chosen = loading.load()
    assert chosen.keys == {"why": "i"}
    assert chosen.theme == "light"
    assert "(1 more)" in chosen.told


def test_a_folder_that_cannot_be_written_is_named(
    file: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # as for anybody but root
    file.write_text('\nexport_folder = "~/new/folder"\n')
    code, _, err = run("validate")
    assert code == 1
    assert f"{file}:2: export_folder: nothing can be written in {file.parent}" in err


@pytest.mark.parametrize(
    "content",
    [b"theme = ", b"\xff\xfe", b"[keys\n", b"x = " + b"[" * 30_000, b'a = "' + b"x" * 70_000 + b'"',
     b'theme = "dark"\ntheme = "light"', b"\x00"],
    ids=["cut", "not utf-8", "open", "deep", "large", "twice", "nul"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_line_and_the_defaults(
    file: Path, run: Runner, content: bytes
) -> None:
    file.write_bytes(content)
    chosen = loading.load()
    assert len(chosen.problems) == 1
    assert "\n" not in chosen.told
    assert (chosen.theme, dict(chosen.keys)) == ("dark", {})
    assert run("validate")[0] == 2
    assert run("validate", str(file))[0] == 2
    assert run("show")[0] == 1


def test_what_is_no_file_is_never_waited_for(file: Path, run: Runner) -> None:
    os.mkfifo(file)
    assert "it is no file" in loading.load().told
    assert run("validate")[0] == 2
    file.unlink()
    file.mkdir()
    assert "it is no file" in loading.load().told
    assert run("validate", str(file / "nowhere"))[0] == 2


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "settings.toml"
    path.write_bytes(data)
    loading.load(path)


_NAMES = st.sampled_from([command.name for command in commands.COMMANDS] + ["nonsense"])
_KEYS = st.lists(
    st.sampled_from(["x", "j", "ctrl+x", "enter", "F5", "Tab", "nokey", "space", "/"]), max_size=3
)


@given(st.dictionaries(_NAMES, _KEYS, max_size=6))
def test_whatever_is_remapped_no_key_has_two_meanings_and_all_can_be_left(
    tmp_path_factory: pytest.TempPathFactory, wanted: dict[str, list[str]]
) -> None:
    path = tmp_path_factory.mktemp("keys") / "settings.toml"
    path.write_text("[keys]\n" + "".join(f"{name} = {keys!r}\n" for name, keys in wanted.items()))
    chosen = loading.load(path)
    for view in commands.VIEWS:
        held = [
            key for each in commands.of_view(view) for key in commands.keys_of(each, chosen.keys)
        ]
        assert len(held) == len(set(held))
        assert "ctrl+q" in held
    refused = {problem.path[1] for problem in chosen.problems}
    taken = {each.name for each in commands.COMMANDS if each.id in chosen.keys}
    assert refused | taken == set(wanted)
    assert not refused & taken


@given(st.text(max_size=60))
def test_any_text_survives_as_toml(text: str) -> None:
    assert tomllib.loads(f"x = {toml(text)}")["x"] == text.encode("utf-8", "replace").decode()
    assert toml(text).isprintable()


def test_lines_of_values_that_go_over_several() -> None:
    text = 'a = """\n[keys]\nb = 1\n"""\n\n["k x"]\n# c = 1\nc = [\n  1,\n]\nd.e = { f = 2 }\n'
    found = places(text)
    assert found[("a",)] == 1
    assert found[("k x",)] == 6
    assert found[("k x", "c")] == 8
    assert found[("k x", "d", "e", "f")] == 11
    assert ("keys",) not in found


def test_the_shown_defaults_hold_no_problem(file: Path) -> None:
    file.write_text(as_toml(loading.Settings(), Path("/c.db")))
    assert not loading.load().problems


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[[str], Terminal]]:
    opened: list[Terminal] = []

    def _open(text: str) -> Terminal:
        (tmp_path / "settings.toml").write_text(text)
        opened.append(Terminal(["--catalog", str(STARTER)], tmp_path))
        return opened[-1]

    yield _open
    for each in opened:
        each.close()


@starter
def test_the_app_obeys_and_shows_the_users_keys(terminal: Callable[[str], Terminal]) -> None:
    app = terminal(
        '[keys]\nsort = "ctrl+o"\nhelp = "F"\nmark = "M"\nopen = "enter O"\noriginal = "v"\n'
    )
    app.ready("type to search")
    assert "F help" in app.text
    assert "? help" not in app.text
    app.press("<esc>")
    assert "M mark" in app.wait_for("ctrl+o sort")
    app.press("F")
    assert "ctrl+o" in app.wait_for("Keys: Search")
    app.press("q", ":")
    app.wait_for("ctrl+o: Order the list")
    app.press("<esc>", "M")
    app.wait_for("1 marked")
    app.press("?")
    assert "Keys: Search" not in app.text
    app.write(b"\x0f")
    app.wait_for("best match")
    app.press("<esc>", "O")
    app.wait_for("[1 ")
    app.press("4")
    app.wait_for("v as written, w our reading")
    app.press("<c-q>")
    assert app.end() == 0


@starter
def test_default_filters_begin_the_search(terminal: Callable[[str], Terminal]) -> None:
    app = terminal('filters = "status:recruiting"\n')
    app.ready("status:recruiting")
    app.press("<c-q>")
    assert app.end() == 0


@starter
@pytest.mark.parametrize("text", ["theme = ", 'theme = "drak"\nfilters = 3\n', "\x00"])
def test_a_broken_file_never_keeps_the_app_from_opening(
    terminal: Callable[[str], Terminal], text: str
) -> None:
    app = terminal(text)
    app.wait_for("settings:")
    app.press("<c-q>")
    assert app.end() == 0
    assert b"Traceback" not in app.sent
