"""A real sshd on a loopback port, with the forced command and the Match block of docs/kiosk.md."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.tui.driving import ROOT, STARTER, Terminal

_CODE = re.compile(r"^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_RUN = Path("/run/sshd")


def missing() -> str:
    """Why no sshd can be run here; empty where it can."""
    if not shutil.which("ssh") or not shutil.which("ssh-keygen"):
        return "no ssh client is installed"
    if not _sshd():
        return "no sshd is installed (Debian: openssh-server)"
    if os.getuid() == 0 and not _RUN.is_dir():
        try:
            _RUN.mkdir(mode=0o755)
        except OSError:
            return f"{_RUN} is missing and cannot be made"
    return ""


def _sshd() -> str | None:
    return shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def recipe(folder: Path) -> tuple[str, str]:
    """The script and the Match block as documented, with places of this machine."""
    blocks = _CODE.findall((ROOT / "docs" / "kiosk.md").read_text(encoding="utf-8"))
    [script] = [each for each in blocks if each.startswith("#!/bin/sh")]
    [match] = [each for each in blocks if each.startswith("Match User")]
    # Isolated Python does not look into the folder it is started in: an installed one needs not.
    run = f'-I -B -c \'import sys; sys.path.insert(0, "{ROOT}"); import runpy;'
    run += ' runpy.run_module("tui", run_name="__main__")\''
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

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exports = folder / "exports"
        (folder / "catalogue").mkdir()
        self.catalogue = folder / "catalogue" / "catalog.db"
        self.home = folder / "client"
        for each in (self.exports, self.home):
            each.mkdir()
        shutil.copy(STARTER, self.catalogue)
        self.catalogue.chmod(0o444)
        script, match = recipe(folder)
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
        stop = time.monotonic() + 10
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
        """The processes of the app that this server started."""
        wanted = str(self.catalogue).encode()
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and wanted in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def gone(self, wait: float = 60.0) -> bool:
        """Whether no session is left, after some time at most."""
        stop = time.monotonic() + wait
        while self.sessions() and time.monotonic() < stop:
            time.sleep(0.1)
        return not self.sessions()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
