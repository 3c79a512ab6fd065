"""The parts of the experiment in `teach.py` that need no model: lessons of each arm, statistics.

All arms are lists of the same shape, a question with an answer about a text, so that what differs
between two of them is what they are named after.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.nano.build.pairs import key
from models.nano.build.rows import clean, question, words
from models.prompting import Segment

LABELS = ("Yes", "No")
CHOICES = 4  # spans among which a student chooses
MIN_WORDS = 25  # shorter paragraphs are headings
DRAWS = 10_000
_TURN, _REPLY = "<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question about a text and its answer; `document` never stands on both sides."""

    document: str
    context: str
    question: str
    answer: str

    @property
    def is_label(self) -> bool:
        """The answer is one of the labels, not a stretch of the text."""
        return self.answer in LABELS


def from_squad(articles: Sequence[Mapping[str, Any]]) -> Iterator[Lesson]:
    """All answerable questions of a dataset in SQuAD's layout, with their first answer."""
    for article in articles:
        for paragraph in article["paragraphs"]:
            context = clean(str(paragraph["context"]))
            if words(context) < MIN_WORDS:
                continue
            for item in paragraph["qas"]:
                answers = [clean(str(each["text"])) for each in item["answers"]]
                if answers and answers[0] in context:
                    asked = question(str(item["question"]))
                    yield Lesson(str(article["title"]), context, asked, answers[0])


def is_asked(document: str) -> bool:
    """Whether the document's questions measure; no student sees its text."""
    return key("teach", document.casefold()) % 2 == 0


def drawn(lessons: Sequence[Lesson], count: int, purpose: str) -> list[Lesson]:
    """`count` lessons by their hash, one a text while there are others."""
    first: dict[str, Lesson] = {}
    for one in sorted(lessons, key=lambda one: key(purpose, one.context, one.question)):
        first.setdefault(one.context, one)
    return sorted(first.values(), key=lambda one: key(purpose, "text", one.context))[:count]


def shuffled(lessons: Sequence[Lesson], seed: int) -> list[Lesson]:
    """The same texts and questions; answers exchanged, within a document where it has several.

    What is left is style: form and length of answers that are true of nothing.
    """
    dice, moved = random.Random(seed), dict[int, str]()
    groups: dict[str, list[int]] = {}
    for number, one in enumerate(lessons):
        groups.setdefault(one.document, []).append(number)
    single = [group[0] for group in groups.values() if len(group) == 1]
    for group in [*(group for group in groups.values() if len(group) > 1), single]:
        dice.shuffle(group)
        for place, number in enumerate(group):
            moved[number] = lessons[group[place - 1]].answer
    return [replace(one, answer=moved[number]) for number, one in enumerate(lessons)]


def at_random(lessons: Sequence[Lesson], seed: int) -> list[Lesson]:
    """The same texts and questions; as answer a random stretch of like length, or a label."""
    dice = random.Random(seed)
    return [
        replace(one, answer=dice.choice(LABELS) if one.is_label else _stretch(one, dice))
        for one in lessons
    ]


def choices(one: Lesson) -> tuple[str, ...]:
    """What a student chooses from: the right answer first, then stretches of like length."""
    if one.is_label:
        return (one.answer, *(label for label in LABELS if label != one.answer))
    dice, found = random.Random(key("choices", one.context, one.question)), [one.answer]
    for _ in range(40):
        text = _stretch(one, dice)
        if len(found) < CHOICES and all(text not in old and old not in text for old in found):
            found.append(text)
    return tuple(found)


def _stretch(one: Lesson, dice: random.Random) -> str:
    said = one.context.split()
    size = min(words(one.answer), len(said))
    start = dice.randrange(len(said) - size + 1)
    return re.sub(r"[.,;:]+$", "", " ".join(said[start : start + size])) or said[start]


def turn(one: Lesson, shots: Sequence[Lesson] = ()) -> tuple[Segment, ...]:
    """A user's turn as the base's chat template writes it, examples before the question."""
    asked = "\n\n".join([*(f"{_asked(each)}\n{each.answer}" for each in shots), _asked(one)])
    return (
        Segment(_TURN, is_markup=True),
        Segment(asked, is_markup=False),
        Segment(_REPLY, is_markup=True),
    )


def _asked(one: Lesson) -> str:
    return f"{one.context}\n\nQuestion: {one.question}\nAnswer:"


Scores = Mapping[int, Sequence[float]]
"""For each seed the score of each question, always the same questions in the same order."""


def difference(one: Scores, other: Scores, seed: int = 0) -> tuple[float, float, float]:
    """Mean of one minus other and its 95 % interval: paired bootstrap over questions and seeds."""
    dice, seeds = random.Random(seed), sorted(one.keys() & other.keys())
    count = len(one[seeds[0]])
    gaps = {s: [a - b for a, b in zip(one[s], other[s], strict=True)] for s in seeds}
    found: list[float] = []
    for _ in range(DRAWS):
        drawn_seeds = dice.choices(seeds, k=len(seeds))
        drawn_questions = dice.choices(range(count), k=count)
        sums = [sum(gaps[s][q] for s in drawn_seeds) for q in drawn_questions]
        found.append(sum(sums) / count / len(seeds))
    found.sort()
    mean = sum(map(sum, gaps.values())) / count / len(seeds)
    return mean, found[round(0.025 * DRAWS)], found[round(0.975 * DRAWS) - 1]
