"""The EPUB reader: chapters in the order of the spine."""

import pytest

from engine.documents import epub
from engine.errors import DocumentRefused
from engine.records import FileStatus, PageMark
from tests.engine.documents import files


def chapter(body, title=""):
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


def refusal(data):
    with pytest.raises(DocumentRefused) as caught:
        epub.read(data)
    return caught.value


def test_chapters_come_in_order_with_marks():
    data = files.epub(
        chapter("<h1>The &nbsp;Start</h1><p>It began.</p>"),
        chapter("<p>It ended.</p>", "The End &amp; more"),
        chapter(""),
    )
    found = epub.read(data)
    assert found.text == "The \u00a0Start\n\nIt began.\n\nIt ended."
    assert found.pages == (PageMark(0, "section The Start"), PageMark(23, "section The End & more"))


def test_a_title_that_all_chapters_share_says_less_than_their_number():
    found = epub.read(files.epub(chapter("<p>a", "Book"), chapter("<p>b", "Book")))
    assert [mark.label for mark in found.pages] == ["section 1", "section 2"]


def test_a_protected_book_is_encrypted_and_protected_fonts_do_no_harm():
    def protecting(part):
        return f'<encryption><CipherReference URI="{part}"/></encryption>'

    locked = files.epub(chapter("<p>x"), encryption=protecting("OEBPS/c%201.xhtml"))
    assert refusal(locked).status is FileStatus.ENCRYPTED
    fonts = files.epub(chapter("<p>x"), encryption=protecting("OEBPS/font.otf"))
    assert epub.read(fonts).text == "x"


def test_a_missing_chapter_refuses_the_whole_so_that_nothing_is_missing_unseen():
    parts = {
        "META-INF/container.xml": '<c><rootfile full-path="b.opf"/></c>',
        "b.opf": '<p><item id="a" href="gone.html" media-type="text/html"/>'
        '<itemref idref="a"/></p>',
    }
    assert "gone.html is not there" in str(refusal(files.zipped(parts)))


def test_too_many_chapters_are_too_big(monkeypatch):
    monkeypatch.setattr(epub, "_MOST_CHAPTERS", 1)
    assert refusal(files.epub("a", "b")).status is FileStatus.TOO_BIG


@pytest.mark.parametrize("parts", [{"a": "b"}, {"META-INF/container.xml": "<container/>"}])
def test_another_archive_is_no_book(parts):
    assert "no EPUB book" in str(refusal(files.zipped(parts)))
