"""Programs that stand between the app and a terminal: GNU screen, tmux, mosh, one in the other."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.tui.driving import Terminal

PROMPT = "over-and-out#"
"""What the shell asks with when the app has ended."""
_BEFORE = "screen", "tmux", "mosh-server", "mosh-client"


def missing(kind: str) -> str:
    """Why this cannot be run here; empty where it can."""
    needed = [each for each in _BEFORE if any(each.startswith(part) for part in kind.split("-in-"))]
    absent = [each for each in needed if not shutil.which(each)]
    return f"{' and '.join(absent)} not installed" if absent else ""


class Between:
    """`kind`: screen, tmux, mosh, screen-in-tmux or tmux-in-screen; its servers end with it."""

    def __init__(self, kind: str, catalogue: Path, folder: Path) -> None:
        self.kind = kind
        # Not the test's own folder: the name of a socket has 107 bytes at most.
        self._sockets = Path(tempfile.mkdtemp(prefix="between-"))
        self.folder = folder
        self._rc = self._sockets / "screenrc"
        self._rc.write_text("startup_message off\ndefutf8 on\n")
        self._conf = self._sockets / "tmux.conf"
        self._conf.write_text("set -s escape-time 0\nset -s set-clipboard on\nset -g status off\n")
        (self._sockets / "screens").mkdir(mode=0o700)
        self._own = {
            "SCREENDIR": str(self._sockets / "screens"),
            "TMUX_TMPDIR": str(self._sockets),
            "SHELL": "/bin/sh",
            "PS1": f"{PROMPT} ",
            "MOSH_PREDICTION_DISPLAY": "never",
        }
        self._server: int | None = None
        app = shlex.join([sys.executable, "-m", "tui", "--catalog", str(catalogue)])
        program = ["/bin/sh", "-c", f"{app}; exec /bin/sh -i"]
        if kind == "mosh":
            program = self._mosh(program)
        else:
            for each in kind.split("-in-"):  # the inner one first
                program = self._screen(program) if each == "screen" else self._tmux(program)
        self.terminal = Terminal([], folder, environment=self._own, program=program)

    def _screen(self, program: list[str]) -> list[str]:
        return ["screen", "-U", "-S", "between", "-c", str(self._rc), *program]

    def _tmux(self, program: list[str]) -> list[str]:
        command = ["tmux", "-L", "between", "-f", str(self._conf)]
        return [*command, "new-session", shlex.join(program)]

    def _mosh(self, program: list[str]) -> list[str]:
        settings = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8",
            "TRIALS_STATE": str(self.folder / "state"), "TRIALS_CONFIG": "none",
            "TRIALS_EXPORTS": str(self.folder / "exports"), **self._own,
        }  # fmt: skip
        told = subprocess.run(
            ["mosh-server", "new", "-i", "127.0.0.1", "-c", "256", "--", *program],
            capture_output=True, text=True, env=settings, check=True,
        )  # fmt: skip
        connect = re.search(r"MOSH CONNECT (\d+) (\S+)", told.stdout)
        server = re.search(r"pid = (\d+)", told.stdout + told.stderr)
        assert connect, told
        assert server, told
        self._server = int(server[1])
        self._own["MOSH_KEY"] = connect[2]
        return ["mosh-client", "127.0.0.1", connect[1]]

    def tell(self, *command: str) -> str:
        """A command to the inner server of screen or tmux; what it says."""
        outer = (
            ["screen", "-S", "between", "-X"]
            if self.kind.startswith("screen")
            else ["tmux", "-L", "between"]
        )
        done = subprocess.run(
            [*outer, *command], capture_output=True, text=True, env={**os.environ, **self._own}
        )
        return done.stdout

    def picture(self) -> str:
        """What the innermost of them thinks that its screen shows."""
        if self.kind == "mosh":
            return self.terminal.text
        if self.kind.startswith("tmux"):
            return self.tell("capture-pane", "-p")
        shot = self._sockets / "shot"
        self.tell("hardcopy", str(shot))
        for _ in range(400):
            self.terminal.read(0.05)
            if shot.exists() and shot.stat().st_size:
                break
        text = shot.read_text("utf-8", "replace")
        shot.unlink()
        return text

    def paste(self, text: str, *flags: str) -> None:
        """Paste a text by the program's own means."""
        held = self._sockets / "held"
        held.write_text(text)
        if self.kind.startswith("screen"):
            self.tell("readbuf", str(held))
            self.tell("paste", ".")
        else:
            self.tell("load-buffer", str(held))
            self.tell("paste-buffer", *flags)

    def again(self, columns: int, rows: int) -> None:
        """Leave it, and come back in another terminal."""
        command = (
            ["screen", "-U", "-c", str(self._rc), "-d", "-r", "between"]
            if self.kind == "screen"
            else ["tmux", "-L", "between", "attach-session", "-d"]
        )
        self.terminal.close()
        self.terminal = Terminal(
            [], self.folder, columns, rows, environment=self._own, program=command
        )

    def close(self) -> None:
        self.terminal.close()
        for each in self.kind.split("-in-"):
            command = ["screen", "-S", "between", "-X", "quit"]
            if each == "tmux":
                command = ["tmux", "-L", "between", "kill-server"]
            if each != "mosh":
                subprocess.run(command, capture_output=True, env={**os.environ, **self._own})
        if self._server is not None:
            with suppress(ProcessLookupError):
                os.kill(self._server, signal.SIGTERM)
        shutil.rmtree(self._sockets, ignore_errors=True)
