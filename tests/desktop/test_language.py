"""Every text that people read has a translation, which says as much and has the same parts."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from desktop import language
from desktop.device_words import device_said
from desktop.wording import REJECT_REASONS
from engine import errors
from engine.errors import BonitoError
from engine.isolation.checks import checks_of
from engine.isolation.observation import observe_here
from engine.tasks.types import TASK_TYPES
from models.errors import ModelError
from models.foreign import _BEGINNINGS, describe
from models.suitability import _KINDS
from tests.test_architecture import ROOT, tree_of

SOURCES = sorted((ROOT / "desktop").rglob("*.py"))
TRANSLATED_BY = {"tr", "plural", "counted", "tr_in"}
UNSEEN_BY = {  # what is handed to these is no text for people
    "setProperty", "setObjectName", "TypeVar", "inherits", "getattr", "partition", "startswith",
    "QKeySequence", "page_key", "local_key", "keys", "KeyButton", "Entry", "_button", "log",
    "compile",
}  # fmt: skip
FOR_TERMINALS = {"launch.py", "prerequisites.py", "log_file.py", "theme.py"}
KEPT = {  # names, and what is stored
    "Bonito Desktop", "Bonito Desktop ", "Bonito sample", "read again", "Chosen", *REJECT_REASONS,
    "bonito-desktop models fetch {name} --to {folder}",
}  # fmt: skip
PHRASE = re.compile(r"[A-Za-z…”),;:] +[A-Za-z“(]|^ *&?[A-Z]&?[a-z]{2}")
KEY = re.compile(r"^(Ctrl|Shift|Del$|Esc$|Return$|Enter$|Down$|Up$|Left$|Right$|M, S|M,S)")
EXAMPLE = r"""
msgid ""
msgstr "Language: de\n"

msgid "One "
"line\n"
msgstr "Eine "
"\"Zeile\"\n"

msgctxt "verb"
msgid "Split"
msgstr "Teilen"

msgid "Open"
msgstr ""

msgid "row"
msgid_plural "rows"
msgstr[0] "Zeile"
msgstr[1] "Zeilen"
"""
FOREIGN = (*(start for start, _what, _advice in _BEGINNINGS), b"", b"\0" * 64, b"what is this?")
PART = re.compile(r"\{(\w+)[^}]*\}")


def literal(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@cache
def sources() -> dict[str, str]:
    """Each text that is translated, by the key it has in a catalogue, and the file that says it."""
    found = dict[str, str]()
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            name, given = called(node), getattr(node, "args", [])
            if name == "tr" and literal(given[0]):
                found[literal(given[0])] = path.name
            elif name == "tr_in":
                found[f"{literal(given[0])}\4{literal(given[1])}"] = path.name
            elif name == "plural" or (name == "counted" and len(given) > 1 and literal(given[1])):
                found[literal(given[1])] = path.name
    return found


@cache
def german() -> language.Catalogue:
    return language.read(language.GERMAN)


def untranslated(path: Path) -> Iterator[str]:
    """Literals that people would read and that pass through nothing that translates."""
    hidden = set[int]()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Expr) and literal(node.value):
            hidden.add(id(node.value))  # a docstring
        elif called(node) in TRANSLATED_BY | UNSEEN_BY or isinstance(node, ast.Compare):
            hidden |= {id(inner) for inner in ast.walk(node) if literal_or_none(inner)}
    for node in ast.walk(tree_of(path)):
        said = literal_or_none(node)
        if said and id(node) not in hidden and PHRASE.search(said) and not KEY.match(said):
            yield f"{path.name}: {said}"


def literal_or_none(node: ast.AST) -> str:
    return literal(node) if isinstance(node, ast.expr) else ""


def test_no_text_of_the_window_is_shown_untranslated():
    paths = [path for path in SOURCES if path.name not in FOR_TERMINALS | {"language.py"}]
    found = [said for path in paths for said in untranslated(path)]
    assert [said for said in found if said.partition(": ")[2] not in KEPT] == []


def test_each_text_of_the_window_has_a_german_one():
    known = german().words.keys() | german().plurals.keys()
    assert [said for said in sources() if said not in known] == []


def test_translations_have_the_parts_of_their_sources():
    forms = [(one, text) for one, text in german().words.items()]
    lost = [one for one, text in forms if set(PART.findall(one)) - set(PART.findall(text))]
    assert lost == []
    forms += [(one, text) for one, both in german().plurals.items() for text in both]
    different = [
        (one, text)
        for one, text in forms
        if not set(PART.findall(one)) >= set(PART.findall(text)) - {"n"}
        or one.startswith(" ") != text.startswith(" ")
        or one.endswith("…") != text.endswith("…")
    ]
    assert different == []


def kinds(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for kind in root.__subclasses__():
        if kind.__module__.startswith(("engine.", "models.")):  # not of a test
            yield from kinds(kind)


def test_what_the_engine_names_has_a_german_name():
    titles = {
        getattr(kind, "title", "") for one in (BonitoError, ModelError) for kind in kinds(one)
    }
    types = {said for kind in TASK_TYPES for said in (kind.name, kind.example, kind.group.value)}
    assert sorted((titles | types | set(REJECT_REASONS)) - {""} - german().words.keys()) == []


def test_checks_of_the_isolation_have_german_titles():
    titles = {check.title for check in checks_of(observe_here())}
    assert sorted(titles - german().words.keys()) == []


def test_a_sentence_of_the_engine_is_found_with_its_parts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language._Chosen, "catalogue", german())
    error = errors.ProjectDamaged("“a b.bonito” is not a Bonito project; choose a .bonito file.")
    assert language.told(str(error)).startswith("„a b.bonito“ ist kein Bonito-Projekt")
    nested = "The PDF is damaged and can't be opened. Save it again from the program that made it."
    assert language.told(nested).startswith("Das PDF ist beschädigt und lässt sich nicht öffnen.")


def test_a_sentence_that_nobody_translated_stays(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language._Chosen, "catalogue", german())
    assert language.told("Something odd {happened} of 3.") == "Something odd {happened} of 3."


def test_german_counts_and_decimals_are_written_as_in_german(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language._Chosen, "catalogue", german())
    assert language.counted(1, "passage") == "1 Abschnitt"
    assert language.counted(1_150, "passage") == "1.150 Abschnitte"
    assert language.decimal(0.5) == "0,5"
    assert language.keys("Ctrl+Shift+Z") == "Strg+Umschalt+Z"
    assert language.inside("Well-formed") == "Well-formed"


def test_english_is_as_it_was_written():
    assert language.code() == language.ENGLISH
    assert language.counted(1_150, "passage") == "1,150 passages"
    assert language.plural(1, "{n} edit", "{n} edits") == "1 edit"
    assert language.tr("{part} of {whole}", part=1, whole=2) == "1 of 2"
    assert language.inside("Well-formed") == "well-formed"


def test_entries_are_read_over_several_lines_with_context_and_escapes():
    found = language.parsed("de", EXAMPLE)
    assert found.words == {"One line\n": 'Eine "Zeile"\n', "verb\4Split": "Teilen"}
    assert found.plurals == {"row": ("Zeile", "Zeilen")}


def test_no_translation_is_left_of_a_text_that_is_gone():
    """But for the sentences of the engine, which stand below the window's."""
    text = (ROOT / "desktop/languages/de.po").read_text(encoding="utf-8")
    window = language.parsed("de", text.partition("# What the engine says.")[0])
    assert sorted((window.words.keys() | window.plurals.keys()) - sources().keys()) == []


@pytest.mark.parametrize(
    ("device", "said"),
    [
        ("CPU, 1 thread", "CPU, 1 Thread"),
        ("CPU, 12 threads", "CPU, 12 Threads"),
        ("Radeon Pro (Vulkan)", "Radeon Pro (Vulkan)"),
        ("", ""),
    ],
)
def test_what_a_model_computes_on_is_said_in_german(
    monkeypatch: pytest.MonkeyPatch, device: str, said: str
):
    monkeypatch.setattr(language._Chosen, "catalogue", language.read("de"))
    assert device_said(device) == said


@pytest.mark.parametrize(
    "sentence",
    [
        "“out” holds something that is not an export; name a new or an empty folder.",
        "“out” can't be written (No space left on device); choose another place for the export.",
        "2 tasks were left out, because another row says nearly the same (near-duplicates).",
        "The file was changed while it was read; import it again when it is at rest.",
        "This is hidden, so it was left out; name it itself to import it.",
        "“a.bonito” numbers its tasks otherwise; nothing was merged.",
        "This passphrase doesn't open “letters”; type it again.",
        "There was no answer within 20 seconds.",
        "manifest.json can't be read (FileNotFoundError); is this an export's folder?",
        "train.jsonl: was changed; its SHA-256 is abc.",
    ],
)
def test_refusals_on_the_usual_way_are_said_in_german(
    monkeypatch: pytest.MonkeyPatch, sentence: str
):
    monkeypatch.setattr(language._Chosen, "catalogue", language.read("de"))
    assert language.told(sentence) != sentence


@pytest.mark.parametrize(
    "sentence",
    [
        *(f"“a.gguf” {describe(start)}" for start in FOREIGN),
        *(f"“a.gguf” {kind}." for kind in _KINDS.values()),
        "“a.gguf” is an encoder (bert): it reads text and can't write; choose a Bonito.",
        "“a.gguf” carries no vocabulary; choose a complete model.",
    ],
)
def test_files_that_are_no_model_are_refused_in_german(
    monkeypatch: pytest.MonkeyPatch, sentence: str
):
    monkeypatch.setattr(language._Chosen, "catalogue", language.read("de"))
    said = language.told(sentence)
    assert said.startswith("„a.gguf“ ")
    assert not re.search(r"\b(an|is|it|the|of)\b", said)
