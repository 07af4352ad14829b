"""The metadata file as datasette itself reads it, on a loopback port."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from catalog.store import schema
from catalog.store.coding import CODED
from handover.columns import ROWS, of_view
from handover.datasette import metadata
from tests.catalog.keeping import keep, record
from tests.catalog.making import trial
from tests.soaking import SOAK


def test_every_view_and_column_is_told() -> None:
    tables = metadata(Path("/x/clinic.db"))["databases"]["clinic"]["tables"]
    assert set(ROWS.values()) == set(schema.views()) - set(CODED)
    for view in ROWS.values():
        names = [each.name for each in of_view(view)]
        assert set(tables[view]["columns"]) <= set(names)
        assert set(tables[view]["facets"]) <= set(names)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    if find_spec("datasette") is None:
        pytest.skip("datasette (the extra soak) is not installed")
    if not SOAK:
        pytest.skip("a server is begun and waited for: make soak does it")
    path, told = tmp_path / "clinic.db", tmp_path / "metadata.json"
    keep(path, [record(trial("NCT00000001", title="Examplomab in melanoma"))])
    told.write_text(json.dumps(metadata(path)))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["datasette", "serve", "-i", str(path), "-m", str(told), "-p", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def asked(address: str) -> Any:
    """The JSON of an address, as soon as the server is there."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return json.load(answer)
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_datasette_shows_views_facets_and_questions(served: str) -> None:
    assert asked(f"{served}-/metadata.json")["title"] == "Clinical trials"
    told = asked(f"{served}clinic.json")
    assert set(ROWS.values()) <= {each["name"] for each in told["views"]}
    hidden = {each["name"] for each in told["tables"] if each["hidden"]}
    assert {"source_record", "search_term", "blocking_key"} <= hidden
    rows = asked(f"{served}clinic/trial_list.json?_shape=array")
    assert [(row["id"], row["title"]) for row in rows] == [
        ("NCT00000001", "Examplomab in melanoma")
    ]
    assert "status" in asked(f"{served}clinic/trial_list.json?_facet=status")["facet_results"]
    assert asked(f"{served}clinic/given.json?name=nothing&_shape=array") == []
