"""Lead a small model to a question and its answer in steps that it can take; pure.

A model of 135 million parameters that is asked for a question with its answer mostly writes one
that its passage doesn't answer. So code picks a stretch of the passage (`stretches.py`), the model
writes a question whose answer that is, and is then asked its own question, without being told the
stretch. The pair is kept if it answers with the stretch (round-trip consistency: Alberti et al.
2019, arXiv 1906.05416) and found its own question likely enough. Of what is written for several
stretches the likeliest is checked first. Everything is decoded greedily; which stretches come
first hangs on the unit's seed.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.tasks.folding import fold, words
from engine.tasks.markers import CONTEXT, PIPE
from engine.tasks.stretches import Stretch, answers

GROUP, MOST = 7, 14  # stretches that are asked about before one is checked, and in all
LEAST_LIKELY = -0.5
"""Mean log-probability of a question's tokens. Of the likeliest pairs of 52 passages that the
shipped adapter never saw, 24 of 32 were right above it, and 3 of the next 10 down to -0.6."""
LEAST_SURE = -0.3  # the same of an answer's tokens
_MORE_WORDS = 4  # that an answer may have beyond the stretch ("within 14 days" for "14 days")
_WORDS = range(4, 36)  # of a question
_NUMBERS = frozenset({"date", "time", "money", "share", "amount"})
_WHO = re.compile(r"^(?:who|whom|whose|where)\b")
_HOW = re.compile(r"^(?:how (?:much|many|long|far|often|old|high)|when|what (?:year|date|share))\b")
_HOW_LONG = re.compile(r"^(?:for )?how long\b(?!.*\btakes?\b)")
_TWO_TIMES = re.compile(r"^(?:(?:at|by|until|from) what time|when)\b.*\bat \d")
_ONE = re.compile(r"\b(?:does|has|is|was) (?:the|these|those) (?:(?:first|last|next|other) )?(\w+)")
_MANY = re.compile(r"\w+(?<!s)(?<!u)(?<!i)s")  # "sailings", not "class", "bus" or "basis"
_SEEM_MANY = frozenset({"gas", "lens", "news", "series", "species"})
_HOW_MANY = re.compile(r"^how many (\w+)(?: (\w+))?")
_STEM = 4  # letters by which "day" and "days" are the same


@dataclass(frozen=True, slots=True)
class Step:
    """What the model is asked next: the task type, and the beginning of its answer."""

    short: str
    opening: str
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Said:
    """What the model wrote in one step, the log-probability of its tokens, and how many they are.

    `is_whole` where the model itself ended it.
    """

    text: str
    mean: float = 0.0
    lowest: float = 0.0
    tokens: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """A question that the model wrote for a stretch, and its own answer to it."""

    question: str
    answer: str
    asked: Said = Said("")  # the question as it was written


@dataclass(frozen=True, slots=True)
class _Written:
    stretch: Stretch
    said: Said

    @property
    def question(self) -> str:
        return self.said.text.strip()


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a unit is. Either it has its `pair`, or it `is_over`, or there is a next `step`."""

    waiting: tuple[Stretch, ...]  # not asked about yet
    group: int = GROUP  # stretches to ask about before one is checked
    written: tuple[_Written, ...] = ()  # not checked yet
    checking: _Written | None = None
    pair: Pair | None = None

    @property
    def is_over(self) -> bool:
        """No pair was confirmed and nothing is left to try."""
        return not (self.waiting or self.written or self.checking or self.pair)

    @property
    def step(self) -> Step:
        """What is to be asked next."""
        if self.checking:
            asked = f"Question: {self.checking.question}\nAnswer with words from the text."
            return Step("exqa", f"{CONTEXT}\n\n{asked}\n{PIPE}\n", 40)
        asked = f"The answer is: {self.waiting[0].text}\nWhat is the question?"
        return Step("qg", f"{CONTEXT}\n\n{asked}\n{PIPE}\n", 64)

    def after(self, said: Said) -> "Chain":
        """The chain after what the model wrote in this step."""
        if self.checking:
            return self._checked(self.checking, said)
        stretch = self.waiting[0]
        is_good = said.is_whole and said.mean >= LEAST_LIKELY
        is_good = is_good and asks_for(said.text.strip(), stretch)
        written = (*self.written, _Written(stretch, said)) if is_good else self.written
        chain = replace(self, waiting=self.waiting[1:], written=written, group=self.group - 1)
        return chain if chain.group and chain.waiting else chain.next()

    def _checked(self, asked: _Written, said: Said) -> "Chain":
        is_sure = said.is_whole and said.mean >= LEAST_SURE
        answer = _confirmed(said.text, asked.stretch) if is_sure else ""
        if not answer:
            return replace(self, checking=None).next()
        return replace(self, checking=None, pair=Pair(asked.question, answer, asked.said))

    def next(self) -> "Chain":
        """Go on to the likeliest question that is not checked yet, or to the next stretches."""
        if not self.written:
            return replace(self, group=GROUP, pair=None)
        best = max(self.written, key=lambda one: one.said.mean)
        others = tuple(one for one in self.written if one is not best)
        return replace(self, written=others, checking=best, pair=None)


def begin(passage: str, seed: int, most: int = MOST, fits: Callable[[str], bool] = bool) -> Chain:
    """A chain over up to `most` stretches of the passage, phrases behind all others.

    Those that `fits` says no to as answers are left out, unless it says so to all.
    """
    dice, found = random.Random(seed), answers(passage)  # noqa: S311  not a secret
    found = [stretch for stretch in found if fits(stretch.text)] or found
    dice.shuffle(found)
    found.sort(key=lambda stretch: stretch.kind == "phrase")
    return Chain(tuple(found[:most]))


def asks_for(question: str, stretch: Stretch) -> bool:
    """Whether a text is a question, and of the kind that such a stretch can answer."""
    said = " ".join(words(question))
    if not question.endswith("?") or "\n" in question or len(said.split()) not in _WORDS:
        return False
    if f" {' '.join(words(stretch.text))} " in f" {said} ":
        return False
    if _is_of_one_and_many(said):
        return False
    if (stretch.is_term and _HOW_LONG.match(said)) or _TWO_TIMES.match(said):
        return False  # "how long must the form be sent" of "within three days"
    if stretch.kind in _NUMBERS:
        return not _WHO.match(said) and _is_counted(said, stretch)
    return not (stretch.kind == "name" and _HOW.match(said))


def _is_of_one_and_many(said: str) -> bool:
    """A verb of one thing stands before a noun of many: "how long does the first sailings take"."""
    nouns = {match[1] for match in _ONE.finditer(said)} - _SEEM_MANY
    return any(_MANY.fullmatch(noun) for noun in nouns)


def _is_counted(said: str, stretch: Stretch) -> bool:
    """What "how many" asks for is what the stretch counts; 60 kg are no number of bags."""
    match = _HOW_MANY.match(said)
    if match is None:
        return True
    counted = {word[:_STEM] for word in match.groups() if word}
    return any(word[:_STEM] in counted for word in words(stretch.text))


def _confirmed(text: str, stretch: Stretch) -> str:
    """The model's answer if it is the stretch, with a few words around it or without."""
    answer = text.strip().strip(" .,;:")
    said, wanted = f" {' '.join(words(answer))} ", f" {' '.join(words(stretch.text))} "
    if wanted not in said or len(said.split()) > len(wanted.split()) + _MORE_WORDS:
        return ""
    return answer if fold(answer) else ""
