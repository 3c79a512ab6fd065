"""Ways to spoil a file: each takes a source of chance, a sound file and another; pure."""

import io
import json
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from itertools import pairwise
from random import Random

from engine.documents.formats import SUFFIXES

Mutation = Callable[[Random, bytes, bytes], bytes]

MOST_BYTES = 12_000_000  # what a mutation may grow a file to
_NUMBER = re.compile(rb"[0-9]+")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_NUMBERS = (
    *(b"0", b"-1", b"2147483647", b"4294967296", b"99999999999999999999", b"1e308", b"-1e308"),
    *(b"NaN", b"0.0000000001", b"9" * 400, b"65536", b"%"),
)
_PIECES = (
    *(b"{", b"}", b"[", b'"', b"'", b"\\", b"<", b"</", b"<!--", b"&#", b"&amp;", b"\\'", b"\\u"),
    *(b"<div>", b"<table><tr><td>", b"<b><i>", b"<p ", b"<![CDATA[", b"]]>", b"<svg>", b"<ul><li>"),
    *(b"{\\*\\", b"\\u-10179\\u-8704 ", b"\\bin9 ", b"{\\footnote ", b"\\cell\\row", b"\\trowd"),
    *(b"\n\n", b"\r", b"\t", b",", b";", b"|", b'",', b'""', b"=?utf-8?b?", b"=?", b"--b\n"),
    *(b"#", b"```\n", b"<< ", b">> ", b"[ ", b"( ", b"BT ET ", b"q ", b"1 0 R ", b"\xef\xbb\xbf"),
    *(b"\xcc\x81", b"\xe2\x80\xae", b"\xff\xfe", b"\x00", b"\xf0\x9f\x91\xa9\xe2\x80\x8d", b" "),
    *(b"\xed\xa0\x80", b'{"a":', b'{"text": "', b"\\ud800", b"Content-Type: message/rfc822\n\n"),
)
_ENCODINGS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-7", "cp037",
              "shift_jis", "koi8_r", "utf-8-sig", "iso2022_jp", "gb18030")  # fmt: skip


def _place(chance: Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def flip_a_few(chance: Random, data: bytes, _other: bytes) -> bytes:
    return _flipped(chance, data, chance.randrange(1, 9))


def flip_many(chance: Random, data: bytes, _other: bytes) -> bytes:
    return _flipped(chance, data, max(1, len(data) // chance.choice((20, 100, 500))))


def _flipped(chance: Random, data: bytes, times: int) -> bytes:
    changed = bytearray(data or b"\0")
    for _ in range(min(times, 50_000)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(chance: Random, data: bytes, _other: bytes) -> bytes:
    return data[: _place(chance, data)]


def lose_the_end(chance: Random, data: bytes, _other: bytes) -> bytes:
    return data[: -chance.randrange(1, 60)]


def splice(chance: Random, data: bytes, other: bytes) -> bytes:
    return data[: _place(chance, data)] + other[_place(chance, other) :]


def repeat_a_piece(chance: Random, data: bytes, _other: bytes) -> bytes:
    start = _place(chance, data)
    piece = data[start : start + chance.randrange(1, 400)] or b"x"
    times = chance.choice((10, 1_000, 100_000))
    return data[:start] + (piece * times)[:MOST_BYTES] + data[start:]


def insert_a_row_of_signs(chance: Random, data: bytes, _other: bytes) -> bytes:
    start = _place(chance, data)
    row = chance.choice(_PIECES) * chance.choice((1, 100, 10_000, 300_000))
    return data[:start] + row[:MOST_BYTES] + data[start:]


def overwrite(chance: Random, data: bytes, _other: bytes) -> bytes:
    start = _place(chance, data)
    length = chance.randrange(1, 5_000)
    return data[:start] + chance.choice((b"\0", b"\xff", b"A")) * length + data[start + length :]


def shuffle_blocks(chance: Random, data: bytes, _other: bytes) -> bytes:
    edges = sorted({0, len(data), *(_place(chance, data) for _ in range(5))})
    blocks = [data[start:end] for start, end in pairwise(edges)]
    chance.shuffle(blocks)
    return b"".join(blocks)


def change_numbers(chance: Random, data: bytes, _other: bytes) -> bytes:
    share = chance.choice((0.01, 0.1, 0.5))
    return _NUMBER.sub(
        lambda match: chance.choice(_NUMBERS) if chance.random() < share else match[0], data
    )


def nest_tags(chance: Random, data: bytes, _other: bytes) -> bytes:
    """Tags that the file uses itself, opened without an end."""
    tags = [tag for tag in _TAG.findall(data) if tag[1:2] not in b"/?!"] or [b"<p>"]
    row = b"".join(chance.choices(tags, k=3)) * chance.choice((10, 400, 20_000))
    start = _place(chance, data)
    return data[:start] + row[:MOST_BYTES] + data[start:]


def shuffle_tags(chance: Random, data: bytes, _other: bytes) -> bytes:
    """Sound tags in places where nobody expects them."""
    pieces = re.split(rb"(<[^<>]{1,200}>)", data)
    for _ in range(chance.randrange(1, 12)):
        one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


def reshape(chance: Random, data: bytes, _other: bytes) -> bytes:
    """Sound XML of another shape: elements moved, multiplied, nested, renamed, with odd values."""
    try:
        root = ET.fromstring(data)  # noqa: S314 - files of our own
    except ET.ParseError:
        return shuffle_tags(chance, data, b"")
    for _ in range(chance.randrange(1, 6)):
        chance.choice(_SHAPES)(chance, list(root.iter()))
    return ET.tostring(root)


def _move(chance: Random, elements: list[ET.Element]) -> None:
    parent, target = chance.choice(elements), chance.choice(elements)
    if len(parent) and target not in set(parent.iter()):
        child = parent[chance.randrange(len(parent))]
        parent.remove(child)
        target.append(child)


def _multiply(chance: Random, elements: list[ET.Element]) -> None:
    parent = chance.choice(elements)
    if len(parent) and len(elements) < 20_000:
        child = parent[chance.randrange(len(parent))]
        size = sum(1 for _ in child.iter())
        parent.extend([child] * min(chance.choice((2, 50, 5_000)), 50_000 // size))


def _nest(chance: Random, elements: list[ET.Element]) -> None:
    target, tags = chance.choice(elements), [chance.choice(elements).tag for _ in range(3)]
    for number in range(chance.choice((3, 60, 480))):
        target = ET.SubElement(target, tags[number % 3])
    target.text = "deep"


def _rename(chance: Random, elements: list[ET.Element]) -> None:
    chance.choice(elements).tag = chance.choice(elements).tag


def _revalue(chance: Random, elements: list[ET.Element]) -> None:
    for element in chance.choices(elements, k=max(1, len(elements) // 10)):
        for name in element.attrib:
            element.set(name, chance.choice(_NUMBERS).decode())


_SHAPES = (_move, _multiply, _nest, _rename, _revalue)


def encode_otherwise(chance: Random, data: bytes, _other: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def add_a_huge_cell(chance: Random, data: bytes, _other: bytes) -> bytes:
    cell = b'"' + b"word " * 2_000_000 + b'"'
    return data[: _place(chance, data)] + b"\n" + cell + b",1\n" + data


def noise(chance: Random, data: bytes, _other: bytes) -> bytes:
    return data[: chance.randrange(40)] + chance.randbytes(chance.randrange(60_000))


def add_surrogates(chance: Random, data: bytes, _other: bytes) -> bytes:
    record = json.dumps({"text": "lone \ud800 and \udfff and \x00 signs"}).encode()
    return data + b"\n" + record + b"\n" + chance.choice((b"", b"\xed\xa0\x80\n"))


BYTES: tuple[Mutation, ...] = (
    flip_a_few, flip_many, truncate, lose_the_end, splice, repeat_a_piece, insert_a_row_of_signs,
    overwrite, shuffle_blocks, change_numbers, nest_tags, shuffle_tags, reshape, reshape,
    encode_otherwise, noise,
)  # fmt: skip
TEXTS: tuple[Mutation, ...] = (*BYTES, add_a_huge_cell, add_surrogates)


# --- containers -------------------------------------------------------------------------------


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def spoil_a_part(chance: Random, data: bytes, other: bytes) -> bytes:
    """A sound archive around a part that is not."""
    parts = _parts(data)
    others = [part for part in _parts(other).values() if part] or [b"x"]
    texts = [name for name in parts if name.endswith((".xml", ".rels", ".xhtml", ".opf"))]
    for _ in range(chance.choice((1, 1, 3))):
        name = chance.choice(texts or list(parts))
        mutation = chance.choice((*BYTES, *[reshape] * len(BYTES)))
        parts[name] = mutation(chance, parts[name], chance.choice(others))
    return _packed(list(parts.items()))


def swap_parts(chance: Random, data: bytes, other: bytes) -> bytes:
    parts = _parts(data)
    names = list(parts)
    contents = [*parts.values(), *_parts(other).values()]
    return _packed([(name, chance.choice(contents)) for name in names])


def lose_a_part(chance: Random, data: bytes, _other: bytes) -> bytes:
    parts = _parts(data)
    del parts[chance.choice(list(parts))]
    return _packed(list(parts.items()))


def pack_otherwise(chance: Random, data: bytes, _other: bytes) -> bytes:
    method = chance.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED))
    return _packed(list(_parts(data).items()), method)


def add_an_odd_part(chance: Random, data: bytes, _other: bytes) -> bytes:
    name = chance.choice(
        ("../../x", "/etc/x", "C:\\x", "a/../../b", "x\0y", "\u202ex", "x" * 9_000)
    )
    content = chance.choice((b"x", b"\0" * 30_000_000, data))
    return _packed([*_parts(data).items(), (name, content)])


def declare_other_sizes(chance: Random, data: bytes, _other: bytes) -> bytes:
    """Sizes, offsets, flags and methods of the directory or of the parts that are not true."""
    changed = bytearray(data)
    mark, fields = chance.choice(((b"PK\x01\x02", (8, 10, 16, 20, 24, 28, 30, 42)),
                                  (b"PK\x03\x04", (6, 8, 14, 18, 22, 26, 28)),
                                  (b"PK\x05\x06", (8, 10, 12, 16, 20))))  # fmt: skip
    places = [match.start() for match in re.finditer(re.escape(mark), data)]
    for _ in range(chance.choice((1, 3))):
        at = chance.choice(places) + chance.choice(fields)
        value = chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32)))
        if at + 4 <= len(changed):
            struct.pack_into("<L", changed, at, value)
    return bytes(changed)


CONTAINERS: tuple[Mutation, ...] = (
    *[spoil_a_part] * 12, swap_parts, lose_a_part, pack_otherwise, add_an_odd_part,
    *[declare_other_sizes] * 3, flip_a_few, flip_many, truncate, lose_the_end, splice,
    shuffle_blocks, overwrite, noise,
)  # fmt: skip


def of_format(name: str) -> tuple[Mutation, ...]:
    """What can be done to a file of a format."""
    if name in ("docx", "pptx", "xlsx", "epub", "odt"):
        return CONTAINERS
    return BYTES if name == "pdf" else TEXTS


def suffix_of(name: str) -> str:
    """The usual suffix of a format."""
    return next(suffix for suffix, of in SUFFIXES.items() if of == name)
