"""Cutting: what was written is what comes out, whatever it is and however it arrives."""

from __future__ import annotations

import csv
import io
import json
import string
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from importers.cutting import json_records
from importers.cutting.whole import (
    csv_record,
    csv_rows,
    decoded,
    json_items,
    utf8,
    whole,
    xml_elements,
    xml_root,
)
from importers.importer import Piece, Unreadable
from tests.importers.memory import MemorySource

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
SCALARS = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(TEXT, VALUES, max_size=5)
STEPS = st.sampled_from([None, 1, 7, 64])
quick = settings(max_examples=60, deadline=None)


def good(pieces: Iterator[Piece | Unreadable]) -> list[Piece]:
    found = list(pieces)
    assert all(isinstance(piece, Piece) for piece in found), found
    return [piece for piece in found if isinstance(piece, Piece)]


def parsed(data: bytes, *keys: str, step: int | None = None) -> list[object]:
    return [
        json.loads(piece.raw) for piece in good(json_items(MemorySource(data, step=step), *keys))
    ]


# -- JSON


@quick
@given(st.lists(OBJECTS, min_size=1), st.sampled_from([None, 1]), STEPS, st.booleans())
def test_items_of_a_list(
    items: list[object], indent: int | None, step: int | None, ascii: bool
) -> None:
    data = json.dumps(items, indent=indent, ensure_ascii=ascii).encode()
    assert parsed(data, step=step) == items


@quick
@given(st.lists(OBJECTS), OBJECTS, st.sampled_from([None, 2]), STEPS)
def test_items_of_a_wrapped_list(
    items: list[object], beside: dict[str, object], indent: int | None, step: int | None
) -> None:
    beside.pop("studies", None)
    data = json.dumps({**beside, "studies": items, "next": "x"}, indent=indent).encode()
    assert parsed(data, "studies", step=step) == items
    deeper = json.dumps({"A": {**beside, "studies": items}}).encode()
    assert parsed(deeper, "A.studies", step=step) == items


@quick
@given(st.lists(OBJECTS.filter(bool), min_size=2), st.sampled_from(["\n", "\r\n", "\n\n"]), STEPS)
def test_one_object_on_each_line(items: list[object], ending: str, step: int | None) -> None:
    data = ending.join(json.dumps(item) for item in items).encode()
    assert parsed(data, step=step) == items


@quick
@given(st.lists(OBJECTS.filter(bool), min_size=1), STEPS)
def test_pretty_objects_in_a_row(items: list[object], step: int | None) -> None:
    data = "\n".join(json.dumps(item, indent=2) for item in items).encode()
    assert parsed(data, step=step) == items


@quick
@given(OBJECTS, st.sampled_from(["utf-8-sig", "utf-16", "utf-8"]))
def test_byte_order_marks(item: object, encoding: str) -> None:
    data = json.dumps([item], ensure_ascii=False).encode(encoding)
    assert parsed(data) == [item]


@quick
@given(st.lists(OBJECTS, min_size=1, max_size=5), st.data())
def test_a_list_cut_anywhere_gives_what_was_whole(items: list[object], data: st.DataObject) -> None:
    text = json.dumps(items).encode()
    cut = data.draw(st.integers(1, len(text) - 1))
    found: list[object] = []
    with pytest.raises(Unreadable):
        for piece in json_items(MemorySource(text[:cut])):
            assert isinstance(piece, Piece)
            found.append(json.loads(piece.raw))
    assert found == items[: len(found)]
    ends = [len(json.dumps(items[:count]).encode()) - 1 for count in range(1, len(items) + 1)]
    assert len(found) == sum(end <= cut for end in ends)


@quick
@given(st.binary(max_size=300))
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    try:
        list(json_items(MemorySource(data), "studies"))
    except Unreadable as refused:
        assert "\n" not in refused.reason


def test_places_are_lines_and_records() -> None:
    lines = good(json_items(MemorySource(b'{"a": 1}\n\n{"a": 2}\n')))
    assert [piece.place for piece in lines] == ["line 1", "line 3"]
    items = good(json_items(MemorySource(b'[{"a": 1}, {"a": 2}]')))
    assert [piece.place for piece in items] == ["record 1", "record 2"]
    assert [piece.place for piece in good(json_items(MemorySource(b'{"a": 1}')))] == [""]


# -- CSV

CELLS = st.text(
    st.sampled_from(string.ascii_letters + ' ,"\n;|\u00e9\u2264\\'), min_size=1, max_size=12
).filter(str.strip)
HEADERS = st.lists(
    st.text(string.ascii_letters, min_size=1, max_size=6), min_size=2, max_size=5, unique=True
)


def table(rows: list[list[str]], delimiter: str = ",", ending: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return out.getvalue().encode()


@quick
@given(
    HEADERS, st.data(), st.sampled_from([",", "\t", "|"]), st.sampled_from(["\n", "\r\n"]), STEPS
)
def test_rows_are_what_was_written(
    header: list[str], data: st.DataObject, delimiter: str, ending: str, step: int | None
) -> None:
    width = len(header)
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    written = table([header, *rows], delimiter, ending)
    pieces = good(csv_rows(MemorySource(written, step=step), delimiter))
    assert [list(csv_record(piece.raw).values()) for piece in pieces] == rows
    assert all(list(csv_record(piece.raw)) == header for piece in pieces)


def rows_of(data: bytes, delimiter: str = ",", quoted: bool = True) -> tuple[list[str], list[str]]:
    """First cells of good rows, and places and reasons of bad ones."""
    kept, bad = [], []
    for piece in csv_rows(MemorySource(data), delimiter, quoted=quoted):
        if isinstance(piece, Unreadable):
            bad.append(f"{piece.place}: {piece.reason}")
        else:
            kept.append(next(iter(csv_record(piece.raw).values())))
    return kept, bad


def test_an_unclosed_quotation_mark_costs_its_row_and_no_other() -> None:
    lines = [f"NCT{n:08},title {n}" for n in range(300_000)]
    lines[1000] = 'NCT00001000,"a title never closed'
    kept, bad = rows_of("\n".join(["Number,Title", *lines]).encode())
    assert len(kept) == 299_999
    assert bad == ["line 1002: a quotation mark is opened and never closed"]


def test_a_damaged_quotation_mark_costs_its_row_with_all_its_lines() -> None:
    data = b'a,b\n1,"x"y\n2,"one\ntwo" three\nfour"\n5,z\n6,"w"\n'
    kept, bad = rows_of(data)
    assert kept == ["5", "6"]
    assert len(bad) == 2
    assert bad[1].startswith("lines 3-5: ")


def test_rows_of_another_width_are_refused() -> None:
    kept, bad = rows_of(b"a,b\n1,2\n3\n4,5,6\n7,8,,\n\n,\n9,0\n")
    assert kept == ["1", "7", "9"]
    assert [line.partition(":")[0] for line in bad] == ["line 3", "line 4"]
    assert "1 cells where the header has 2" in bad[0]


def test_quotation_marks_can_be_letters() -> None:
    assert rows_of(b'a\tb\n"x\ty\n"z" w\tv\n', "\t", quoted=False) == (['"x', '"z" w'], [])


def test_no_column_is_lost_where_names_repeat_or_lack() -> None:
    piece = good(csv_rows(MemorySource(b" a ,a,,\n1,2,3,4\n")))[0]
    assert csv_record(piece.raw) == {"a": "1", "a (2)": "2", "column 3": "3", "column 4": "4"}


def test_a_file_without_header_takes_the_names_given() -> None:
    piece = good(csv_rows(MemorySource(b"1,2\n"), header=("a", "b")))[0]
    assert csv_record(piece.raw) == {"a": "1", "b": "2"}


def test_a_row_of_another_encoding_is_read_and_reported() -> None:
    pieces = good(csv_rows(MemorySource("a,b\n1,Sj\u00f6gren\n2,x\n".encode("cp1252"))))
    assert csv_record(pieces[0].raw)["b"] == "Sj\u00f6gren"
    assert [len(piece.notes) for piece in pieces] == [1, 0]


def test_a_cell_too_large_is_refused() -> None:
    kept, bad = rows_of(b'a,b\n1,"' + (b"x" * (1 << 20) + b"\n") * 17 + b'"\n2,y\n')
    assert kept == ["2"]
    assert len(bad) == 2


# -- XML


@quick
@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=20)), STEPS)
def test_elements_are_what_was_written(texts: list[str], step: int | None) -> None:
    root = etree.Element("all")
    for text in texts:
        etree.SubElement(etree.SubElement(root, "trial"), "name").text = text
    data = etree.tostring(root, encoding="utf-8")
    if not texts:
        with pytest.raises(Unreadable, match="no <trial>"):
            list(xml_elements(MemorySource(data), "trial"))
        return
    pieces = good(xml_elements(MemorySource(data, step=step), "trial"))
    assert [xml_root(piece.raw).findtext("name") or "" for piece in pieces] == texts


def test_an_element_keeps_its_namespace_and_those_inside_it() -> None:
    data = b'<all xmlns="urn:x"><trial><trial>in</trial></trial>tail<trial/></all>'
    pieces = good(xml_elements(MemorySource(data), "trial"))
    assert [piece.raw for piece in pieces] == [
        b'<trial xmlns="urn:x"><trial>in</trial></trial>',
        b'<trial xmlns="urn:x"/>',
    ]


def test_what_came_before_damage_is_kept() -> None:
    found = []
    with pytest.raises(Unreadable, match=r"no well-formed XML \(.*line 1"):
        for piece in xml_elements(MemorySource(b"<all><t>1</t><t>2</t><t>3<"), "t"):
            found.append(piece)
    assert len(found) == 2


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE t SYSTEM "http://example.org/t.dtd">',
        b'<!DOCTYPE t [<!ENTITY x "y">]>',
        b'<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_doctype_is_refused(prolog: bytes) -> None:
    with pytest.raises(Unreadable, match="DOCTYPE"):
        xml_root(prolog + b"<t>text</t>")
    with pytest.raises(Unreadable, match="DOCTYPE"):
        list(xml_elements(MemorySource(prolog + b"<t>text</t>"), "t"))


@pytest.mark.parametrize("data", [b"", b"  ", b"text", b"<t>", b"<t>\xe9</t>", b"<t>&x;</t>"])
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        xml_root(data)
    assert "\n" not in refused.value.reason


# -- texts and whole files


@given(st.binary(max_size=200))
def test_any_bytes_are_text(data: bytes) -> None:
    text, notes = decoded(data)
    again, _ = utf8(data)
    assert again.decode() == text.encode("utf-8", "replace").decode()
    if not notes and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        assert text.encode() == data


@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_texts_are_read_as_they_were_written(text: str, encoding: str) -> None:
    if encoding == "utf-8" and text.startswith("\ufeff"):
        return
    assert decoded(text.encode(encoding)) == (text, ())


def test_windows_text_is_read_and_reported() -> None:
    text, notes = decoded(b"Sj\xf6gren \x80 \x81")
    assert text == "Sj\u00f6gren \u20ac \x81"
    assert [note.kind for note in notes] == ["encoding"]


def test_a_whole_file_is_one_piece() -> None:
    assert good(whole(MemorySource(b"a\nb"))) == [Piece("", b"a\nb")]


def test_a_whole_file_has_a_limit() -> None:
    with pytest.raises(Unreadable, match="larger than 64 MiB"):
        list(whole(MemorySource(b" " * ((64 << 20) + 1))))


def _closes(text: bytes) -> int | None:
    """Where the brackets that a text begins with are all closed; None where they never are."""
    depth, is_text, is_escaped = 0, False, False
    for at, byte in enumerate(text):
        if is_text:
            is_text = is_escaped or byte != ord('"')
            is_escaped = byte == ord("\\") and not is_escaped
        elif byte == ord('"'):
            is_text = True
        elif byte in b"{[":
            depth += 1
        elif byte in b"}]":
            depth -= 1
            if not depth:
                return at + 1
    return None


@given(
    st.sampled_from([b"[", b"{", b"[[{"]),
    st.lists(st.sampled_from([b"[", b"]", b"{", b"}", b"[[[", b"]]]", b'"', b"\\", b"a,"])),
    st.integers(1, 9),
)
def test_brackets_are_counted_alike_however_they_come(
    opening: bytes, parts: list[bytes], step: int
) -> None:
    text = opening + b"".join(parts)
    chunks = (text[at : at + step] for at in range(0, len(text), step))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_records, "CHUNK", 1)
        window = json_records._Window(chunks)
        assert window.after_blanks()
        end = _closes(text)
        if end is None:
            with pytest.raises(Unreadable, match="cut off"):
                window.value("")
        else:
            assert window.value("") == text[:end]
