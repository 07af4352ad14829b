"""The kiosk of docs/kiosk.md with a real sshd: the app alone, whatever a client tries."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soaking import often
from tests.tui import sshd
from tests.tui.driving import STARTER, Terminal
from tests.tui.sshd import Server
from tests.waiting import AT_MOST, ended

pytestmark = [
    pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built"),
    pytest.mark.skipif(bool(sshd.missing()), reason=sshd.missing() or "sshd is there"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux' /proc"),
]
KEPT = {
    "HOME",
    "PATH",
    "TERM",
    "LANG",
    "LC_ALL",
    "TRIALS_EXPORTS",
    "TRIALS_CONFIG",
    "MALLOC_ARENA_MAX",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("kiosk"))
    yield started
    started.close()


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("hosted"), has_host=True)
    yield started
    started.close()


@pytest.fixture(params=["server", "hosted"])
def kiosk(request: pytest.FixtureRequest) -> Server:
    """What holds for whoever is in a session holds with a host as without."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def session(kiosk: Server) -> Iterator[Terminal]:
    assert kiosk.gone()
    opened = kiosk.terminal()
    opened.ready("NCT04144517")
    assert kiosk.host is None or kiosk.sessions() == kiosk.forked()
    yield opened
    opened.close()


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file but those that sshd and its clients write."""
    own = {"sshd.log", "known_hosts"}
    return {
        str(each.relative_to(folder)): (each.stat().st_size, each.stat().st_mtime_ns)
        for each in folder.rglob("*")
        if each.is_file() and each.name not in own
    }


def test_a_story_over_ssh_writes_one_export_and_nothing_else(
    kiosk: Server, session: Terminal
) -> None:
    before = tree(kiosk.folder)
    session.press("hnscc")
    session.wait_for("/ hnscc")
    session.press("<esc>", " ", "<enter>")
    session.wait_for("[1 About]")
    session.press("4", "9", "1", "e", "<enter>")
    session.wait_for("saved:")
    session.press("<c-q>")
    assert session.end() == 0, "ssh hands on the app's exit code"
    new = set(tree(kiosk.folder)) - set(before)
    assert len(new) == 1
    assert next(iter(new)).startswith("exports/")
    assert {name: seen for name, seen in tree(kiosk.folder).items() if name in before} == before
    assert kiosk.gone()


@pytest.mark.parametrize("command", ["id", "sh -i", "bash -c 'touch escaped'", "trials --help"])
def test_no_command_is_run_without_a_terminal(server: Server, command: str) -> None:
    done = server.run([*server.ssh(), command])
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "terminal" in done.stderr


@pytest.mark.parametrize("command", ["bash -i", "; id", "trials --catalog /etc/passwd", "$(id)"])
def test_no_command_is_run_with_one(server: Server, command: str) -> None:
    opened = server.terminal(command)
    try:
        opened.ready("NCT04144517")
        assert b"uid=" not in opened.sent
        opened.press("<c-q>")
        assert opened.end() == 0
    finally:
        opened.close()


def test_no_file_is_copied_in_or_out(server: Server) -> None:
    (server.home / "mine").write_text("mine")
    before = tree(server.folder)
    port, target = str(server.port), f"127.0.0.1:{server.folder}/copied"
    source = f"127.0.0.1:{server.folder}/kiosk"
    for command in (
        ["scp", *server.options(), "-P", port, "mine", target],
        ["scp", "-O", *server.options(), "-P", port, "mine", target],
        ["scp", *server.options(), "-P", port, source, "taken"],
        ["scp", "-O", *server.options(), "-P", port, source, "taken"],
        ["sftp", *server.options(), "-P", port, source, "taken"],
    ):
        assert server.run(command).returncode != 0, command
    assert tree(server.folder) == before


def test_no_port_is_forwarded(server: Server) -> None:
    local = sshd._free_port()
    client = subprocess.Popen(
        server.ssh("-N", "-L", f"{local}:127.0.0.1:{server.port}"),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert _first_bytes(local) == b"", "the server would have said its version"
    finally:
        ended(client)
    for flags in (["-R", "0:127.0.0.1:22"], ["-R", f"{server.folder}/socket:127.0.0.1:22"]):
        done = server.run(server.ssh("-N", "-o", "ExitOnForwardFailure=yes", *flags))
        assert done.returncode != 0
    assert not (server.folder / "socket").exists()


def _first_bytes(port: int) -> bytes:
    stop = time.monotonic() + AT_MOST
    while time.monotonic() < stop:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=AT_MOST) as line:
                return line.recv(100)
        except ConnectionRefusedError:
            time.sleep(0.1)
        except OSError:
            return b""
    raise AssertionError("the client never listened")


def test_nothing_of_the_clients_environment_arrives(kiosk: Server) -> None:
    assert kiosk.gone()
    evil = {
        "TRIALS_EXPORTS": str(kiosk.home),
        "TRIALS_CATALOG": "/etc/passwd",
        "TRIALS_STATE": str(kiosk.home / "state"),
        "TEXTUAL_DRIVER": "os:system",
        "TEXTUAL_LOG": str(kiosk.home / "log"),
        "PYTHONSTARTUP": "/tmp/x.py",
        "PYTHONPATH": str(kiosk.home),
        "PYTHONINSPECT": "1",
        "PAGER": "sh",
        "EDITOR": "sh",
        "VISUAL": "sh",
        "BROWSER": "sh",
        "ENV": str(kiosk.home / "profile"),
    }
    (kiosk.home / "profile").write_text(f"touch {kiosk.home}/escaped\n")
    (kiosk.home / "sitecustomize.py").write_text(f"open('{kiosk.home}/escaped', 'w')\n")
    send = [part for name in evil for part in ("-o", f"SendEnv={name}")]
    opened = kiosk.terminal(flags=tuple(send), environment=evil)
    try:
        opened.ready("NCT04144517")
        [process] = kiosk.sessions()
        told = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
        arrived = dict(each.decode().split("=", 1) for each in told if each)
        assert set(arrived) <= KEPT
        if kiosk.host is None:  # else this is what the host began with
            assert arrived["TRIALS_EXPORTS"] == str(kiosk.exports)
        opened.press("<c-q>")
        assert opened.end() == 0
    finally:
        opened.close()
    assert not (kiosk.home / "escaped").exists()
    assert not (kiosk.home / "log").exists()


def test_keys_that_stop_or_kill_programs_are_keys(kiosk: Server, session: Terminal) -> None:
    [process] = kiosk.sessions()
    for key in (b"\x1a", b"\x1c", b"\x03"):
        session.write(key)
        session.settle()
    state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    assert state in "SR", "neither stopped nor a zombie"
    assert kiosk.sessions() == [process]
    time.sleep(2.1)  # a second ctrl+c in time would quit
    session.press("alks")
    session.wait_for("1 found")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_a_client_that_is_gone_leaves_no_process(
    kiosk: Server, session: Terminal, number: int
) -> None:
    assert len(kiosk.sessions()) == 1
    session.press("h")
    session.process.send_signal(number)
    assert kiosk.gone()


KEYS = {"stop": b"\x1a; touch escaped\n", "quit": b"\x1c!sh\n", "interrupt": b"\x03id\n"}


@pytest.mark.parametrize("keys", list(KEYS))
def test_keys_before_the_app_is_there_never_reach_a_shell(kiosk: Server, keys: str) -> None:
    before = tree(kiosk.folder)
    opened = kiosk.terminal()
    try:
        stop = time.monotonic() + AT_MOST
        while not kiosk.sessions() and time.monotonic() < stop:
            opened.read(0.01)
        opened.write(KEYS[keys])
        opened.settle()
        if opened.process.poll() is None:
            opened.press("<c-c>", "<c-q>")
        assert opened.end() in (0, 128 + signal.SIGINT, 128 + signal.SIGQUIT, 255)
        assert b"Traceback" not in opened.sent
    finally:
        opened.close()
    assert tree(kiosk.folder) == before
    assert kiosk.gone()


def test_several_at_once_on_one_catalogue(kiosk: Server) -> None:
    assert kiosk.gone()
    before = tree(kiosk.folder)
    count = often(4, 30)
    opened = [kiosk.terminal() for _ in range(count)]
    try:
        for each in opened:
            each.ready("NCT04144517")
        assert len(kiosk.sessions()) == count
        assert len(kiosk.forked()) == (count if kiosk.host else 0)
        for each in opened:
            each.write(b"alks")
        for each in opened:
            each.wait_for("1 found")
        for each in opened:
            each.press("<c-q>")
            assert each.end() == 0
    finally:
        for each in opened:
            each.close()
    assert tree(kiosk.folder) == before
    assert kiosk.gone()


def attached(tracing: list[str], process: int) -> subprocess.Popen[bytes]:
    """A tracer of a process that runs, once it has it."""
    tracer = subprocess.Popen([*tracing, "-p", str(process)])
    while "\nTracerPid:\t0\n" in Path(f"/proc/{process}/status").read_text():
        if tracer.poll() is not None:
            pytest.skip("this machine lets nothing be traced")
        time.sleep(0.02)
    return tracer


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_no_file_is_opened_for_writing_but_exports(kiosk: Server) -> None:
    traced = kiosk.folder / "traced"
    calls = "trace=openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,execve"
    tracing = ["strace", "-f", "-qq", "-e", calls, "-o", str(traced)]
    tracer = None if kiosk.host is None else attached(tracing, kiosk.host.pid)
    program = tracing if tracer is None else []
    opened = Terminal([], kiosk.home, program=[*program, str(kiosk.script)])
    try:
        if opened.process.poll() is not None:
            pytest.skip("this machine lets nothing be traced")
        opened.ready("NCT04144517")
        opened.press("alks")
        opened.wait_for("1 found")
        opened.press("<enter>")
        opened.wait_for("[1 About]")
        opened.press("4")
        opened.wait_for("[4 ")
        opened.press("e")
        opened.wait_for("Export to")
        opened.press("<enter>")
        opened.wait_for("saved:")
        opened.press("<c-q>")
        opened.end()
    finally:
        opened.close()
        if tracer is not None:
            tracer.send_signal(signal.SIGINT)
            try:
                tracer.wait(timeout=20)
            except subprocess.TimeoutExpired:
                tracer.kill()  # what it traced goes on, and its lines are written
                tracer.wait()
    lines = traced.read_text().splitlines()
    traced.unlink()
    changed = {
        name
        for line in lines
        if re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC)|(mkdir|rename|unlink|creat)\w*\(", line)
        and not re.search(r"= -1 E", line)
        for name in re.findall(r'"([^"]*)"', line)
    }
    outside = {name for name in changed if not name.startswith(str(kiosk.exports))}
    assert outside <= {"/dev/tty", "/dev/null"}
    assert changed - outside, "the export itself is seen"
    known = re.compile(rf'"({re.escape(str(kiosk.script))}|(/usr)?/bin/env|[^"]*python[^"]*)"')
    started = [line for line in lines if "execve(" in line and line.endswith("= 0")]
    assert [line for line in started if not known.search(line)] == []
