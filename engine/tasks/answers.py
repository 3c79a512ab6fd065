"""Take a model's answer apart and name its outcome; pure.

The reference library (BatsResearch/bonito, `_postprocess_dataset`) keeps an answer that splits
on `<|pipe|>` into exactly two parts, puts the passage where the input says `{{context}}`, and
drops the others without a word. Here each answer gets an outcome, the first that applies of:

1. too_long          the prompt and its answer don't fit the context; nothing was generated
2. no_pipe           no separator
3. many_pipes        more than one
4. empty_input       nothing before it, or nothing but the passage
5. empty_output      nothing behind it that can be read
6. truncated         the model was still writing at its limit
7. placeholder_left  a `{{...}}` or a `<|marker|>` that is not the passage's own
8. not_in_passage    the type wants the passage's own words, and these are not
9. one of `rules`    bad_label, not_offered, options_repeat, echo, control_text ...

and else ok, which is called well-formed. `engine_failed` and `duplicate` are named elsewhere: by
the run and by the store. Differently from the reference, `{{context}}` is replaced in the output
too, where it stands in text generation. Input and output are kept, whatever the outcome, if there
is exactly one separator, and always as the model wrote them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from engine.records import Evidence, EvidenceGrade, Outcome, StopReason
from engine.tasks import evidence
from engine.tasks.folding import is_readable
from engine.tasks.markers import CONTEXT, PIPE, PLACEHOLDER
from engine.tasks.questions import Question
from engine.tasks.rules import Answer, broken_rule
from engine.tasks.types import AnswerRule, TaskType

_NOWHERE = Evidence(EvidenceGrade.NONE)


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer taken apart. The evidence's offsets are the passage's, not the document's."""

    outcome: Outcome
    input: str = ""
    output: str = ""
    evidence: Evidence = _NOWHERE


def judge(
    task_type: TaskType,
    passage: str,
    raw: str,
    stop_reason: StopReason,
    rules_off: Collection[Outcome] = (),
) -> Judged:
    """The outcome of an answer; `raw` includes the opening that stood in the prompt."""
    if stop_reason is StopReason.TOO_LONG:
        return Judged(Outcome.TOO_LONG)
    parts = raw.split(PIPE)
    if len(parts) != 2:
        return Judged(Outcome.NO_PIPE if len(parts) < 2 else Outcome.MANY_PIPES)
    filled = [part.strip().replace(CONTEXT, passage.strip()).strip() for part in parts]
    question = Question(parts[0], passage)
    found = _NOWHERE
    if task_type.rule is not AnswerRule.LABEL:  # a "no" somewhere in the passage proves nothing
        found = evidence.find(filled[1], passage)
    outcome = (
        _incomplete(question, filled, stop_reason)
        or _placeholder_left(raw, passage)
        or _not_in_passage(task_type, found)
        or broken_rule(Answer(task_type, question, filled[1]), rules_off)
        or Outcome.OK
    )
    return Judged(outcome, filled[0], filled[1], found)


def _incomplete(question: Question, filled: list[str], stop_reason: StopReason) -> Outcome | None:
    if not filled[0] or not question.asked:
        return Outcome.EMPTY_INPUT
    if not is_readable(filled[1]):
        return Outcome.EMPTY_OUTPUT
    return Outcome.TRUNCATED if stop_reason is StopReason.LENGTH else None


def _placeholder_left(raw: str, passage: str) -> Outcome | None:
    """Look at what the model wrote, not at the passage put into it: that may speak of templates."""
    written = raw.replace(CONTEXT, " ").replace(PIPE, " ")
    found = PLACEHOLDER.finditer(written)
    return Outcome.PLACEHOLDER_LEFT if any(m[0] not in passage for m in found) else None


def _not_in_passage(task_type: TaskType, found: Evidence) -> Outcome | None:
    is_missing = task_type.rule is AnswerRule.VERBATIM and found.grade is EvidenceGrade.NONE
    return Outcome.NOT_IN_PASSAGE if is_missing else None
