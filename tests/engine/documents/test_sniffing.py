"""What a file's first bytes say about it."""

import pytest

from engine.documents.sniffing import OLE, is_encrypted_office, looks_like


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"{\\rtf1", "an RTF document"),
        (OLE + b"...", "an Office document of the older kind (.doc, .xls, .ppt)"),
        (b"  <!DOCTYPE html><p>", "a web page"),
        (b"Dear all,", "plain text"),
        (b"\x00\x01\x02", "something else"),
    ],
)
def test_it_looks_like(data, said):
    assert looks_like(data) == said


def test_an_office_document_with_a_password_is_known():
    package = "EncryptedPackage".encode("utf-16-le")
    assert is_encrypted_office(OLE + package)
    assert not is_encrypted_office(OLE)
    assert not is_encrypted_office(package)
