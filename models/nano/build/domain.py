"""A domain to adapt to: its plain texts, its labelled questions, and how answers score; pure.

The domain is a dataset in SQuAD's layout whose titles are documents. Half of the documents are
texts without any question; the questions on the other half measure what a student has learnt.
"""

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.nano.build.pairs import key
from models.nano.build.rows import clean, question, words
from models.prompting import Segment

MIN_WORDS = 25  # shorter paragraphs are headings
RAW_PROMPT = "<|endoftext|>"  # what stood between two texts when the base was made
_ASK = "{context}\n\nQuestion: {question}\nAnswer with words from the text."
_TURN, _REPLY = "<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n"
_ARTICLES = re.compile(r"\b(a|an|the)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question; any of `answers` is right."""

    document: str
    context: str
    question: str
    answers: tuple[str, ...]


def is_asked(document: str) -> bool:
    """Whether the document's questions measure; its text is then seen by no student."""
    return key("domain", document.casefold()) % 2 == 0


def texts(articles: Sequence[Mapping[str, Any]], count: int) -> list[str]:
    """`count` paragraphs of the documents that are not asked about, each once, by their hash."""
    found = {context for title, context, _ in _paragraphs(articles) if not is_asked(title)}
    return sorted(found, key=lambda text: key("text", text))[:count]


def questions(articles: Sequence[Mapping[str, Any]], count: int) -> list[Question]:
    """`count` questions on the other documents, one a paragraph, drawn by their hash."""
    found: dict[str, Question] = {}
    for title, context, items in _paragraphs(articles):
        if not is_asked(title) or not items:
            continue
        item = min(items, key=lambda each: key("asked", str(each["question"])))
        answers = tuple(dict.fromkeys(clean(str(a["text"])) for a in item["answers"]))
        found[context] = Question(title, context, question(str(item["question"])), answers)
    return sorted(found.values(), key=lambda each: key("draw", each.context))[:count]


def _paragraphs(articles: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, list[Any]]]:
    for article in articles:
        for paragraph in article["paragraphs"]:
            context = clean(str(paragraph["context"]))
            if words(context) >= MIN_WORDS:
                yield str(article["title"]), context, paragraph["qas"]


def asked(context: str, wanted: str) -> str:
    """A labelled question in one of the wordings that Nano learnt for extraction."""
    return _ASK.format(context=context, question=wanted)


def turn(text: str) -> tuple[Segment, ...]:
    """A user's turn as the base's chat template writes it; the text can't stand for control."""
    return (
        Segment(_TURN, is_markup=True),
        Segment(text, is_markup=False),
        Segment(_REPLY, is_markup=True),
    )


def task_pair(asked_for: str, output: str) -> dict[str, str]:
    """What a student learns from a task."""
    return {"prompt": "".join(part.text for part in turn(asked_for)), "target": output}


def raw_pair(passage: str) -> dict[str, str]:
    """What a student learns from a text alone: to go on writing it."""
    return {"prompt": RAW_PROMPT, "target": passage}


def normalised(text: str) -> list[str]:
    """Words as SQuAD compares them: lower case, no punctuation, no articles."""
    bare = text.lower().translate(str.maketrans("", "", string.punctuation))
    return _ARTICLES.sub(" ", bare).split()


def f1(answer: str, right: Sequence[str]) -> float:
    """SQuAD's F1 of an answer, from 0 to 1: the best over all right answers."""
    return max(_f1(normalised(answer), normalised(each)) for each in right)


def _f1(said: list[str], right: list[str]) -> float:
    if not said or not right:
        return float(said == right)
    shared = sum((Counter(said) & Counter(right)).values())
    return 2 * shared / (len(said) + len(right))
