"""The look-over of containers: bombs, odd names, links and overlaps never get unpacked."""

import io
import struct
import zipfile

import pytest

from engine.documents import archive
from engine.documents.archive import Kind, open_archive
from engine.errors import DocumentRefused
from engine.records import FileStatus
from tests.engine.documents import files

KIND = Kind("test file", "Test", ".test")


def refusal(data, part=None):
    with pytest.raises(DocumentRefused) as caught:
        open_archive(data, KIND).read(part)
    return caught.value


def zipped_as(name, **facts):
    target = io.BytesIO()
    info = zipfile.ZipInfo(name)
    for fact, value in facts.items():
        setattr(info, fact, value)
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(info, "content")
    return target.getvalue()


@pytest.mark.parametrize("name", ["../up.xml", "a/../../up.xml", "/etc/x", "C:/x", "..\\up.xml"])
def test_names_that_point_outside_are_refused(name):
    refused = refusal(files.zipped({name: "x"}))
    assert refused.status is FileStatus.DAMAGED
    assert "points outside" in str(refused)


def test_links_and_unusual_packing_are_refused():
    link = zipped_as("a.xml", external_attr=0o120777 << 16)
    assert "link" in str(refusal(link))
    assert "unusual" in str(refusal(zipped_as("a.xml", compress_type=zipfile.ZIP_LZMA)))


def test_back_slashes_in_names_are_read_as_slashes():
    assert open_archive(files.zipped({"word\\a.xml": "x"}), KIND).read("word/a.xml") == b"x"


def test_parts_that_overlap_are_refused():
    # Two entries of the directory that name the same bytes, as in Fifield's bomb.
    data = files.zipped({"a": "x" * 1000, "b": "y" * 1000})
    second = data.rindex(b"PK\x01\x02")
    bent = bytearray(data)
    struct.pack_into("<L", bent, second + 42, 0)
    assert "overlap" in str(refusal(bytes(bent)))


def test_a_part_of_a_suspicious_ratio_is_refused_before_it_is_unpacked():
    refused = refusal(files.zipped({"a": b"\0" * 20_000_000}))
    assert refused.status is FileStatus.TOO_BIG
    assert "suspicious" in str(refused)


def test_what_all_parts_declare_is_limited(monkeypatch):
    monkeypatch.setattr(archive, "DECLARED_LIMIT_BYTES", 100)
    assert refusal(files.zipped({"a": "x" * 60, "b": "x" * 60})).status is FileStatus.TOO_BIG


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_PARTS", 3)
    assert refusal(files.zipped(dict.fromkeys("abcd", "x"))).status is FileStatus.TOO_BIG


def test_a_part_that_lies_about_its_size_ends_where_it_said():
    data = bytearray(files.zipped({"a": "x" * 100_000}))
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, directory + 24, 10)
    assert refusal(bytes(data), "a").status is FileStatus.DAMAGED


def test_a_torn_directory_is_damaged():
    data = files.zipped({"a": "x" * 100, "b": "y" * 100})
    refused = refusal(data[60:], "a")
    assert refused.status is FileStatus.DAMAGED


def test_archives_inside_are_never_opened():
    inner = files.zipped({"x": b"\0" * 5_000_000})
    opened = open_archive(files.zipped({"inner.zip": inner}), KIND)
    assert opened.read("inner.zip") == inner
    assert "inner.zip" in opened


def test_sentences_name_what_the_file_claims_to_be():
    assert str(refusal(b"PK\x05\x06")).startswith("The test file is damaged")
    assert "no part" in str(refusal(files.zipped({"a": "x"}), "b"))
    assert refusal(files.flagged_encrypted(files.zipped({"a": "x"}))).status is FileStatus.ENCRYPTED
