"""The lessons of each arm of the experiment in `teach.py`, and what they are chosen from; pure.

All arms are lists of the same shape, a question with an answer about a text, so that what differs
between two of them is what they are named after.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.tasks.questions import Question
from engine.tasks.stretches import answers, kind_of
from models.nano.build.pairs import key
from models.nano.build.rows import Row, words
from models.prompting import Segment

LABELS = ("Yes", "No")
CHOICES = 4  # spans among which a student chooses
WORDS = range(25, 251)  # of a text; shorter ones are headings
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


def from_rows(rows: Iterable[Row]) -> Iterator[Lesson]:
    """The questions of a dataset's rows that are answered by a stretch, or by Yes or No."""
    for row in rows:
        if row.task in {"exqa", "ynqa"} and words(row.context) in WORDS:
            yield Lesson(row.document, row.context, row.fields["question"], row.fields["answer"])


def asked_in(written: str, passage: str) -> str:
    """The question of a task's input alone; with what is proposed where the answer is Yes or No."""
    lines = Question(written, passage).lines
    asking = [line[: line.rindex("?") + 1] for line in lines if "?" in line]
    return " ".join(asking or lines)


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


def swapped(lessons: Sequence[Lesson], seed: int) -> list[Lesson]:
    """The same texts and questions; as answer another stretch of the text that could be one.

    The strictest control: form and place are those of a good answer, the truth alone is missing. A
    label becomes the other one.
    """
    dice = random.Random(seed)
    return [replace(one, answer=_other_answer(one, dice)) for one in lessons]


def _other_answer(one: Lesson, dice: random.Random) -> str:
    if one.is_label:
        return next(label for label in LABELS if label != one.answer)
    others = [
        stretch
        for stretch in answers(one.context)
        if stretch.text not in one.answer and one.answer not in stretch.text
    ]
    kind = kind_of(one.answer)
    alike = [stretch for stretch in others if stretch.kind == kind] or others
    return dice.choice(alike).text if alike else _stretch(one, dice)


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


def offered(one: Lesson) -> int:
    """How many choices a question is to have; a short text may not hold so many stretches."""
    return len(LABELS) if one.is_label else CHOICES


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
