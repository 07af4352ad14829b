"""The bundle and its installer: no network, no other byte, nothing half, the catalogue stays.

The quick tests install a program of one line by the real script; `make soak` makes the real bundle,
which needs a network, and installs that in a namespace that has none.
"""

from __future__ import annotations

import base64
import ensurepip
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soaking import SOAK
from tools import dist

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "installer" / "install.sh"
BUNDLED = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
STRANGER = 54_321


def _without_network() -> list[str]:
    """What runs a command where there is no network; nothing where that is not allowed."""
    for flags in ("-n", "-rn"):
        if (
            shutil.which("unshare")
            and not subprocess.run(["unshare", flags, "true"], capture_output=True).returncode
        ):
            return ["unshare", flags]
    return []


pytestmark = [
    pytest.mark.skipif(not BUNDLED, reason="this Python brings no pip along"),
    pytest.mark.skipif(sys.platform != "linux", reason="the bundle is for Linux"),
]


def _wheel(folder: Path, version: str, word: str) -> Path:
    """A program `trials` of one line."""
    made = folder / f"trials-{version}-py3-none-any.whl"
    about = f"trials-{version}.dist-info"
    files = {
        "tiny.py": f"def main():\n    print({word!r})\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: trials\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": "[console_scripts]\ntrials = tiny:main\n",
    }
    lines = []
    with zipfile.ZipFile(made, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            lines.append(f"{name},sha256={digest.rstrip(b'=').decode()},{len(text)}\n")
        wheel.writestr(f"{about}/RECORD", "".join(lines) + f"{about}/RECORD,,\n")
    return made


@pytest.fixture
def bundles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Bundles of three versions, unpacked."""
    pins = tmp_path / "constraints.txt"
    pins.write_text("# no package\n")
    monkeypatch.setattr(dist, "PLACE", pins)
    monkeypatch.setattr(dist, "_said", lambda *_: b"said\n")
    found = {}
    for version in ("1.0", "2.0", "3.0"):
        folder = tmp_path / f"trials-{version}-linux"
        (folder / "wheels").mkdir(parents=True)
        shutil.copy(BUNDLED[-1], folder / "wheels")
        dist.lay_out(folder, _wheel(folder / "wheels", version, f"this is {version}"))
        found[version] = folder
    return found


class Server:
    """A machine that something is installed on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prefix, self.bin, self.srv = folder / "opt", folder / "usr/bin", folder / "srv"

    def run(self, bundle: Path, *more: str) -> subprocess.CompletedProcess[str]:
        places = ["--prefix", str(self.prefix)]
        command = [*_without_network(), "sh", str(bundle / "install.sh"), *places, *more]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder)

    def install(self, bundle: Path) -> subprocess.CompletedProcess[str]:
        return self.run(bundle, "--bin", str(self.bin), "--catalog-dir", str(self.srv))

    def said(self, *command: str) -> str:
        """What the installed program says to somebody who owns nothing here."""
        other = ["setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"]
        able = os.geteuid() == 0 and shutil.which("setpriv")
        done = subprocess.run(
            [*(other if able else []), str(self.bin / "trials"), *command],
            capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        )  # fmt: skip
        return done.stdout + done.stderr

    def everything(self) -> dict[str, str | bytes]:
        """Names, links and content of all that is installed."""
        return {
            str(each.relative_to(self.folder)): str(each.readlink()) if each.is_symlink()
            else each.read_bytes() if each.is_file() else b"" for each in self.folder.rglob("*")
        }  # fmt: skip


@pytest.fixture
def server() -> Iterator[Server]:
    # Not below pytest's folder, which is closed to others: a stranger has to come in.
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield Server(folder)
    shutil.rmtree(folder)


def _needs_python(done: subprocess.CompletedProcess[str]) -> None:
    if "every user may run is needed" in done.stderr:
        pytest.skip("no Python of this machine may be run by every user")


def test_install_use_upgrade_remove(server: Server, bundles: dict[str, Path]) -> None:
    done = server.install(bundles["1.0"])
    _needs_python(done)
    assert done.returncode == 0, done.stderr
    assert server.said() == "this is 1.0\n"
    assert stat.S_IMODE(server.srv.stat().st_mode) == 0o755
    catalogue = server.srv / "catalog.db"
    catalogue.write_bytes(b"precious")

    _nothing_of_another_byte(server, bundles["2.0"])
    done = server.run(bundles["2.0"])
    assert done.returncode == 0, done.stderr
    assert server.said() == "this is 2.0\n", "where it was, without being told again"
    assert _versions(server) == {"1.0-1", "2.0-1"}, "who has the old one open goes on"
    if SOAK:
        assert server.run(bundles["3.0"]).returncode == 0
        assert _versions(server) == {"2.0-1", "3.0-1"}
    share = server.folder / "usr/share"
    for each in (
        "man/man1/trials.1",
        "bash-completion/completions/trials",
        "zsh/site-functions/_trials",
        "fish/vendor_completions.d/trials.fish",
    ):
        assert (share / each).read_bytes() == b"said\n"

    done = server.run(bundles["3.0"], "--uninstall")
    assert done.returncode == 0, done.stderr
    assert str(server.srv) in done.stdout
    left = [each for each in server.folder.rglob("*") if not each.is_dir()]
    assert left == [catalogue]
    assert catalogue.read_bytes() == b"precious"
    assert server.run(bundles["3.0"], "--uninstall").returncode == 1


def _versions(server: Server) -> set[str]:
    return {each.name for each in (server.prefix / "versions").iterdir()}


def _nothing_of_another_byte(server: Server, bundle: Path) -> None:
    """A wheel that was changed is refused, also where the checksums were changed with it."""
    before = server.everything()
    hurt = bundle.with_name("hurt")
    shutil.copytree(bundle, hurt)
    [wheel] = (hurt / "wheels").glob("trials-*.whl")
    _wheel(wheel.parent, "2.0", "this is not it")
    done = server.run(hurt)
    assert (done.returncode, "SHA256SUMS" in done.stderr) == (1, True)
    sums = (hurt / "SHA256SUMS").read_text().splitlines()
    forged = f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  wheels/{wheel.name}"
    kept = [line for line in sums if wheel.name not in line]
    (hurt / "SHA256SUMS").write_text("\n".join([*kept, forged]) + "\n")
    done = server.run(hurt)
    assert done.returncode == 1
    assert "HASHES" in done.stderr and "nothing was changed" in done.stderr
    assert server.everything() == before


def test_what_somebody_else_put_there_stays(server: Server, bundles: dict[str, Path]) -> None:
    server.prefix.mkdir()
    (server.prefix / "theirs").write_text("x")
    done = server.install(bundles["1.0"])
    assert (done.returncode, "did not install" in done.stderr) == (1, True)
    assert server.run(bundles["1.0"], "--uninstall").returncode == 1
    assert [each.name for each in server.folder.rglob("*")] == ["opt", "theirs"]


@pytest.mark.parametrize(
    "more", [["--bin", "a/b"], ["--bin", "/a b"], ["--bin", "/a;b"], ["--bin"], ["--what"]]
)
def test_odd_arguments_are_refused(
    server: Server, bundles: dict[str, Path], more: list[str]
) -> None:
    assert server.run(bundles["1.0"], *more).returncode in (1, 2)
    assert list(server.folder.iterdir()) == []


def test_an_archive_is_the_same_each_time_and_of_nobody(
    tmp_path: Path, bundles: dict[str, Path]
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        dist.archive(bundles["1.0"], tmp_path / name / "it.tar.gz", 1_700_000_000)
        (bundles["1.0"] / "install.sh").touch()
    one, other = (tmp_path / name / "it.tar.gz" for name in "ab")
    assert one.read_bytes() == other.read_bytes()
    told = one.with_name("it.tar.gz.sha256").read_text().split()
    assert told == [hashlib.sha256(one.read_bytes()).hexdigest(), "it.tar.gz"]
    with tarfile.open(one) as made:
        assert {each.uid for each in made} == {0}
        assert not [each for each in made.getnames() if not each.startswith("trials-1.0-linux")]


@pytest.mark.skipif(not SOAK, reason="needs a network to make the bundle, and minutes: make soak")
def test_the_real_bundle_is_installed_without_a_network(tmp_path: Path, server: Server) -> None:
    """First import by a manager, first search by somebody who owns nothing."""
    subprocess.run([sys.executable, "-m", "tools.dist", str(tmp_path)], cwd=ROOT, check=True)
    [made] = tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(made, tmp_path, filter="data")
    [bundle] = [each for each in tmp_path.iterdir() if each.is_dir()]
    done = server.install(bundle)
    _needs_python(done)
    assert done.returncode == 0, done.stderr
    known = (ROOT / "tests/importers/samples/ctgov-json").glob("*.json")
    samples = [str(each) for each in sorted(known) if ".expected." not in each.name]
    command = [*_without_network(), str(server.bin / "trials"), "import", *samples[:3]]
    subprocess.run(command, check=True, capture_output=True)
    assert "Trials:" in server.said("stats")
    assert "found for: trial" in server.said("search", "trial")
    assert "check" in server.said("--help")
