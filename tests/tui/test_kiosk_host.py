"""The host of a kiosk: sessions as they would be without it, whoever asks and whatever ends."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.soaking import often
from tests.tui.circumstances import CODE
from tests.tui.driving import ROOT, STARTER, Terminal
from tests.tui.sshd import UNIT, children, unit
from tests.waiting import AT_MOST
from tui.kiosk import child, client, heard, offer, parent

pytestmark = [
    pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built"),
    pytest.mark.skipif(not Path("/proc/self/ns/mnt").exists(), reason="needs Linux' /proc"),
]
_RUN = 'runpy.run_module("tui", run_name="__main__")'
_PATIENT = "import tui.kiosk.client as c; c.PATIENCE = c.LONGEST = 30;"
_LITTLE = "import tui.kiosk.parent as p; p.ROOMS = ('tui.app',); "
"""Where it does not matter what is loaded beforehand."""
_WRITES = "from tests.tui.circumstances import write_down;"


def command(*arguments: str, more: str = "", root: Path = ROOT) -> list[str]:
    """The program as a kiosk starts it."""
    code = f"import sys; sys.path.insert(0, {str(root)!r}); {more}import runpy; {_RUN}"
    return [sys.executable, "-I", "-B", "-c", code, *arguments]


class Host:
    """A running host."""

    def __init__(self, folder: Path, more: str = "", root: Path = ROOT) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.socket = folder / "socket"
        self.process = subprocess.Popen(
            command("host", "--socket", str(self.socket), more=more, root=root),
            cwd="/",
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        assert "ready" in self.process.stderr.readline()

    def children(self) -> list[int]:
        """The sessions."""
        return children(self.process.pid)

    def settles(self, count: int = 0) -> bool:
        """Whether so many sessions are left, after some time at most."""
        return eventually(lambda: len(self.children()) == count)

    def end(self, number: int = signal.SIGTERM) -> int:
        """The exit code."""
        self.process.send_signal(number)
        self.process.communicate(timeout=AT_MOST)
        return self.process.returncode


def eventually(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it comes to hold."""
    stop = time.monotonic() + seconds
    while not holds() and time.monotonic() < stop:
        time.sleep(0.02)
    return holds()


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    started = Host(tmp_path_factory.mktemp("host") / "run")
    yield started
    assert started.end() == 0
    assert not started.socket.exists()


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """One that waits for no client for long: for those that say nothing anyway."""
    more = f"{_LITTLE}import tui.kiosk.child as k; k._LONGEST = 0.5; "
    started = Host(tmp_path_factory.mktemp("hasty") / "run", more=more)
    yield started
    assert started.end() == 0


@pytest.fixture(autouse=True)
def nobody_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    for name in {"host", "hasty"} & set(request.fixturenames):
        assert request.getfixturevalue(name).settles()


def session(
    folder: Path,
    place: Path | str,
    environment: Mapping[str, str] | None = None,
    more: str = _PATIENT,
) -> Terminal:
    """A kiosk's session in a terminal."""
    return Terminal(
        ["--kiosk", "--catalog", str(STARTER)],
        folder,
        environment={"TRIALS_HOST": str(place), **(environment or {})},
        program=command(more=more),
    )


# as without it


AROUND: dict[str, tuple[dict[str, str], str]] = {
    "a UTF-8 locale": ({}, ""),
    "the C locale": ({"LANG": "C"}, ""),
    "a locale that is not there": ({"LANG": "xy_XY.UTF-8", "LC_COLLATE": "C"}, ""),
    "no locale": ({"LANG": ""}, ""),
    "letters named by hand": ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, ""),
    "another zone": ({"TZ": "Asia/Tokyo", "ODD": "\udcff\n\u00e9", "EMPTY": ""}, ""),
    "narrow": ({}, "umask 077; ulimit -n 100; ulimit -c 0; cd /tmp; trap '' INT TSTP;"),
    "nice": ({}, 'set -- nice -n 1 "$@";'),
}


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    more = f"{_LITTLE}{_WRITES} import tui.kiosk.child as k; k.open_app = write_down; "
    started = Host(tmp_path_factory.mktemp("writing") / "run", more=more)
    yield started
    started.end()


def written(folder: Path, environment: dict[str, str], before: str, place: Path) -> int:
    """Have a session written down; returns its exit code."""
    more = f"{_PATIENT} {_WRITES} import tui.app.opening as o; o.main = write_down; "
    started = command("--kiosk", "--catalog", "odd\udcff name.db", more=more)
    exports = {"TRIALS_EXPORTS": str(folder), "TRIALS_HOST": str(place)}
    terminal = Terminal(
        ["sh", *started],
        folder,
        environment={**environment, **exports},
        program=["sh", "-c", f'{before} exec "$@"'],
    )
    try:
        code = terminal.end(30)
        assert terminal.sent == b""
        return code
    finally:
        terminal.close()


@pytest.mark.parametrize("around", list(AROUND))
def test_a_session_finds_itself_in_what_it_would_without_a_host(
    tmp_path: Path, writing: Host, around: str
) -> None:
    environment, before = AROUND[around]
    missing = tmp_path / "none"
    assert written(tmp_path, environment, before, missing) == CODE
    assert written(tmp_path, environment, before, writing.socket) == CODE
    (alone, _), (forked, own) = (
        json.loads((tmp_path / name).read_text()) for name in ("alone", "host")
    )
    alone["environment"]["TRIALS_HOST"] = str(writing.socket)
    assert forked == alone
    assert len(own["open"]) <= 5, "the terminal, the line, and the folder that is listed"
    (tmp_path / "host").unlink()
    written(tmp_path, environment, before, writing.socket)
    _, again = json.loads((tmp_path / "host").read_text())
    assert not set(own["random"]) & set(again["random"])


LIMITS = " ".join("0 -1" for _ in offer.LIMITS)
FIELDS = (
    offer.edition(),
    f"23 0 {LIMITS}".encode(),
    b"2 20",
    b"utf-8 strict utf-8 strict utf-8 backslashreplace",
    b"1",
    b"=x y\xff",
    b"TERM=xterm",
    b"EMPTY=",
    b"A==\n",
)
FRAME = offer.framed(*FIELDS)
SAID = heard.Offer(
    edition=offer.edition(),
    umask=0o027,
    nice=0,
    limits=tuple((0, -1) for _ in offer.LIMITS),
    ignored=(2, 20),
    streams=(("utf-8", "strict"), ("utf-8", "strict"), ("utf-8", "backslashreplace")),
    has_ctype=True,
    catalogue=b"x y\xff",
    environment={b"TERM": b"xterm", b"EMPTY": b"", b"A": b"=\n"},
)


def test_what_a_client_says_is_read_as_it_was() -> None:
    here, there = socket.socketpair()
    with here, there:
        socket.send_fds(here, [FRAME], [0, 1, 2, 0])
        read, descriptors = heard.received(there)
        for each in descriptors:
            os.close(each)
    assert read == SAID


@given(st.data())
def test_a_changed_message_is_refused_or_understood(data: st.DataObject) -> None:
    body = bytearray(FRAME[16:])
    for _ in range(data.draw(st.integers(1, 3))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with suppress(offer.Refused):
        heard.unpacked(bytes(body))


@given(st.binary(max_size=300))
def test_what_no_client_says_is_refused(data: bytes) -> None:
    with pytest.raises(offer.Refused):
        heard.unpacked(data)


def test_nothing_is_loaded_by_variables_that_a_client_may_have() -> None:
    """What is read of the environment while the program is loaded is what a client may not have."""
    code = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from tui.kiosk import parent
from tui.terminal import shell
read, kind = set(), type(os.environ)
looks = kind.__getitem__
kind.__getitem__ = lambda self, name: (read.add(name), looks(self, name))[1]
parent.load()
own = {{"TEXTUAL_ANIMATIONS", "NO_COLOR", "COLUMNS", "LINES"}}  # of shell.forget_environment
print(*(read - own))
print(len(os.listdir("/proc/self/task")), *(set(os.listdir("/proc/self/fd")) - set("0123")))
"""
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", code], capture_output=True, text=True, check=True
    )
    names, counts = done.stdout.splitlines()
    assert len(names.split()) > 10
    assert not [each for each in names.split() if not each.startswith(offer.LOADED)]
    assert counts == "1", "one thread, and no file"


# whoever asks


def asked(place: Path) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    line.connect(str(place))
    line.settimeout(30)
    return line


def is_over(line: socket.socket) -> bool:
    """Whether the host has closed it, without a word."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def nowhere() -> list[int]:
    return [os.open(os.devnull, os.O_RDWR) for _ in range(3)] + [os.open("/", os.O_PATH)]


def cut(line: socket.socket) -> None:
    socket.send_fds(line, [FRAME[:-20]], nowhere())
    line.shutdown(socket.SHUT_WR)


def beyond(line: socket.socket) -> None:
    """A terminal, and all as it should be, but limits that are none."""
    numbers = f"23 0 {' '.join(str(10**30) for _ in offer.LIMITS * 2)}".encode()
    _, slave = os.openpty()
    frame = offer.framed(FIELDS[0], numbers, *FIELDS[2:])
    socket.send_fds(line, [frame], [slave, slave, slave, nowhere()[3]])
    line.shutdown(socket.SHUT_WR)
    os.close(slave)


HOSTILE: dict[str, Callable[[socket.socket], object]] = {
    "garbage": lambda line: line.sendall(os.urandom(4096)),
    "half a head": lambda line: line.sendall(b"trials"),
    "half a message": lambda line: socket.send_fds(
        line, [b"trials 1000000ff" + b"x" * 100], nowhere()
    ),
    "no descriptors": lambda line: line.sendall(FRAME),
    "too few of them": lambda line: socket.send_fds(line, [FRAME], nowhere()[:2]),
    "too many of them": lambda line: socket.send_fds(line, [FRAME], nowhere() * 30),
    "no terminal": lambda line: socket.send_fds(line, [FRAME], nowhere()),
    "a huge message": lambda line: socket.send_fds(line, [b"trials 1ffffffff"], nowhere()),
    "a message that is cut": lambda line: cut(line),
    "a message without end": lambda line: socket.send_fds(
        line, [b"trials 1" + b"f" * 60_000], nowhere()
    ),
    "nothing at all": lambda line: None,
    "numbers beyond all measure": lambda line: beyond(line),
    "another edition": lambda line: socket.send_fds(
        line, [offer.framed(b"2", *FIELDS[1:])], nowhere()
    ),
}


@pytest.mark.parametrize("kind", list(HOSTILE))
def test_a_hostile_client_gets_nothing_and_harms_nobody(hasty: Host, kind: str) -> None:
    with asked(hasty.socket) as line:
        HOSTILE[kind](line)
        assert is_over(line)
    assert hasty.process.poll() is None


def test_many_that_say_nothing_keep_nobody_out(tmp_path: Path, host: Host) -> None:
    lines = [asked(host.socket) for _ in range(40)]
    opened = session(tmp_path, host.socket)
    try:
        opened.wait_for("NCT04144517")
        for each in lines:
            each.close()
        assert host.settles(1)
        assert opened.leader() == host.children()[0]
    finally:
        opened.close()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_another_user_is_not_served(host: Host) -> None:
    folder = host.socket.parent
    code = f"""
import os, socket
os.setgroups([]); os.setgid(65534); os.setuid(65534)
with socket.socket(socket.AF_UNIX) as line:
    try:
        line.connect({str(host.socket)!r})
    except PermissionError:
        print("kept out")
    else:
        line.settimeout(30)
        print("heard" if line.recv(1) else "refused")
"""
    run = [sys.executable, "-I", "-c", code]
    assert subprocess.run(run, capture_output=True, text=True).stdout == "kept out\n"
    above = [each for each in folder.parents if each != Path("/")]
    modes = {each: each.stat().st_mode for each in (host.socket, folder, *above)}
    try:
        for each, mode in modes.items():  # as a careless administrator might
            each.chmod(mode | (0o666 if each == host.socket else 0o011))
        assert subprocess.run(run, capture_output=True, text=True).stdout == "refused\n"
    finally:
        for each, mode in modes.items():
            each.chmod(mode)
    assert host.process.poll() is None


def test_a_host_of_another_user_is_not_trusted(
    tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_leads", lambda: True)
    monkeypatch.setattr(client, "said", lambda catalogue: FRAME)
    monkeypatch.setattr(client, "peer", lambda line: os.getuid() + 1)
    with pytest.raises(offer.Refused, match="another user"):
        client._taken(str(host.socket), None)


# where there is none


ANSWERS: dict[str, bytes | None] = {
    "a dead socket": None,
    "one that is silent": b"",
    "one that says no": b"n",
    "one that takes nothing after all": client.READY,
    "one that is confused": client.READY + b"x",
}


APART: dict[str, tuple[dict[str, str], str, str]] = {
    "another character set": ({"LC_ALL": "C"}, "", "another character set"),
    "a higher priority": ({}, 'set -- nice -n -1 "$@";', "a lower priority"),
    "a variable that acts on loading": ({"TEXTUAL_FPS": "1"}, "", ""),
    "an environment without end": ({f"V{each}": "x" * 1000 for each in range(200)}, "", ""),
}
"""What is around a session, and what the host says of it, if it is asked at all."""


@pytest.mark.parametrize("around", list(APART))
def test_what_a_host_cannot_do_is_done_without_it(
    tmp_path: Path, writing: Host, around: str
) -> None:
    environment, before, told = APART[around]
    if "nice" in before and os.getuid() != 0:
        pytest.skip("only root may raise its priority")
    assert written(tmp_path, environment, before, writing.socket) == CODE
    assert [each.name for each in tmp_path.iterdir()] == ["alone"]
    if told:
        assert writing.process.stderr is not None
        assert told in writing.process.stderr.readline()


@pytest.mark.parametrize(
    ("own", "asked_for", "expected"),
    [(-1, (100, -1), (100, -1)), (200, (100, -1), (100, 200)), (50, (100, -1), None),
     (200, (-1, -1), None), (200, (200, 100_000), (200, 200))],
)  # fmt: skip
def test_no_limit_is_wider_than_the_clients_nor_narrower(
    own: int,
    asked_for: tuple[int, int],
    expected: tuple[int, int] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = set()
    monkeypatch.setattr(resource, "getrlimit", lambda number: (0, own))
    monkeypatch.setattr(resource, "setrlimit", lambda number, limits: taken.add(limits))
    own_nice = os.getpriority(os.PRIO_PROCESS, 0)
    offered = SAID._replace(nice=own_nice, limits=(asked_for,) * len(offer.LIMITS))
    with nullcontext() if expected else pytest.raises(offer.Refused):
        child._limit(offered)
    assert taken == ({expected} if expected else set())


def test_who_comes_when_it_is_full_starts_as_ever(tmp_path: Path) -> None:
    full = Host(tmp_path / "run", more=f"{_LITTLE}p.MOST = 1; ")
    opened = [session(tmp_path, full.socket) for _ in range(2)]
    try:
        for each in opened:
            each.ready("NCT04144517")
        [process] = full.children()
        assert sorted(each.leader() for each in opened) == sorted(
            (process, next(each.process.pid for each in opened if each.leader() != process))
        )
    finally:
        for each in opened:
            each.close()
        assert full.end() == 0


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_where_no_host_takes_it_the_program_starts_as_ever(tmp_path: Path, kind: str) -> None:
    answer, held = ANSWERS[kind], []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        if answer is not None:
            listener.listen(1)
        opened = session(tmp_path, tmp_path / "socket", more="")
        try:
            if answer is not None:
                held.append(listener.accept()[0])
                held[0].sendall(answer)
            opened.ready("NCT04144517")
            assert opened.leader() == opened.process.pid
            opened.press("<c-q>")
            assert opened.end() == 0
        finally:
            opened.close()
            for each in held:
                each.close()


def test_a_terminal_that_was_taken_late_is_not_taken_twice(tmp_path: Path, host: Host) -> None:
    late = f"""{_PATIENT} import socket
waits = c._wait_for
def late(line, word, until):
    if word != c.TAKEN:
        return waits(line, word, until)
    line.settimeout(30)
    assert line.recv(1, socket.MSG_PEEK) == c.TAKEN
    raise TimeoutError
c._wait_for = late
"""
    opened = session(tmp_path, host.socket, more=f"exec({late!r}); ")
    try:
        opened.ready("NCT04144517")
        assert len(host.children()) == 1
        opened.press("<c-q>")
        assert opened.end() == 0
    finally:
        opened.close()


def test_who_does_not_lead_a_session_starts_as_ever(tmp_path: Path, host: Host) -> None:
    opened = Terminal(
        ["sh", *command("--kiosk", "--catalog", str(STARTER), more=_PATIENT)],
        tmp_path,
        environment={"TRIALS_HOST": str(host.socket)},
        program=["sh", "-c", '"$@"; exit $?'],
    )
    try:
        opened.ready("NCT04144517")
        assert not host.children()
        opened.press("<c-q>")
        assert opened.end() == 0
    finally:
        opened.close()


def test_another_locale_of_files_is_another_edition() -> None:
    own = offer.edition()
    assert not heard.difference(own, own)
    other = own.replace(b"'utf-8'", b"'iso8859-1'")
    assert heard.difference(own, other) == "character set"


# whatever ends


@pytest.fixture
def opened(tmp_path: Path, host: Host) -> Iterator[Terminal]:
    started = session(tmp_path, host.socket)
    started.ready("NCT04144517")
    assert len(host.children()) == 1
    yield started
    started.close()


def test_the_size_of_the_window_is_followed(opened: Terminal) -> None:
    opened.resize(100, 30)
    opened.settle()
    assert "╵" not in opened.text
    assert opened.text.splitlines()[-1].strip()
    opened.press("<c-q>")
    assert opened.end() == 0


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, 137)]
)
def test_a_signal_to_the_session_is_its_exit_code(
    host: Host, opened: Terminal, number: int, code: int
) -> None:
    os.kill(host.children()[0], number)
    assert opened.end() == code


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_a_session_ends_with_its_client(host: Host, opened: Terminal, number: int) -> None:
    opened.process.send_signal(number)
    assert host.settles()


def test_a_session_ends_with_the_line(host: Host, opened: Terminal) -> None:
    opened.hang_up()
    assert host.settles()
    assert opened.process.wait(timeout=AT_MOST) == 129


def test_keys_of_a_terminal_stop_nothing(host: Host, opened: Terminal) -> None:
    opened.press("\x1a", "\x1c")
    [process] = host.children()
    state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    assert state in "SR"


def test_sessions_outlive_their_host(tmp_path: Path) -> None:
    first = Host(tmp_path / "run", more=_LITTLE)
    here = session(tmp_path, first.socket)
    try:
        here.ready("NCT04144517")
        [process] = first.children()
        first.end(signal.SIGKILL)
        assert first.socket.exists(), "nobody could remove it"
        there = session(tmp_path, first.socket)
        try:
            there.ready("NCT04144517")
            there.press("<c-q>")
            assert there.end() == 0
        finally:
            there.close()
        second = Host(tmp_path / "run", more=_LITTLE)
        assert second.socket.exists()
        here.press("alks")
        here.wait_for("1 found")
        here.press("<c-q>")
        assert here.end() == 0
        assert second.end() == 0
        assert not second.socket.exists()
        assert eventually(lambda: not Path(f"/proc/{process}").exists() or not second.process.pid)
    finally:
        here.close()


def test_a_new_program_is_never_served_by_the_old(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("1")
    more = f"{_LITTLE}p.of_program = lambda root: [{str(module)!r}]; "
    old = Host(tmp_path / "run", more=more)
    module.write_text("2")
    opened = session(tmp_path, old.socket)
    try:
        opened.ready("NCT04144517")
        assert opened.leader() == opened.process.pid
        assert old.process.wait(timeout=AT_MOST) == 0
        assert not old.socket.exists()
        opened.press("<c-q>")
        assert opened.end() == 0
    finally:
        opened.close()
        old.process.communicate(timeout=AT_MOST)


def test_every_file_of_the_program_is_looked_at() -> None:
    told = {str(each.relative_to(ROOT)) for each in parent.of_program(ROOT)}
    assert {"tui", "tui/kiosk/parent.py", "tui/app/trials.tcss", "catalog/store/schema.sql"} <= told
    assert "catalog/eligibility/vocabulary/measurements.csv" in told
    assert not [each for each in told if "__pycache__" in each]


def test_every_session_of_many_ends_as_it_was_asked_to(tmp_path: Path, host: Host) -> None:
    """A forked app that vanishes by itself is seen here: `make soak` starts thousands."""
    for number in range(often(9, 3000)):
        opened = session(tmp_path, host.socket)
        try:
            opened.wait_for(" found")
            assert eventually(lambda: len(host.children()) == 1)
            [process] = host.children()
            if number % 3 == 0:
                os.kill(process, signal.SIGTERM)
                assert opened.end() == 143
            elif number % 3 == 1:
                opened.hang_up()
                assert opened.process.wait(timeout=AT_MOST) == 129
            else:
                opened.process.kill()
        finally:
            opened.close()
        assert host.settles()


# its place


def refused(place: Path) -> str:
    done = subprocess.run(
        command(
            "host", "--socket", str(place), more="import tui.kiosk.parent as p; p.load = int; "
        ),
        env={"LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    return line


def test_it_listens_in_a_private_folder_alone(tmp_path: Path, host: Host) -> None:
    folder = tmp_path / "folder"
    assert "no such folder" in refused(folder / "socket")
    folder.mkdir(mode=0o755)
    assert "others may enter" in refused(folder / "socket")
    folder.chmod(0o700)
    (folder / "file").write_text("mine")
    assert "something else" in refused(folder / "file")
    assert (folder / "file").read_text() == "mine"
    (folder / "link").symlink_to(host.socket)
    assert "something else" in refused(folder / "link")
    assert "too long" in refused(folder / ("x" * 200))
    assert "another host" in refused(host.socket)
    assert host.socket.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    run = text.replace("/opt/trials/current/bin/python", sys.executable)
    (tmp_path / UNIT.name).write_text(run.replace("man:trials(1)", "https://example.org"))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / UNIT.name)], capture_output=True, text=True
    )
    assert UNIT.name not in done.stderr, done.stderr


def test_the_unit_is_the_one_that_the_page_installs(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "kiosk.md").read_text(encoding="utf-8")
    assert f"tui/kiosk/{UNIT.name}" in page
    _, started = unit(tmp_path)
    assert started[-3:-1] == ["host", "--socket"]
    assert "TRIALS_HOST=/run/trials-host/socket" in page
