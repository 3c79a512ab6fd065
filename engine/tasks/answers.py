"""Take a model's answer apart and name its outcome; pure.

The reference library (BatsResearch/bonito, `_postprocess_dataset`) keeps an answer that splits
on `<|pipe|>` into exactly two parts, puts the passage where the input says `{{context}}`, and
drops the others without a word. Here each answer gets an outcome, the first that applies of:

1. too_long          the prompt and its answer don't fit the context; nothing was generated
2. no_pipe           no separator
3. many_pipes        more than one
4. empty_input       nothing before it, after `{{context}}` was replaced and white space stripped
5. empty_output      nothing behind it
6. truncated         the model was still writing at its limit
7. placeholder_left  a `{{...}}` or a `<|marker|>` that is not the passage's own
8. not_in_passage    the type wants the passage's own words, and these are not
9. bad_label         the output is none of the type's labels, or none of the options in the input

and else ok. `engine_failed` and `duplicate` are named elsewhere: by the run and by the store.
Differently from the reference, `{{context}}` is replaced in the output too, where it stands in
text generation. Input and output are kept, whatever the outcome, if there is exactly one separator.
"""

import re
import string
from dataclasses import dataclass

from engine.records import Evidence, EvidenceGrade, Outcome, StopReason
from engine.tasks import evidence
from engine.tasks.types import AnswerRule, TaskType

PIPE = "<|pipe|>"
CONTEXT = "{{context}}"
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|<\|\w+\|>")
_LETTERED = re.compile(r"\(?([A-Ja-j1-9])(?:[).:]\s*|\s+)(.+)", re.DOTALL)
_NOWHERE = Evidence(EvidenceGrade.NONE)
_AROUND = string.punctuation + string.whitespace + "“”‘’"


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer taken apart. The evidence's offsets are the passage's, not the document's."""

    outcome: Outcome
    input: str = ""
    output: str = ""
    evidence: Evidence = _NOWHERE


def judge(task_type: TaskType, passage: str, raw: str, stop_reason: StopReason) -> Judged:
    """The outcome of an answer; `raw` includes the opening that stood in the prompt."""
    if stop_reason is StopReason.TOO_LONG:
        return Judged(Outcome.TOO_LONG)
    parts = raw.split(PIPE)
    if len(parts) != 2:
        return Judged(Outcome.NO_PIPE if len(parts) < 2 else Outcome.MANY_PIPES)
    filled = [part.strip().replace(CONTEXT, passage.strip()).strip() for part in parts]
    found = _NOWHERE
    if task_type.rule is not AnswerRule.LABEL:  # a "no" somewhere in the passage proves nothing
        found = evidence.find(filled[1], passage)
    outcome = (
        _incomplete(filled, stop_reason)
        or _placeholder_left(raw, passage)
        or _breaks_rule(task_type, parts[0], filled[1], found)
        or Outcome.OK
    )
    return Judged(outcome, filled[0], filled[1], found)


def _incomplete(filled: list[str], stop_reason: StopReason) -> Outcome | None:
    if not filled[0]:
        return Outcome.EMPTY_INPUT
    if not filled[1]:
        return Outcome.EMPTY_OUTPUT
    return Outcome.TRUNCATED if stop_reason is StopReason.LENGTH else None


def _placeholder_left(raw: str, passage: str) -> Outcome | None:
    """Look at what the model wrote, not at the passage put into it: that may speak of templates."""
    markers = set(_PLACEHOLDER.findall(raw)) - {PIPE, CONTEXT}
    return Outcome.PLACEHOLDER_LEFT if any(m not in passage for m in markers) else None


def _breaks_rule(
    task_type: TaskType, question: str, output: str, found: Evidence
) -> Outcome | None:
    match task_type.rule:
        case AnswerRule.VERBATIM if found.grade is EvidenceGrade.NONE:
            return Outcome.NOT_IN_PASSAGE
        case AnswerRule.LABEL if output.casefold().strip(_AROUND) not in task_type.labels:
            return Outcome.BAD_LABEL
        case AnswerRule.OFFERED if not _is_offered(output, question):
            return Outcome.BAD_LABEL
        case _:
            return None


def _is_offered(output: str, question: str) -> bool:
    """The output, or the letter it names, is one of the options written in the question.

    The passage must not count: anything in it would pass. The question still says `{{context}}`.
    """
    question = question.replace(CONTEXT, "\n")
    letter = output.strip(_AROUND)
    if len(letter) == 1:
        option = rf"(?<!\w){re.escape(letter)}[).:]\s*\S|^\s*{re.escape(letter)}\s+\S"
        return re.search(option, question, re.IGNORECASE | re.MULTILINE) is not None
    lettered = _LETTERED.fullmatch(output)
    return evidence.is_in(output, question) or (
        lettered is not None and evidence.is_in(lettered[2], question)
    )
