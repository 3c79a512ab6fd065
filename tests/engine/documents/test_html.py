"""The web page reader: what a browser shows, without the network."""

import pytest

from engine.documents import html, readers
from engine.errors import DocumentRefused
from engine.records import FileStatus, ImportOptions


def text(source):
    return html.read(source.encode()).text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<h1>Rules</h1><p>No  dogs.\n</p><p>No <b>cats</b>!</p>",
            "Rules\n\nNo dogs. \n\nNo cats!",
        ),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<ul><li>one<li>two<ul><li>three</ul></ul>", "one\ntwo\nthree"),
        ("<dl><dt>gate<dd>a door</dl>", "gate\na door"),
        ("<p>a</p><!-- note --><p>b</p>", "a\n\nb"),
        ("a<script>no()</script>b<style>p{}</style>c<template>t</template>", "abc"),
        ("<title>t</title><body>shown", "shown"),
        ("a<p hidden>no</p><p style='color:red; display: none'>no</p>b", "ab"),
        ("<pre>def f():\n    pass</pre>", "def f():\n    pass"),
        ("<p>tail</p>of a block", "tail\n\nof a block"),
        ("<td>stray</td>", "stray"),
        ("", ""),
    ],
)
def test_a_page_reads_as(source, expected):
    assert text(source).strip() == expected


def test_a_table_becomes_rows_with_tabs():
    source = (
        "<p>Prices:<table><caption>2026</caption><thead><tr><th>Item<th>Cost</thead>"
        "<tr><td><p>Gate</p><p>old</p><td>7</table>after"
    )
    assert text(source) == "Prices:\n\n2026\n\nItem\tCost\nGate old\t7\n\nafter"


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td><p>Menu</p></td><td><table><tr><td>a<td>b</table></td></tr></table>",
        "<table role='presentation'><tr><td>Menu</td></tr></table><table><tr><td>a<td>b</table>",
    ],
)
def test_a_table_that_only_arranges_the_page_is_no_table(source):
    assert text(source) == "Menu\n\na\tb"


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="iso-8859-2"><p>Příští'.encode("iso-8859-2"),
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><p>Příští'.encode(),
        '<?xml version="1.0" encoding="windows-1250"?><p>Příští'.encode("cp1250"),
        "\ufeff<meta charset=latin-1><p>Příští".encode(),
        '<meta charset="made-up"><p>Příští'.encode(),
        '<meta charset="ascii"><p>Příští'.encode(),
        "<p>Příští".encode("utf-16"),
        b"<meta charset=utf-8><p>P&#345;\x00&iacute;&scaron;t&iacute;",
    ],
)
def test_the_encoding_is_as_declared_or_as_the_bytes_say(data):
    assert html.read(data).text == "Příští"


@pytest.mark.parametrize("source", ["<div>" * 1000 + "deep", "<p>" + "x " * 6_000_000])
def test_what_the_parser_would_cut_off_in_silence_is_refused(source):
    with pytest.raises(DocumentRefused) as refused:
        text(source)
    assert refused.value.status is FileStatus.DAMAGED


def test_nothing_is_fetched_and_no_entity_is_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    source = f'<!DOCTYPE p [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>&x; <img src="http://x/">'
    assert "secret" not in text(source).replace("secret.txt", "")


def test_drawings_with_text_are_told_and_what_stands_for_an_object_is_read():
    found = html.read(
        b"<p>Rent</p><svg><style>a</style><text>2024</text></svg><svg><title>Icon</title></svg>"
        b"<object data='a.svg'>The house from the south</object>"
    )
    assert found.text == "Rent\n\nThe house from the south"
    assert found.note == "1 drawing with its text left out."


def test_headings_start_sections_and_hidden_text_is_told():
    found = html.read(
        b"<h1>The <i>lease</i></h1><p>Text.</p><table><tr><td><h2>No</h2></table><h2>Rent</h2>x"
        b"<div hidden>secret</div>"
    )
    assert [(found.text[mark.start :][:4], mark.label) for mark in found.pages] == [
        ("The ", "section The lease"), ("Rent", "section Rent")
    ]  # fmt: skip
    assert "hidden" in found.note
    assert html.read(b"<p>a<div style='display:none'> </div><script hidden>x</script>").note == ""


def test_the_title_of_a_page():
    assert html.title(b"<html><title>A &amp;\n B</title>") == "A & B"
    assert html.title(b"<html><p>none") == html.title(b"<title></title>") == ""


def test_an_encoding_that_is_known_wins_over_the_one_declared():
    assert (
        html.read("<meta charset=latin-1><p>é".encode(), ImportOptions(encoding="utf-8")).text
        == "é"
    )


def test_an_encoding_that_is_declared_late_is_found_and_a_guess_is_told():
    page = (
        f"<html><head><script>{'x' * 9_000}</script><meta charset='windows-1250'></head><p>Dvořák"
    )
    assert html.read(page.encode("cp1250")).text == "Dvořák"
    assert not html.read(page.encode("cp1250")).note
    guessed = html.read("<p>Die Straße nach Köln".encode("cp1252"))
    assert guessed.text == "Die Straße nach Köln"
    assert guessed.note.startswith("Read as Windows-1252, guessed")


def whole(page):
    return readers.read_document(page.encode(), "html").text


def test_numbers_of_lists_are_those_that_a_browser_shows():
    page = "<ol start=3><li>three<li><p>four</p><ol type=a><li>a<li>b</ol><li value=9>nine</ol>"
    assert whole(page).split() == ["3.", "three", "4.", "four", "a.", "a", "b.", "b", "9.", "nine"]
    assert whole("<ol reversed><li>x<li>y</ol><ul><li>z</ul>").split() == [
        "2.",
        "x",
        "1.",
        "y",
        "z",
    ]


def test_exponents_words_as_spoken_and_formulas_keep_their_meaning():
    assert whole("<p>4.2 x 10<sup>6</sup>, x<sub>2</sub>, 1<sup>st</sup>, so<sup>[4]</sup>") == (
        "4.2 x 10^6, x_2, 1st, so[4]"
    )
    styled = "10<b style='top:0; vertical-align: super'>6</b> a<i style='vertical-align:sub'>i</i>"
    assert whole(styled) == "10^6 a_i"
    assert whole("<ruby>東京<rp>(</rp><rt>とう</rt><rp>)</rp></ruby>は") == "東京(とう)は"
    page = (
        "<p>Energy <math><semantics><mrow><mi>E</mi><mo>=</mo><mfrac><mrow><mi>m</mi><mo>+</mo>"
        "<mn>1</mn></mrow><msqrt><mn>2</mn></msqrt></mfrac></mrow>"
        "<annotation>E=m</annotation></semantics></math> is kept."
    )
    assert whole(page) == "Energy E=(m+1)/√2 is kept."
