"""Signatures of packs by OpenSSH (`ssh-keygen -Y`), which every server has: nothing of our own.

What is signed is the manifest, which holds the hashes of all else. `ssh-keygen` is called with
fixed arguments, without a terminal, and never asks.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from handover.packs.frame import PackRefused

NAME = "manifest.json.sig"
LARGEST = 16 << 10
_NAMESPACE = "trials-pack"
_TOOL = "ssh-keygen"
_SECONDS = 60


def sign(manifest: bytes, key: Path) -> bytes:
    """The signature by a private key, or by the agent that holds it (a `.pub`).

    Raises PackRefused.
    """
    done = _run(["sign", "-n", _NAMESPACE, "-f", str(key.resolve())], manifest)
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise PackRefused(
            f"the pack cannot be signed with {key.name}: {_said(done)} (a key with a passphrase has"
            " to be in ssh-agent)"
        )
    return done.stdout


def verified(manifest: bytes, signature: bytes, signers: Path) -> str:
    """Who of the allowed signers made it; raises PackRefused where none of them did.

    `signers` is a file as ssh-keygen(1) has it under ALLOWED SIGNERS.
    """
    if not signers.is_file():
        raise PackRefused(f"{signers}: there is no such file of allowed signers")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        file.write_bytes(signature)
        allowed = ["-f", str(signers.resolve()), "-s", str(file)]
        found = _run(["find-principals", *allowed], b"")
        names = found.stdout.decode("utf-8", "replace").split("\n")[0].split(",")
        for name in filter(None, names):
            done = _run(["verify", "-n", _NAMESPACE, "-I", name, *allowed], manifest)
            if done.returncode == 0:
                return name
    raise PackRefused("the pack is not signed by one of the allowed signers")


def check_form(manifest: bytes, signature: bytes) -> None:
    """Make sure that some key made the signature of this manifest; raises PackRefused."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        file.write_bytes(signature)
        done = _run(["check-novalidate", "-n", _NAMESPACE, "-s", str(file)], manifest)
    if done.returncode:
        raise PackRefused("the pack's signature is not one of its manifest")


def _run(arguments: list[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    known = ("PATH", "HOME", "SSH_AUTH_SOCK", "TMPDIR")
    environment = {name: os.environ[name] for name in known if name in os.environ}
    try:
        return subprocess.run(
            [_TOOL, "-Y", *arguments],
            input=given,
            capture_output=True,
            env={**environment, "LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never"},
            start_new_session=True,  # no terminal to ask for a passphrase on
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise PackRefused("ssh-keygen is not there (Debian: openssh-client)") from None
    except (OSError, subprocess.TimeoutExpired):
        raise PackRefused("ssh-keygen could not be run") from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip() if lines else "no reason was given"
