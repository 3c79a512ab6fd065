"""The icons for Windows and macOS, and the version that Windows shows."""

import struct
from pathlib import Path

import icons

ROOT = Path(__file__).resolve().parent.parent.parent
FISH = ROOT / "desktop" / "icons" / "fish.svg"
PNG = b"\x89PNG\r\n\x1a\n"


def test_the_fish_is_drawn_in_every_size():
    image = icons.png(FISH, 48)
    assert image.startswith(PNG)
    assert struct.unpack(">II", image[16:24]) == (48, 48)


def test_an_ico_lists_each_image_with_its_place():
    data = icons.ico({16: b"small", 256: b"large!"})
    assert struct.unpack("<HHH", data[:6]) == (0, 1, 2)
    width, *_rest, size, start = struct.unpack("<BBBBHHII", data[22:38])
    assert (width, size) == (0, 6)  # 0 stands for 256
    assert data[start : start + size] == b"large!"


def test_an_icns_is_as_long_as_it_says():
    data = icons.icns({"ic07": b"image"})
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8]) == (len(data),)
    assert data[8:12] == b"ic07"


def test_the_version_resource_has_four_numbers(tmp_path: Path):
    path = icons.version_resource("0.1.0", tmp_path / "version.txt")
    text = Path(path).read_text(encoding="utf-8")
    assert "filevers=(0, 1, 0, 0)" in text
    assert "StringStruct('ProductVersion', '0.1.0')" in text
