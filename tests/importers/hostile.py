"""Files made to break a reader, each with a good study beside the harm where it can hold one."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable

GOOD = "NCT99990001"


def study(number: str = GOOD, **members: object) -> bytes:
    """A small study of the API v2."""
    identification = {"nctId": number, "briefTitle": f"Study {number}", **members}
    return json.dumps({"protocolSection": {"identificationModule": identification}}).encode()


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _patched(data: bytes, member: bytes, offset: int, value: int) -> bytes:
    """A zip with a 16-bit number changed in both headers of a member, counted from its name."""
    changed = bytearray(data)
    for magic, header, shift in ((b"PK\x03\x04", 30, 0), (b"PK\x01\x02", 46, 2)):
        at = -1
        while (at := data.find(magic, at + 1)) >= 0:
            if data[at + header : at + header + len(member)] == member:
                struct.pack_into("<H", changed, at + offset + shift, value)
    return bytes(changed)


def _password() -> bytes:
    return _patched(zipped(("bad.json", study()), ("good.json", study())), b"bad.json", 6, 1)


def _deflate64() -> bytes:
    return _patched(zipped(("bad.json", study()), ("good.json", study())), b"bad.json", 8, 9)


def _wrong_checksum() -> bytes:
    data = zipped(("bad.json", study()), ("good.json", study()), method=zipfile.ZIP_STORED)
    return data.replace(b"Study NCT", b"Stody NCT", 1)


def _symbolic_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("bad.json")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.json", study())
    return out.getvalue()


def _climbing_names() -> bytes:
    return zipped(("../../etc/cron.d/bad.json", study()), ("/absolute\\..\\bad.json", study()))


def _bomb(member: str = "bad.json") -> bytes:
    return zipped((member, b" " * (200 << 20)), ("good.json", study()))


def _overlapping() -> bytes:
    """A thousand directory entries of one 100 MB member, in a file of 150 kB."""
    data = zipped(("bad.json", b" " * (100 << 20)))
    begin = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    entry = data[begin:end]
    directory = entry * 1000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), begin, 0)
    return data[:begin] + directory + tail


def _damaged_middle() -> bytes:
    data = bytearray(zipped(("bad.json", os.urandom(3000)), ("good.json", study())))
    data[200:260] = b"\xff" * 60
    return bytes(data)


_ENTITIES = b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"lol") for n in range(10)
)
_XML = (
    b'<clinical_study rank="1"><id_info><nct_id>NCT99990001</nct_id></id_info>%s</clinical_study>'
)

FILES: dict[str, tuple[Callable[[], bytes], str, int]] = {
    # name: how it is made, a part of the reason, how many good records are kept
    "empty.json": (lambda: b"", "empty", 0),
    "blank.json": (lambda: b" \n\t ", "empty", 0),
    "nul.json": (lambda: b"\0" * 10_000, "no text", 0),
    "not-a-trial.json": (lambda: b'{"name": "somebody", "age": 3}', "none of a registry", 0),
    "not-a-trial.csv": (lambda: b"name,age\nsomebody,3\n", "none is a registry's", 0),
    "not-a-trial.txt": (
        lambda: b"Dear diary,\ntoday nothing happened.\n",
        "headings of a registry",
        0,
    ),
    "picture.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image", 0),
    "page.html": (lambda: b"<!DOCTYPE html><html><body>Hello</body></html>", "web page", 0),
    "book.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)), "PDF", 0),
    "cut-off.json": (lambda: study()[:-9], "cut off", 0),
    "cut-off-list.json": (lambda: b"[" + study() + b"," + study()[:60], "cut off", 1),
    "cut-off-page.json": (lambda: b'{"studies": [' + study() + b"," + study()[:60], "cut off", 1),
    "broken-line.ndjson": (
        lambda: study() + b"\n" + study()[:50] + b"\n" + study("NCT99990002") + b"\n",
        "cut off",
        2,
    ),
    "broken-item.json": (
        lambda: b"[" + study() + b', {"protocolSection": {wrong}},' + study("NCT99990002") + b"]",
        "no sound JSON",
        2,
    ),
    "deep-item.json": (
        lambda: (
            b'[%s, {"protocolSection": {"x": %s%s}}, %s]'
            % (study(), b"[" * 50_000, b"]" * 50_000, study("NCT99990002"))
        ),
        "nested too deeply",
        2,
    ),
    "deep.json": (lambda: b'{"protocolSection": ' + b'{"a":' * 100_000, "cut off", 0),
    "doubled.json": (
        lambda: (
            b"[%s, %s]"
            % (study().replace(b'"briefTitle"', b'"nctId": "NCT99990005", "briefTitle"'), study())
        ),
        "occurs twice",
        1,
    ),
    "doubled-title.json": (
        lambda: study().replace(b'"nctId"', b'"briefTitle": "Another", "nctId"'),
        "occurs twice",
        0,
    ),
    "huge-record.json": (
        lambda: (
            b'[%s, {"protocolSection": {"x": "%s"}}, %s]'
            % (study(), b"x" * (66 << 20), study("NCT99990002"))
        ),
        "larger than 64 MiB",
        2,
    ),
    "cut-off.json.gz": (
        lambda: gzip.compress(study() + os.urandom(9000))[:-4000],
        "cut off|JSON",
        0,
    ),
    "cut-off.ndjson.gz": (
        lambda: gzip.compress(
            b"".join(study(f"NCT{n:08}") + os.urandom(40).hex().encode() + b"\n" for n in range(9))
        )[:400],
        "cut off",
        0,
    ),
    "damaged.json.gz": (lambda: b"\x1f\x8b\x08\x00" + b"\xff" * 100, "damaged", 0),
    "bomb.json.gz": (
        lambda: gzip.compress(b"[" + study() + b"," + b" " * (300 << 20) + b"]"),
        "unpacks to more than",
        1,
    ),
    "bomb.zip": (_bomb, "empty|unpacks to more than", 1),
    "overlapping.zip": (_overlapping, "unpacks to more than|empty", 0),
    "password.zip": (_password, "password", 1),
    "deflate64.zip": (_deflate64, "not supported", 1),
    "checksum.zip": (_wrong_checksum, "checksum", 1),
    "symbolic-link.zip": (_symbolic_link, "symbolic link", 1),
    "climbing.zip": (_climbing_names, "", 2),
    "nested.zip": (
        lambda: zipped(("in.zip", zipped(("a.json", study()))), ("good.json", study())),
        "zip inside a zip",
        1,
    ),
    "cut-off.zip": (lambda: zipped(("good.json", study()))[:-30], "cut off", 0),
    "empty.zip": (lambda: zipped(), "the zip is empty", 0),
    "damaged.zip": (_damaged_middle, "damaged|no text|no known", 1),
    "bomb.xml": (
        lambda: b"<!DOCTYPE x [" + _ENTITIES + b"]>" + _XML % b"<brief_title>&a9;</brief_title>",
        "DOCTYPE|entit|amplification|no known",
        0,
    ),
    "external.xml": (
        lambda: (
            b'<!DOCTYPE clinical_study [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + _XML % b"<brief_title>&x;</brief_title>"
        ),
        "DOCTYPE",
        0,
    ),
    "deep.xml": (lambda: _XML % (b"<a>" * 5000 + b"</a>" * 5000), "depth|deep|XML", 0),
    "huge-text.xml": (lambda: _XML % (b"<a>" + b"x" * (11 << 20) + b"</a>"), "XML|large|huge", 0),
    "cut-off.xml": (lambda: (_XML % b"")[:-20], "XML|cut", 0),
    "wrong-encoding.xml": (
        lambda: (
            b'<?xml version="1.0" encoding="UTF-8"?>' + _XML % b"<brief_title>\xe9</brief_title>"
        ),
        "XML|UTF-8",
        0,
    ),
}
