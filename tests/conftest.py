"""Where tests find the shared data: beside the checkout, or not at all."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.soaking import SOAK

# Timings are never tests: a busy machine must not fail a law. `make test` tries the same examples
# each time, so that what it says depends on the code alone; `make soak` draws many new ones.
settings.register_profile(
    "trials",
    max_examples=int(os.environ.get("TRIALS_EXAMPLES") or (1_000 if SOAK else 50)),
    derandomize=not SOAK,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("trials")

# Whatever terminal the tests are started from, an app without one has the colours of most.
os.environ["TERM"] = "xterm-256color"
for name in ("NO_COLOR", "COLORTERM"):
    os.environ.pop(name, None)

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def _folder(path: Path) -> Path:
    if not path.is_dir():
        pytest.skip(f"shared data is absent: {path.name} does not lie beside the checkout")
    return path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data; skips where it is absent."""
    return _folder(SHARED)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real files in every format; skips where they are absent."""
    return _folder(SHARED / "corpus")


@pytest.fixture(scope="session")
def bench() -> Path:
    """Gold data and scorers; skips where they are absent."""
    return _folder(SHARED / "bench")
