"""The language of the window: one for the whole process, chosen before anything is shown.

Every text that people read passes through `tr`, `plural` or `counted`; what the engine says,
through `told`. Sources are English sentences with named parts; a catalogue (`languages/de.po`, the
format of gettext) holds their translations. Nothing is compiled: a text is translated where it is
made, most of them once, when their module is imported, and few while a table is painted. So a
language is chosen before the window's modules are imported, and another one holds from the next
start. Not Qt's own `tr`: its tools read neither named parts nor what the engine says.

Kept as it is, whatever the language: what a project or an export holds (the log, reasons, the names
of files), and what the command line says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources

ENGLISH, GERMAN = "en", "de"
NAMES = {ENGLISH: "English", GERMAN: "Deutsch"}
_PART = re.compile(r"\\?\{(\w+)\\?\}")
_CONTEXT = "\4"  # between a text and its context, as in gettext's own files
_ENTRY = re.compile(
    r"^(msgctxt|msgid|msgid_plural|msgstr|msgstr\[[01]\]) "
    r'("(?:[^"\\]|\\.)*"(?:\n"(?:[^"\\]|\\.)*")*)',
    re.MULTILINE,
)
_COUNT = re.compile(r"([\d,]+) (\D.*)")
_FEWEST_WORDS = 3
_ESCAPES = {"n": "\n", "t": "\t"}


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language; English has none, it is the sources' own."""

    code: str = ENGLISH
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    plurals: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    several: Mapping[str, str] = field(default_factory=dict[str, str])  # plural source: its one

    @cached_property
    def patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Sources with parts, as what the engine says with its parts filled in can be found by.

        The longest first: what they say beside their parts tells them from each other.
        """
        said = {one: len(_PART.sub("", one).split()) for one in self.words if "{" in one}
        known = sorted(
            (one for one in said if said[one] >= _FEWEST_WORDS), key=said.__getitem__, reverse=True
        )
        return [(_pattern(one), self.words[one]) for one in known]


class _Chosen:
    """The one catalogue that holds; English until `use`."""

    catalogue = Catalogue()


def use(code: str) -> None:
    """From now on; call it before the modules of the window are imported."""
    _Chosen.catalogue = Catalogue() if code == ENGLISH else read(code)


def code() -> str:
    """The language that holds: `en` or `de`."""
    return _Chosen.catalogue.code


def tr(source: str, /, **parts: object) -> str:
    """A text in the language that holds, with its named parts filled in."""
    text = _Chosen.catalogue.words.get(source, source)
    return text.format(**parts) if parts else text


def tr_in(context: str, source: str) -> str:
    """As `tr`, for a word that means something else in this context: Split, of a passage."""
    return _Chosen.catalogue.words.get(f"{context}{_CONTEXT}{source}", source)


def plural(count: int, one: str, many: str, **parts: object) -> str:
    """One of two texts, by a count that both may name as {n}."""
    forms = _Chosen.catalogue.plurals.get(one, (one, many))
    return forms[count != 1].format(n=number(count), **parts)


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: 1 passage, 1,150 passages."""
    forms = _Chosen.catalogue.plurals.get(one, (one, many or f"{one}s"))
    return f"{number(count)} {forms[count != 1]}"


def number(value: int) -> str:
    """A count with thousands separated: 1,150; in German 1.150."""
    said = f"{value:,}"
    return said if code() == ENGLISH else said.replace(",", ".")


def decimal(value: float, places: int = 1) -> str:
    """A number with its decimals: 0.5; in German 0,5."""
    said = f"{value:.{places}f}"
    return said if code() == ENGLISH else said.replace(".", ",")


def inside(text: str) -> str:
    """A caption as it stands inside a sentence; German keeps the capitals of its nouns."""
    return text.lower() if code() == ENGLISH else text


def keys(names: str) -> str:
    """Names of keys as they stand on the keyboards of the language: Ctrl+F, in German Strg+F."""
    if code() == ENGLISH:
        return names
    for english, name in _KEYS.items():
        names = names.replace(english, name)
    return names


_KEYS = {"Ctrl": "Strg", "Shift": "Umschalt", "Del": "Entf", "Enter": "Eingabe"}


def told(sentence: str) -> str:
    """What the engine says in English, in the language that holds; as it is where none is known."""
    catalogue = _Chosen.catalogue
    if not sentence or catalogue.code == ENGLISH:
        return sentence
    exact = catalogue.words.get(sentence)
    if exact is not None:
        return exact
    for pattern, text in catalogue.patterns:
        found = pattern.fullmatch(sentence)
        if found:  # a part may be a sentence of its own
            return text.format(**{name: told(part) for name, part in found.groupdict().items()})
    return _told_count(sentence)


def _told_count(said: str) -> str:
    """A count that the engine says with its noun: 1,200 comments."""
    found = _COUNT.fullmatch(said)
    one = _Chosen.catalogue.several.get(found[2], found[2]) if found else ""
    if not found or one not in _Chosen.catalogue.plurals:
        return said
    return counted(int(found[1].replace(",", "")), one)


def read(code: str) -> Catalogue:
    """The catalogue of a language, from its file beside this module."""
    place = resources.files("desktop") / "languages" / f"{code}.po"
    return parsed(code, place.read_text(encoding="utf-8"))


def parsed(code: str, lines: str) -> Catalogue:
    """A catalogue from the text of a .po file; untranslated entries are left out."""
    words, plurals = dict[str, str](), dict[str, tuple[str, str]]()
    ones = dict[str, str]()
    context = one = several = first = ""
    for kind, quoted in _ENTRY.findall(lines):
        text = _unquoted(quoted)
        if kind == "msgctxt":
            context = f"{text}{_CONTEXT}"
        elif kind == "msgid":
            one, several, context = f"{context}{text}" if text else "", "", ""
        elif kind == "msgid_plural":
            several = text
        elif kind == "msgstr[0]":
            first = text
        elif kind == "msgstr[1]" and several and text:
            plurals[one], ones[several] = (first, text), one
        elif kind == "msgstr" and one and text:
            words[one] = text
    return Catalogue(code, words, plurals, ones)


def _unquoted(quoted: str) -> str:
    joined = "".join(line[1:-1] for line in quoted.split("\n"))
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), joined)


def _pattern(source: str) -> re.Pattern[str]:
    """What a source with parts becomes once they are filled in; a part said twice is the same."""
    seen = set[str]()

    def group(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    return re.compile(_PART.sub(group, re.escape(source)), re.DOTALL)
