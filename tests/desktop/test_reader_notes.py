"""What readers note of files, in German."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import language
from desktop.reader_notes import noted
from engine.documents.notes import left_out
from tests.test_architecture import ROOT, tree_of

READERS = sorted((ROOT / "engine/documents").rglob("*.py"))

SAID = {
    "2 comments and 1 hidden row left out.": "2 Kommentare und 1 verborgene Zeile weggelassen.",
    "1,200 lines of headers and footers left out.": (
        "1.200 Zeilen aus Kopf- und Fußzeilen weggelassen."
    ),
    "1 hidden slide left out.": "1 verborgene Folie weggelassen.",
    "3 of 12 pages are scanned and have no text. 4 lines of running headers and footers left "
    "out: 4 times “Report. 2021”.": (
        "3 von 12 Seiten sind gescannt und ohne Text. 4 Zeilen aus wiederkehrenden Kopf- und "
        "Fußzeilen weggelassen: 4 times “Report. 2021”."
    ),
    "2 lines before the table kept as text. The text is taken from column “body”; 3 others left "
    "out: “a”, “b” and “c”.": (
        "2 Zeilen vor der Tabelle als Text behalten. Der Text ist aus der Spalte “body” genommen; "
        "3 weitere weggelassen: “a”, “b” and “c”."
    ),
    "Nobody knows this. Or that.": "Nobody knows this. Or that.",
    "": "",
}


@pytest.fixture(autouse=True)
def _german(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language._Chosen, "catalogue", language.read("de"))


@pytest.mark.parametrize(("note", "german"), SAID.items())
def test_a_note_is_said_sentence_by_sentence(note: str, german: str):
    assert noted(note) == german


def test_a_refusal_is_said_with_its_reason():
    said = noted(
        "This is no Word document: it looks like a PDF. Give it the suffix of its real format, "
        "or save it as .docx from Word."
    )
    assert said.startswith("Das ist keine Datei dieser Art (Word-Dokument): sie sieht aus wie: ein")


def test_whatever_a_reader_leaves_out_has_a_german_noun():
    nouns = {noun for path in READERS for noun in _left_out(path)}
    assert len(nouns) > 10
    said = {noun: left_out(**{noun: 2}) for noun in sorted(nouns)}
    assert [note for note in said.values() if noted(note) == note] == []


def test_each_sentence_of_the_readers_has_a_german_one():
    found = {said for path in READERS for said in _sentences(path)}
    assert len(found) > 40
    assert [said for said in sorted(found) if noted(said) == said] == []


def _left_out(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        name = getattr(getattr(node, "func", None), "attr", "") or getattr(
            getattr(node, "func", None), "id", ""
        )
        if name == "left_out" and isinstance(node, ast.Call):
            yield from (word.arg for word in node.keywords if word.arg)


def _sentences(path: Path) -> Iterator[str]:
    """Whole sentences of the source with a 7 for each part; not docstrings."""
    documented = {id(node.value) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Expr)}
    inner = {
        id(part)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree_of(path)):
        if id(node) not in documented | inner:
            said = _said(node)
            if said.endswith(".") and said[:1].isupper() and len(said.split()) > 2:
                yield said


def _said(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_said(part) or "7" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
