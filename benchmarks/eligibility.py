"""How well and how fast eligibility is understood: `python benchmarks/eligibility.py`.

First the table of figures on the dev sets, then trials a second on one core over real records,
with the peak of memory. Needs the shared data beside the checkout.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.score_eligibility_dev import main as quality
from catalog.eligibility import extract

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def texts() -> Iterator[str]:
    """Eligibility texts of real records, newer and older."""
    with gzip.open(CORPUS / "ctgov-json" / "studies.ndjson.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            module = json.loads(line)["protocolSection"].get("eligibilityModule", {})
            yield module.get("eligibilityCriteria", "")
    yield from _older(CORPUS / "ctgov-xml" / "AllPublicXML-sample.zip")


def _older(archive: Path) -> Iterator[str]:
    from lxml import etree

    with zipfile.ZipFile(archive) as files:
        for name in files.namelist():
            if not name.endswith(".xml"):
                continue
            parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
            root = etree.fromstring(files.read(name), parser)
            if root is not None:
                yield root.findtext("eligibility/criteria/textblock") or ""


def speed() -> None:
    """Print trials a second of processor time and the peak of memory."""
    found = [text for text in texts() if text]
    extract(found[0])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    criteria = sum(len(extract(text)) for text in found)
    spent = time.process_time() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"\n{len(found)} trials, {criteria} criteria,"
        f" {sum(map(len, found)) / len(found):.0f} characters each:"
        f" {len(found) / spent:.0f} trials/s on one core, {grown / 1024:.0f} MB more than before"
    )


if __name__ == "__main__":
    status = quality()
    if CORPUS.is_dir():
        speed()
    sys.exit(status)
