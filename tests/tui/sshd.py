"""A real sshd on a loopback port, with the forced command and the Match block of docs/kiosk.md."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.tui.driving import ROOT, STARTER, Terminal
from tests.waiting import AT_MOST, ended

_CODE = re.compile(r"^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_OWN_FOLDER = Path("/run/sshd")


def missing() -> str:
    """Why no sshd can be run here; empty where it can."""
    if not shutil.which("ssh") or not shutil.which("ssh-keygen"):
        return "no ssh client is installed"
    if not _sshd():
        return "no sshd is installed (Debian: openssh-server)"
    if os.getuid() == 0 and not _OWN_FOLDER.is_dir():
        try:
            _OWN_FOLDER.mkdir(mode=0o755)
        except OSError:
            return f"{_OWN_FOLDER} is missing and cannot be made"
    return ""


def _sshd() -> str | None:
    return shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


UNIT = ROOT / "tui" / "kiosk" / "trials-host.service"
_HERE = f'import sys; sys.path.insert(0, "{ROOT}"); import runpy;'
"""Isolated Python does not look into the folder it is started in: an installed one needs not."""
_PATIENT = "import tui.kiosk.client as c; c.PATIENCE = c.LONGEST = 30;"
"""Whether the host is used must not depend on what else this machine does."""
_RUN = ' runpy.run_module("tui", run_name="__main__")'


def unit(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Environment and command of the host as shipped, with places of this machine."""
    lines = dict(
        line.split("=", 1) for line in UNIT.read_text(encoding="utf-8").splitlines() if "=" in line
    )
    environment = dict(each.split("=", 1) for each in lines["Environment"].split())
    python, *options, module, tui, host, option, socket = lines["ExecStart"].split()
    assert (python, options) == ("/opt/trials/current/bin/python", ["-I", "-B"])
    assert (module, tui, socket) == ("-m", "tui", f"/run/{lines['RuntimeDirectory']}/socket")
    place = str(folder / "host" / "socket")
    return environment, [sys.executable, *options, "-c", _HERE + _RUN, host, option, place]


def recipe(folder: Path, *, has_host: bool = False) -> tuple[str, str]:
    """The script and the Match block as documented, with places of this machine."""
    blocks = _CODE.findall((ROOT / "docs" / "kiosk.md").read_text(encoding="utf-8"))
    [script] = [each for each in blocks if each.startswith("#!/bin/sh")]
    [match] = [each for each in blocks if each.startswith("Match User")]
    run = f"-I -B -c '{_HERE}{_PATIENT if has_host else ''}{_RUN}'"
    if has_host:
        [line] = [each for each in blocks if each.startswith("TRIALS_HOST=")]
        variable = line.strip().replace("/run/trials-host", str(folder / "host"))
        script = script.replace("TRIALS_CONFIG=", f"{variable} TRIALS_CONFIG=")
    for old, new in (
        ("/opt/trials/current/bin/python -I -B -m tui", f"{sys.executable} {run}"),
        ("/srv/trials/catalog.db", str(folder / "catalogue" / "catalog.db")),
        ("/srv/trials/exports", str(folder / "exports")),
        ("/srv/trials/settings.toml", str(folder / "settings.toml")),
    ):
        assert old in script, old
        script = script.replace(old, new)
    match = match.replace("trials-kiosk\n", f"{getpass.getuser()}\n", 1)
    return script, match.replace("/usr/local/lib/trials-kiosk", str(folder / "kiosk"))


class Server:
    """The server and how to reach it."""

    def __init__(self, folder: Path, *, has_host: bool = False) -> None:
        self.folder = folder
        self.host: subprocess.Popen[str] | None = None
        self.exports = folder / "exports"
        (folder / "catalogue").mkdir()
        self.catalogue = folder / "catalogue" / "catalog.db"
        self.home = folder / "client"
        for each in (self.exports, self.home):
            each.mkdir()
        shutil.copy(STARTER, self.catalogue)
        self.catalogue.chmod(0o444)
        script, match = recipe(folder, has_host=has_host)
        self.script = folder / "kiosk"
        self.script.write_text(script)
        self.script.chmod(0o755)
        for name in ("host_key", "key"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(command, check=True)
        shutil.copy(folder / "key.pub", folder / "authorized_keys")
        self.port = _free_port()
        (folder / "sshd_config").write_text(self._config() + match)
        self.process = subprocess.Popen(
            [str(_sshd()), "-D", "-e", "-f", str(folder / "sshd_config")],
            stderr=(folder / "sshd.log").open("wb"),
        )
        self._wait()
        if has_host:
            (folder / "host").mkdir(mode=0o700)
            self.start_host()

    def start_host(self) -> None:
        """Start the host, and wait until it listens."""
        environment, command = unit(self.folder)
        self.host = subprocess.Popen(
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.host.stderr is not None
        assert "ready" in self.host.stderr.readline()

    def end_host(self, number: int = signal.SIGTERM) -> None:
        """End the host by a signal."""
        if self.host is not None:
            self.host.send_signal(number)
            self.host.communicate(timeout=20)
            self.host = None

    def _config(self) -> str:
        # A careless AcceptEnv, to see that the script drops what comes through it.
        return (
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.folder}/host_key\n"
            f"AuthorizedKeysFile {self.folder}/authorized_keys\nPidFile none\nUsePAM no\n"
            "PasswordAuthentication no\nStrictModes no\nPermitRootLogin prohibit-password\n"
            "Subsystem sftp internal-sftp\nMaxStartups 50\n"
            "AcceptEnv LANG LC_* TRIALS_* PYTHON* TEXTUAL* PAGER EDITOR VISUAL BROWSER SHELL ENV\n"
        )

    def _wait(self) -> None:
        stop = time.monotonic() + AT_MOST
        while time.monotonic() < stop:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / "sshd.log").read_text())

    def options(self) -> list[str]:
        """Options that all clients take."""
        told = {
            "IdentityFile": self.folder / "key",
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": self.folder / "known_hosts",
            "StrictHostKeyChecking": "accept-new",
            "BatchMode": "yes",
            "ControlPath": "none",
            "LogLevel": "ERROR",
        }
        return [
            "-F",
            "none",
            *(part for name, value in told.items() for part in ("-o", f"{name}={value}")),
        ]

    def ssh(self, *flags: str) -> list[str]:
        """A client's command line up to the host."""
        return ["ssh", *self.options(), "-p", str(self.port), *flags, "127.0.0.1"]

    def run(
        self, command: list[str], environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a client without a terminal."""
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            cwd=self.home,
            env={**os.environ, **(environment or {})},
        )

    def terminal(
        self,
        *arguments: str,
        flags: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> Terminal:
        """A client in a terminal."""
        program = self.ssh("-tt", *flags)
        return Terminal([*arguments], self.home, environment=environment, program=program)

    def sessions(self) -> list[int]:
        """The processes of the app that this server, or its host, started."""
        wanted = str(self.catalogue).encode()
        forked = self.forked()
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and wanted in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return found + forked

    def forked(self) -> list[int]:
        """The sessions that the host has forked."""
        return [] if self.host is None else children(self.host.pid)

    def gone(self, wait: float = AT_MOST) -> bool:
        """Whether no session is left, after some time at most."""
        stop = time.monotonic() + wait
        while self.sessions() and time.monotonic() < stop:
            time.sleep(0.1)
        return not self.sessions()

    def close(self) -> None:
        self.end_host()
        ended(self.process)


def children(process: int) -> list[int]:
    """The children of a process that have not ended."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [each for each in map(int, told.split()) if _lives(each)]


def _lives(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(") ")[2].split()[0] != "Z"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
