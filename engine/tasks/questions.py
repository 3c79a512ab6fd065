"""What a generated input asks: its question without the passage, claim, given answer; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.tasks.folding import fold
from engine.tasks.markers import CONTEXT

_WH = re.compile(
    r"^(?:and |but |so |in |at |on |to |from |by |for |with |of |about )*"
    r"(?:what|when|where|who|whom|whose|which|why|how)\b"
)
_HEAD = re.compile(
    r"^\s*(?:question|q|claim|hypothesis|statement|conclusion|sentence 2)\s*[:.]\s*", re.IGNORECASE
)
_QUOTED = re.compile(
    r"“([^”\n]{2,400})”|\"([^\"\n]{2,400})\"|„([^“”\n]{2,400})[“”]|«([^»\n]{2,400})»"
)
_PREMISE = re.compile(r"^\s*(?:premise|text|passage|context|sentence 1|fact)\s*:", re.IGNORECASE)
_GIVEN = re.compile(
    r"\banswer\s*(?:is|would be|to it is|should be)?\s*[:=]?\s*(?:“([^”\n]+)”|\"([^\"\n]+)\")"
    r"|\banswer(?:\s+is)?\s*:\s*([^\n]+?)\s*(?:\n|$)",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"(?<=\w\w)[.!?]\s+(?=[A-Z])")
_ASKED_WORD = re.compile(
    r"\b(?:who|whom|what|which \w+)\s+(?:is|does|do|are|did)\s+[“\"'‘]?(\w+)[”\"'’]?"
    r"(?:\s+(?:mean|refer|stand|here)\b|\s*\?|\s+in\b)|\b(?:word|pronoun)\s+[“\"'‘]?(\w+)[”\"'’]?",
    re.IGNORECASE,
)
_FEWEST_CLAIM_WORDS = 5  # fewer may stand in a passage by chance


@dataclass(frozen=True)
class Question:
    """An input as the model wrote it, `{{context}}` not filled in, with the passage it is about."""

    written: str
    passage: str

    @cached_property
    def asked(self) -> str:
        """The input without the passage, wherever that stands in it."""
        text = self.written.replace(CONTEXT, "\n")
        passage = self.passage.strip()
        return (text.replace(passage, "\n") if passage else text).strip()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines without heads such as "Question:"."""
        lines = (_HEAD.sub("", line).strip() for line in self.asked.splitlines())
        return tuple(line for line in lines if line)

    @property
    def is_wh(self) -> bool:
        """It asks who, what, when ...: a yes or no can't answer it."""
        asking = [line for line in self.lines if line.endswith("?")]
        return bool(asking) and all(_WH.match(fold(line)) for line in asking)

    @property
    def is_alternative(self) -> bool:
        """It names what it asks to choose from: "Does it leave at nine or at ten?"."""
        return bool(re.search(r"\bor\b", self.asked, re.IGNORECASE))

    @property
    def claims(self) -> tuple[str, ...]:
        """What it may claim about the passage: its quotations and lines, premises left out."""
        lines = [line for line in self.lines if not _PREMISE.match(line)]
        found = (*lines, *_named(lines))
        return tuple(one for one in found if len(one.split()) >= _FEWEST_CLAIM_WORDS)

    @property
    def named(self) -> tuple[str, ...]:
        """What stands in quotation marks, or behind the colon of a line."""
        return _named(self.lines)

    @property
    def quoted(self) -> tuple[str, ...]:
        """What stands in quotation marks."""
        return _quoted(self.lines)

    @property
    def given_answer(self) -> str:
        """The answer for which a question is to be written; empty if it names none."""
        match = _GIVEN.search(self.asked)
        given = next((group for group in match.groups() if group), "") if match else ""
        if match and match[3]:
            given = _NEXT_SENTENCE.split(given, maxsplit=1)[0]  # "Answer: 5 euros. Ask for it."
        return given.strip(" .“”\"'")

    @property
    def asked_word(self) -> str:
        """The word whose meaning it asks for ("Whom does “she” mean?"); empty if it names none."""
        match = _ASKED_WORD.search(self.asked)
        return (match[1] or match[2]).casefold() if match else ""


def _quoted(lines: Sequence[str]) -> tuple[str, ...]:
    found = (match for line in lines for match in _QUOTED.finditer(line))
    return tuple(next(filter(None, match.groups())) for match in found)


def _named(lines: Sequence[str]) -> tuple[str, ...]:
    return (*_quoted(lines), *(line.partition(":")[2].strip() for line in lines if ":" in line))
