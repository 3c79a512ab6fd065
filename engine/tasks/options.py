"""The options that a question offers, what an answer chooses of them, and choosing again; pure.

Options stand a line each ("- at six", "B) at nine", "B at nine"), lettered within a line
("Who? A. Anna B. Tom"), or in a list ("Choose from this list: trade, sport." "Anna, Tom or Bob?").

The options of a multiple choice are written by the same answer that chooses, so no grammar made
beforehand can hold them. When an answer parsed and chose none of them, the last attempt keeps its
question and writes the choice alone, under a grammar of just these options.
"""

import re
import string
from collections.abc import Iterator
from itertools import pairwise

from engine.tasks.folding import fold
from engine.tasks.markers import CONTEXT, PIPE
from engine.tasks.prompts import Prompt, going_on

_MARK = "[A-J]|[1-9]|1[0-9]|[ivx]{2,4}"
_LINE = re.compile(
    rf"^[ \t]*(?:[-*•][ \t]+|[(\[]?({_MARK})[)\].:][ \t]+|option[ \t]+([A-J1-9])[).:][ \t]+)"
    r"(\S.*?)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_BARE_LINE = re.compile(r"^[ \t]*([A-J1-9])[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_WITHIN = re.compile(r"(?<!\w)[(\[]?([A-Ja-j1-9])[)\].:]\s*")
_LIST = re.compile(
    r"\b(?:list|options|choices|labels|categories|topics|choose|choose from|select from|one of)"
    r"(?: are| is| these| the following)?:\s*([^:\n]+?)\s*(?:[.?](?:\s|$)|$)",
    re.MULTILINE | re.IGNORECASE,
)
_OR_LIST = re.compile(r":\s*([^:\n]+?\bor\b[^:\n]+?)\s*(?:\?|$)", re.MULTILINE)
_AT_THE_END = re.compile(  # "Who runs it, Anna or Tom?" "Is it Anna or Tom?"
    r"(?:^|[.:\n]\s*)(?:(?:who|which|what|where|when|how)\b[^?\n,]*,|"
    r"(?:is|was|are|were) (?:it|they|he|she)\b)\s+([^?:\n]+?\bor\b[^?:\n]+?)\s*\?",
    re.MULTILINE | re.IGNORECASE,
)
_MOST_WORDS = 3  # of an option where nothing but "or" says that there are some
_QUOTED = re.compile(r"[“\"„]([^“”\"„\n]{1,60})[”\"“]")
_JOINED = re.compile(r"\s*(?:[,;/]|,?\s*\b(?:or|and)\b)\s*")
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w)")
_ITEM = re.compile(r"\s*(?:,\s*(?:or|and)\s+|,|;|\s+or\s+)\s*")
_SAID = re.compile(
    r"(?:the\s+)?(?:(?:correct|right|best)\s+)?(?:answer|option|choice)(?:\s+is)?\s*:?\s+",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[(\[]?([A-Ja-j1-9]|[ivx]{2,4})(?:[)\].:]\s*|\s+)(.+)", re.DOTALL)
_AROUND = string.punctuation + string.whitespace + "“”‘’"

Option = tuple[str, str]
"""An option's letter or number, empty where it has none, and its text."""


def listed(question: str) -> tuple[Option, ...]:
    """The options in order, repeated ones included; the passage's own lists don't count."""
    asked = question.partition(PIPE)[0].replace(CONTEXT, "\n")
    lines = _on_lines(asked)
    if len(lines) < 2:  # "(A) Anna (B) Tom" is one line
        lines = _within_lines(asked) or lines
    return tuple(lines or _in_a_list(asked) or _in_quotes(asked))


def without_list(question: str) -> str:
    """The question without a list of options that stands within it."""
    for pattern in (_LIST, _OR_LIST):
        question = pattern.sub(" ", question)
    return question


def offered(question: str) -> tuple[str, ...]:
    """The texts of the options, each once."""
    return tuple(dict.fromkeys(text for _, text in listed(question)))


def chosen(output: str, question: str) -> str | None:
    """The option that an output names by its text, letter or number; None if it names none."""
    options = listed(question)
    for said in (output, _SAID.sub("", output.strip(), count=1)):
        for choice in (said, *_without_letter(said)):
            named = _named(choice, options)
            if named is not None:
                return named
    return None


def choosing_again(prompt: Prompt, raw: str) -> Prompt | None:
    """The prompt that goes on behind the question of `raw`; None if that offers no choice.

    `raw` is the whole answer, the prompt's opening included.
    """
    question, pipe, _ = raw.partition(PIPE)
    if not pipe or len(offered(question)) < 2:
        return None
    return going_on(prompt, f"{question.rstrip()}\n{PIPE}\n")


def _on_lines(asked: str) -> list[Option]:
    found = [(match[1] or match[2] or "", match[3]) for match in _LINE.finditer(asked)]
    if found:
        return found
    bare = [(match[1], match[2]) for match in _BARE_LINE.finditer(asked)]
    return bare if _is_in_sequence([letter for letter, _ in bare]) else []


def _within_lines(asked: str) -> list[Option]:
    marks = list(_WITHIN.finditer(asked))
    if not _is_in_sequence([mark[1] for mark in marks]):
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(asked)]
    texts = [asked[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return [(mark[1], text.split("\n")[0]) for mark, text in zip(marks, texts, strict=True) if text]


def _in_a_list(asked: str) -> list[Option]:
    for pattern, most in ((_LIST, 20), (_OR_LIST, 20), (_AT_THE_END, _MOST_WORDS)):
        for match in pattern.finditer(asked):
            items = [item.strip(_AROUND) for item in _ITEM.split(match[1])]
            is_short = all(0 < len(item) <= 60 and len(item.split()) <= most for item in items)
            if len(items) > 1 and is_short:
                return [("", item) for item in items]
    return []


def _in_quotes(asked: str) -> list[Option]:
    """Quoted words with only commas or "or" between them: "red", "blue" or "green"."""
    quoted = list(_QUOTED.finditer(asked))
    between = [asked[one.end() : two.start()] for one, two in pairwise(quoted)]
    is_list = any("or" in text for text in between) and all(map(_JOINED.fullmatch, between))
    return [("", match[1]) for match in quoted] if is_list else []


def _is_in_sequence(letters: list[str]) -> bool:
    """Letters or numbers go up by one from the first of their kind."""
    codes = [ord(letter.lower()) for letter in letters]
    return len(codes) > 1 and codes == list(range(codes[0], codes[0] + len(codes)))


def _without_letter(said: str) -> Iterator[str]:
    match = _LETTERED.fullmatch(said.strip())
    if match:
        yield match[2]


def _named(choice: str, options: tuple[Option, ...]) -> str | None:
    wanted = fold(choice).strip(_AROUND)
    if not wanted:
        return None
    for letter, text in options:
        if wanted in {fold(letter), fold(text).strip(_AROUND)}:
            return text
    bare = _ARTICLE.sub("", wanted)
    named = [text for _, text in options if _ARTICLE.sub("", fold(text).strip(_AROUND)) == bare]
    return named[0] if len(named) == 1 else None
