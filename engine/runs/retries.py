"""Ask for a unit, judge its answer, and decide: save a draft of its task, or ask again; pure.

What is asked and what comes of an answer depends on the unit, its passage and the answer alone, so
that the same run writes the same tasks.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from json import dumps

from engine.records import (
    Attempt,
    Check,
    CheckKind,
    Evidence,
    EvidenceGrade,
    Outcome,
    PassageText,
    Sampling,
    StopReason,
    TaskDraft,
    Unit,
)
from engine.tasks import prompts
from engine.tasks.answers import Judged, judge
from engine.tasks.attempts import DEFAULT_POLICY, Policy, attempt_seed
from engine.tasks.chains import GROUP, MOST, Chain, Said, begin
from engine.tasks.composing import DETAIL, compose
from engine.tasks.grammar import grammar
from engine.tasks.habits import form_of
from engine.tasks.markers import PIPE
from engine.tasks.options import choosing_again
from engine.tasks.types import AnswerRule, task_type
from engine.worker.messages import Generate, Generated
from models.prompting import Prompting

_OPTION_TOKENS = 48  # what the longest option may need


@dataclass(frozen=True, slots=True)
class Sent:
    """A unit as it was sent, with what is needed to judge its answer."""

    unit: Unit
    passage: PassageText
    prompt: prompts.Prompt
    failed: tuple[Attempt, ...] = ()  # the attempts before this one
    written: int = 0  # tokens of the answer that the prompt holds already
    chain: Chain | None = None  # of a type that is composed: the step that is asked for

    @property
    def number(self) -> int:
        """Which attempt this is, from 1."""
        return len(self.failed) + 1


class Retries:
    """How the units of one run are asked for and judged."""

    def __init__(
        self,
        prompting: Prompting,
        sampling: Sampling,
        policy: Policy = DEFAULT_POLICY,
        composed: Collection[str] = (),
        rules_off: Collection[Outcome] = (),
    ) -> None:
        """`composed` are the types that the model is led to in steps and code puts together."""
        self._prompting, self._sampling, self._policy = prompting, sampling, policy
        self._composed, self._rules_off = frozenset(composed), rules_off

    def first(self, unit: Unit, passage: PassageText) -> Sent:
        """A unit's first attempt."""
        if unit.task_type in self._composed:
            most = MOST if self._policy.most > 1 else GROUP
            chain = begin(passage.shown, unit.seed, most)
            if not chain.is_over:
                return self._led(Sent(unit, passage, self._prompt(chain, passage), chain=chain))
        kind = task_type(unit.task_type)
        return Sent(unit, passage, prompts.build(self._prompting, kind, passage.shown))

    def _prompt(self, chain: Chain, passage: PassageText) -> prompts.Prompt:
        step = chain.step
        prompt = prompts.build(self._prompting, task_type(step.short), passage.shown)
        return prompts.going_on(prompt, step.opening)

    def message(self, sent: Sent) -> Generate:
        """What is sent to the worker for an attempt; a step of a chain is decoded greedily."""
        step = sent.chain.step if sent.chain else None
        left = self._sampling.max_tokens - sent.written
        return Generate(
            unit_id=sent.unit.id,
            segments=sent.prompt.segments,
            seed=attempt_seed(sent.unit.seed, sent.number),
            temperature=0.0 if step else self._sampling.temperature,
            top_p=1.0 if step else self._sampling.top_p,
            max_tokens=min(step.max_tokens, left) if step else left,
            stop=self._prompting.stop,
            constraint=self._constraint(sent),
            divider=PIPE,
        )

    def answered(self, sent: Sent, answer: Generated) -> TaskDraft | Sent:
        """What becomes of an answer: the draft to save, or the attempt to send next."""
        if sent.chain and answer.stop_reason is not StopReason.TOO_LONG:
            return self._step_done(sent, sent.chain, answer)
        judged = self._judged(sent, answer)
        draft = _draft(sent, answer, judged)
        attempts = (*sent.failed, self._attempt_made(sent, draft, answer))
        if self._policy.may_retry(draft.outcome, sent.number):
            return self._again(replace(sent, failed=attempts), draft)
        return replace(draft, attempts=attempts if sent.failed else ())

    def _step_done(self, sent: Sent, chain: Chain, answer: Generated) -> TaskDraft | Sent:
        """The next step of a chain, or the task that it leads to."""
        is_whole = answer.stop_reason is StopReason.END
        likelihood = (answer.behind_mean, answer.behind_lowest, answer.behind_tokens)
        after = chain.after(Said(answer.text, *likelihood, is_whole=is_whole))
        if after.pair is None and chain.checking is None and not after.is_over:
            return self._led(replace(sent, chain=after))  # only a question was written
        judged = self._composed_of(sent, after, answer)
        if after.pair:
            asked = after.pair.asked
            answer = replace(answer, before_mean=asked.mean, before_lowest=asked.lowest)
            answer = replace(answer, before_tokens=asked.tokens)
        draft = replace(_draft(sent, answer, judged), detail=self._detail(sent, judged))
        attempts = (*sent.failed, self._attempt_made(sent, draft, answer))
        after = after.next() if after.pair else after  # what to go on with if that broke a rule
        if judged.outcome is Outcome.OK or after.is_over:
            return replace(draft, attempts=attempts if sent.failed else ())
        return self._led(replace(sent, chain=after, failed=attempts))

    def _led(self, sent: Sent) -> Sent:
        """The unit with the prompt of its chain's next step."""
        if sent.chain is None:
            return sent
        return replace(sent, prompt=self._prompt(sent.chain, sent.passage))

    def _composed_of(self, sent: Sent, chain: Chain, answer: Generated) -> Judged:
        """The task that a chain leads to, judged as if the model had written it."""
        short, text, stop = sent.unit.task_type, sent.passage.shown, answer.stop_reason
        if chain.pair is None:
            raw = sent.prompt.opening + answer.text
            judged = judge(task_type("qa"), text, raw, stop, frozenset(Outcome))
            return replace(judged, outcome=Outcome.UNCONFIRMED)
        composed = compose(short, chain.pair, text, attempt_seed(sent.unit.seed, sent.number))
        if composed is None:  # nothing else of that kind in the passage
            return Judged(Outcome.NOT_OFFERED)
        return judge(task_type(short), text, composed, stop, self._rules_off)

    def _constraint(self, sent: Sent) -> str:
        if sent.chain or not self._policy.is_constrained(sent.number):
            return ""
        kind = task_type(sent.unit.task_type)
        return grammar(kind, sent.passage.shown, sent.prompt.opening, self._prompting.stop)

    def _again(self, sent: Sent, failed: TaskDraft) -> Sent:
        """A unit's next attempt: the last keeps a question of which only the choice was wrong."""
        is_last = self._policy.is_constrained(sent.number)
        is_choice = task_type(sent.unit.task_type).rule is AnswerRule.OFFERED
        left = self._sampling.max_tokens - failed.generated_tokens
        if not (is_last and is_choice and left >= _OPTION_TOKENS):
            return sent
        prompt = choosing_again(sent.prompt, failed.raw)
        if failed.outcome is not Outcome.NOT_OFFERED or prompt is None:
            return sent
        return replace(sent, prompt=prompt, written=failed.generated_tokens)

    def _judged(self, sent: Sent, answer: Generated) -> Judged:
        raw, kind = sent.prompt.opening + answer.text, task_type(sent.unit.task_type)
        return judge(kind, sent.passage.shown, raw, answer.stop_reason, self._rules_off)

    def _detail(self, sent: Sent, judged: Judged) -> str:
        return DETAIL[sent.unit.task_type] if judged.outcome is Outcome.OK else ""

    def _attempt_made(self, sent: Sent, draft: TaskDraft, answer: Generated) -> Attempt:
        return Attempt(
            number=sent.number,
            seed=attempt_seed(sent.unit.seed, sent.number),
            is_constrained=sent.chain is None and self._policy.is_constrained(sent.number),
            outcome=draft.outcome,
            raw=draft.raw,
            stop=answer.stop_reason.value,
            generated_tokens=draft.generated_tokens,
            seconds=draft.seconds,
        )


def refusal(sent: Sent, detail: str) -> TaskDraft:
    """The task of a unit that the worker could not answer; `detail` is the reason."""
    return TaskDraft(
        unit_id=sent.unit.id,
        outcome=Outcome.ENGINE_FAILED,
        raw="",
        prompt_sha256=sent.prompt.sha256,
        detail=detail,
    )


def _draft(sent: Sent, answer: Generated, judged: Judged) -> TaskDraft:
    return TaskDraft(
        unit_id=sent.unit.id,
        outcome=judged.outcome,
        raw=sent.prompt.opening + answer.text,
        input=judged.input,
        output=judged.output,
        evidence=_in_document(judged.evidence, sent.passage),
        prompt_sha256=sent.prompt.sha256,
        prompt_tokens=answer.prompt_tokens,
        generated_tokens=answer.generated_tokens,
        seconds=answer.seconds,
        checks=tuple(_checks(sent, answer, judged)) if judged.outcome is Outcome.OK else (),
    )


def _checks(sent: Sent, answer: Generated, judged: Judged) -> Iterator[Check]:
    """The form of a task, and what the worker told of its likelihood."""
    form = form_of(judged.input, judged.output, sent.passage.shown)
    yield Check(CheckKind.FORM, 0.0, detail=form)
    if answer.before_tokens:
        detail = dumps({"tokens": answer.before_tokens})
        yield Check(CheckKind.INPUT_MEAN, answer.before_mean, detail=detail)
        yield Check(CheckKind.INPUT_LOWEST, answer.before_lowest, detail=detail)
    if answer.behind_tokens:
        detail = dumps({"tokens": answer.behind_tokens})
        yield Check(CheckKind.OUTPUT_MEAN, answer.behind_mean, detail=detail)
        yield Check(CheckKind.OUTPUT_LOWEST, answer.behind_lowest, detail=detail)


def _in_document(found: Evidence, passage: PassageText) -> Evidence:
    """Offsets of the document instead of those of what the model read."""
    if found.start is None or found.end is None:
        return found
    before = len(passage.shown) - len(passage.text)
    if found.start >= before:
        shift = passage.start - before
    elif passage.header and found.end < before:
        shift = passage.header.start
    else:  # half in the header row: no place of the document
        return Evidence(EvidenceGrade.NONE)
    return Evidence(found.grade, found.start + shift, found.end + shift)
