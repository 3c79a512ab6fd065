"""The options that a multiple choice offers, and how a model is made to choose among them; pure.

The options are written by the same answer that chooses, so no grammar made beforehand can hold
them. When an answer parsed and chose none of them, the last attempt keeps its question and writes
the choice alone, under a grammar of just these options.
"""

import re

from engine.tasks.answers import CONTEXT, PIPE
from engine.tasks.prompts import Prompt, going_on

_OPTION = re.compile(
    r"^[ \t]*(?:[-*•][ \t]+|\(?[A-Ja-j1-9][).:][ \t]+)(\S.*?)[ \t]*$", re.MULTILINE
)


def offered(question: str) -> tuple[str, ...]:
    """The options listed a line each, without their marks; the passage's own lists don't count."""
    found = _OPTION.findall(question.partition(PIPE)[0].replace(CONTEXT, "\n"))
    return tuple(dict.fromkeys(found))


def choosing_again(prompt: Prompt, raw: str) -> Prompt | None:
    """The prompt that goes on behind the question of `raw`; None if that offers no choice.

    `raw` is the whole answer, the prompt's opening included.
    """
    question, pipe, _ = raw.partition(PIPE)
    if not pipe or len(offered(question)) < 2:
        return None
    return going_on(prompt, f"{question.rstrip()}\n{PIPE}\n")
