"""Write the grammar of the answers that a task type allows over one passage; pure.

A GBNF grammar, as llama.cpp's own sampler takes it, of the text behind the opening: exactly one
`<|pipe|>`, before it an input that ends in time, no other marker and no placeholder but the
passage's; behind the pipe one of the labels,
or a stretch of the passage from one word to any later place, or any text. What it lets through can
be taken apart, and that is all: it need not be right. The options of a multiple choice are written
by the same answer: they are known only where the opening holds the question (`options.py`).
"""

import re
from collections.abc import Collection, Iterable, Iterator

from engine.tasks.labels import is_label
from engine.tasks.markers import CONTEXT, PIPE
from engine.tasks.options import offered
from engine.tasks.types import AnswerRule, TaskType

_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_IN_CLASS = str.maketrans({"\\": "\\\\", "]": "\\]", "^": "\\^", "-": "\\-", "\n": "\\n"})
_MARKERS = ("<|", "{{")
USUAL_TOKENS = 256  # of an answer
_OUTPUT_TOKENS = 48  # that are left for the pipe and what stands behind it
_BYTES_PER_TOKEN = 2  # of an input; English has four, and other scripts have fewer
_FEWEST, _MOST = 24, 1000  # characters of an input; llama.cpp repeats a rule 2,000 times at most
_BEFORE = 3  # one part in so many of them may stand before the passage


def grammar(
    task_type: TaskType,
    passage: str,
    opening: str,
    stop: Iterable[str] = (),
    most_tokens: int = USUAL_TOKENS,
) -> str:
    """The grammar, with the rule `root`; `stop` strings would end an answer before its pipe.

    `most_tokens` is what the answer may have: an input without an end would use up all of them.
    """
    rules = [*_output(task_type, passage.strip(), offered(opening) if PIPE in opening else ())]
    if PIPE in opening:
        rules.append("root ::= output")
    else:
        rules += _input((*_MARKERS, *stop), _longest_input(passage, most_tokens))
        rules.append(f'root ::= input "\\n"? {_literal(PIPE)} "\\n"? output')
    return "\n".join(rules) + "\n"


def _longest_input(passage: str, most_tokens: int) -> int:
    """How many characters an input may have beside the passage, of the passage's own script."""
    left = _BYTES_PER_TOKEN * (most_tokens - _OUTPUT_TOKENS)
    bytes_each = max(1, round(len(passage.encode("utf-8", "replace")) / max(1, len(passage))))
    return min(max(left // bytes_each, _FEWEST), _MOST)


def _input(forbidden: Iterable[str], longest: int) -> Iterator[str]:
    """The passage at most once, and so many characters before and behind it at most."""
    yield from _parts("input", forbidden)
    before = longest // _BEFORE
    yield f"input-lead ::= input-start input-part{{0,{before}}}"
    yield f"input-tail ::= input-part{{0,{longest - before}}}"
    yield f"input-asked ::= input-start input-part{{0,{longest}}}"
    yield f"input ::= [ \\n]? (input-asked | input-lead? {_literal(CONTEXT)} input-tail)"


def _output(task_type: TaskType, passage: str, options: Collection[str]) -> Iterator[str]:
    match task_type.rule:
        case AnswerRule.LABEL if task_type.has_own_labels:
            yield _one_of(task_type.labels)
        case AnswerRule.LABEL:
            names = (one for one in task_type.labels if is_label(task_type, one, ""))
            yield _one_of(form for one in names for form in (one.capitalize(), one))
        case AnswerRule.OFFERED if options:
            yield _one_of(options)
        case AnswerRule.VERBATIM if re.search(r"\w", passage):
            yield from _stretches(passage)
        case _:
            yield from _text("output", _MARKERS)


def _one_of(texts: Iterable[str]) -> str:
    return f'output ::= " "? ({" | ".join(map(_literal, dict.fromkeys(texts)))})'


def _stretches(passage: str) -> Iterator[str]:
    """From any word on to any later piece, as it stands in the passage."""
    pieces = _PIECE.findall(passage)
    for n, piece in enumerate(pieces):
        more = f" p{n + 1}?" if n + 1 < len(pieces) else ""
        yield f"p{n} ::= {_literal(piece)}{more}"
    starts = (f"p{n}" for n, piece in enumerate(pieces) if re.match(r"\w", piece))
    yield f'output ::= " "? ({" | ".join(starts)})'


def _text(name: str, forbidden: Iterable[str]) -> Iterator[str]:
    """Text of any length that is not blank and holds nothing forbidden."""
    yield from _parts(name, forbidden)
    first, more = (f"({name}-{one} | {_literal(CONTEXT)})" for one in ("start", "part"))
    yield f"{name} ::= [ \\n]? {first} {more}*"


def _parts(name: str, forbidden: Iterable[str]) -> Iterator[str]:
    """What such a text may begin with, and what it is made of, beside the passage.

    What a forbidden text begins with may stand before a character that neither goes on with such a
    text nor begins one.
    """
    seconds: dict[str, set[str]] = {}
    for text in forbidden:
        seconds.setdefault(text[0], set()).update(text[1:2])
    barred = "".join(sorted(seconds)).translate(_IN_CLASS)
    pairs = " | ".join(
        f"{_literal(first)} [^{''.join(sorted({*seconds, *next_ones})).translate(_IN_CLASS)}]"
        for first, next_ones in sorted(seconds.items())
    )
    yield f"{name}-plain ::= [^{barred}]"
    yield f"{name}-part ::= {name}-plain | {pairs}"
    yield f"{name}-start ::= [^{barred} \\t\\r\\n]"


def _literal(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
