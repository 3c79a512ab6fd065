"""XML as a stream: no entities of its own, nothing fetched, no bottomless nesting."""

import pytest

from engine.documents.archive import Kind
from engine.documents.markup import walk
from engine.errors import DocumentRefused
from engine.records import FileStatus

KIND = Kind("test file", "Test", ".test")

LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><l>&c;</l>'
)
XXE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><x>&secret;</x>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % more SYSTEM "http://127.0.0.1:9/evil.dtd"> %more;]><x/>'
DEFAULTS = '<!DOCTYPE x [<!ATTLIST x big CDATA "grows with every element">]><x/>'


def seen(xml):
    found = []
    walk(
        xml.encode(), KIND,
        lambda name, values: found.append((name, values)), found.append, found.append,
    )  # fmt: skip
    return found


def test_names_and_attributes_come_without_namespaces():
    xml = '<a:x xmlns:a="A" xmlns:b="B" id="1" b:id="2"><y>text</y></a:x>'
    assert seen(xml) == [("x", {"id": "2"}), ("y", {}), "text", "y", "x"]


@pytest.mark.parametrize("xml", [LAUGHS, XXE, PARAMETER, DEFAULTS])
def test_entities_and_default_attributes_are_refused(xml):
    with pytest.raises(DocumentRefused, match="declares entities") as caught:
        seen(xml)
    assert caught.value.status is FileStatus.DAMAGED


def test_deep_nesting_is_refused():
    assert len(seen("<a>" * 400 + "</a>" * 400)) == 800
    with pytest.raises(DocumentRefused, match="nested more than"):
        seen("<a>" * 100_000)


@pytest.mark.parametrize(
    "xml", ["<a>", "<a></b>", "&nbsp;", "", "<?xml version='1.0' encoding='x'?><a/>"]
)
def test_torn_xml_is_damaged(xml):
    with pytest.raises(DocumentRefused, match="torn"):
        seen(xml)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/none.dtd">',
        '<!DOCTYPE x PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">',
        "<!DOCTYPE x []>",
    ],
)
def test_a_document_type_alone_is_harmless_and_nothing_is_loaded_for_it(doctype):
    assert seen(f"{doctype}<x>text</x>") == [("x", {}), "text", "x"]


def test_entities_of_web_pages_are_known_where_the_type_is_not_loaded():
    found = seen('<!DOCTYPE x SYSTEM "x.dtd"><x>caf&eacute;&unknown;</x>')
    assert "".join(each for each in found if isinstance(each, str)) == "café\ufffdx"
