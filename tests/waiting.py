"""How long tests wait for what must come: only a test that fails waits so long."""

from __future__ import annotations

import subprocess

AT_MOST = 60.0
"""Seconds. A busy machine needs many times what a quiet one does: a limit tells only what never
comes."""


def ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a helper of a test, which is asked to end, and made to if it does not.

    OpenSSH's client does not notice a signal that comes just before it waits for its next event.
    """
    process.terminate()
    try:
        return process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(timeout=AT_MOST)
