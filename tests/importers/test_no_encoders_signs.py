"""No sign of an encoder (`&lt;`, `&amp;lt;`, `&#39;`, `<br>`) survives, in any field of any format.

Into every text of every sample that two small words stand in, such signs are put, as its file
writes them; what is read has the signs they stand for, and `< 18` and `p<0.05` as they were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from catalog.model.trial import Link, Trial
from importers.formats import IMPORTERS
from importers.values.markup import without_markup
from tests.importers.corpus_counts import gathered
from tests.importers.test_samples import EXPECTED, samples

_LEFT = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});|<\s*/?\s*(?:br|p|li|ul|div)\s*/?\s*>",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\b([a-z]{3,}) ([a-z]{3,})\b")
_SIGNS = "&amp;lt; &amp;#39; &lt;br&gt; &#233; &lt; 18 p&lt;0.05"
_OF_A_LIST = (".said", ".means", ".label", "purpose", ".kind")
_KEPT_BY = {
    *("ctgov-json", "ctgov-csv", "ctgov-csv-classic", "ctgov-xml", "euctr-text", "ictrp-xml"),
    *("ictrp-csv", "who-xml", "drks-json", "ctis-json", "isrctn-xml", "isrctn-csv", "anzctr-xml"),
}
_PACKED = {".xlsx", ".xls", ".ods", ".zip", ".gz"}

ALL = [
    pytest.param(path, id=f"{importer.name}-{path.name}")
    for importer in IMPORTERS
    if not importer.inside
    for path in samples(importer)
    if path.is_file() and path.suffix not in _PACKED
]


def _texts(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, f"{at}.{name}")
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, at)


def _pairs(path: Path) -> set[str]:
    """One pair of words for each field of what the sample gives."""
    told = json.loads(path.with_name(path.name + EXPECTED).read_text())
    first: dict[str, str] = {}
    for record in told["records"]:
        for field, text in _texts(record["trial"]):
            if field.endswith(_OF_A_LIST) or field.startswith(".guesses"):
                continue  # words of a list, and our own, which a file's headings hold too
            if field not in first and (found := _PAIR.search(text)):
                first[field] = found[0]
    return set(first.values())


def _written(path: Path, text: str) -> str:
    is_marked_up = re.search(r"<(?:\?xml|html|table|trial|clinical|!doctype)", text, re.I)
    return _SIGNS.replace("&", "&amp;") if is_marked_up else _SIGNS


@pytest.mark.parametrize("path", ALL)
def test_no_sign_of_an_encoder_survives(path: Path, tmp_path: Path) -> None:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        pytest.skip("not UTF-8: its bytes are not changed by words")
    signs = _written(path, text)
    for pair in sorted(_pairs(path)):
        left, right = pair.split()
        text = text.replace(pair, f"{left} {signs} {right}")
    changed = tmp_path / path.name
    changed.write_bytes(text.encode())
    outcome = gathered([changed])
    assert bool(outcome.records) == bool(gathered([path]).records)
    for record in outcome.records:
        for field, said in _texts(msgspec.to_builtins(record.trial)):
            assert _LEFT.search(said) is None, (field, said)
    if path.parent.name in _KEPT_BY and path.suffix != ".html" and "p&" in text:
        whole = json.dumps([msgspec.to_builtins(each.trial) for each in outcome.records])
        assert "< 18" in whole and "p<0.05" in whole and "\\u00e9" in whole


def test_a_value_without_such_signs_is_the_same_value() -> None:
    trial = Trial(title="R&D in <the guide>, p<0.05, cohort <A>", conditions=("a < b",))
    assert without_markup(trial, b"&<") is trial


def test_links_names_and_words_in_lists_are_cleaned() -> None:
    trial = Trial(
        title="Children&Amp;#39;s &lt; 18",
        see_also=(Link(label="x<br>y", url="https://e.org/?a=1&amp;b=2"),),
        conditions=("Women&#39;s health", "<br/ >"),
        brief_summary="<p></p>",
    )
    clean = without_markup(trial, b"&<")
    assert clean.title == "Children's < 18"
    assert clean.see_also[0].url == "https://e.org/?a=1&b=2"
    assert clean.see_also[0].label == "x\ny"
    assert clean.conditions[0] == "Women's health"
    assert clean.brief_summary is None
