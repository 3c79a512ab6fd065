"""Ask for a unit, judge its answer, and decide: save a draft of its task, or ask again; pure.

What is asked and what comes of an answer depends on the unit, its passage and the answer alone, so
that the same run writes the same tasks.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import partial
from json import dumps

from engine.records import (
    Attempt,
    Check,
    CheckKind,
    Outcome,
    PassageText,
    Sampling,
    StopReason,
    TaskDraft,
    Unit,
)
from engine.tasks import agreement, prompts
from engine.tasks.answers import Judged, judge
from engine.tasks.attempts import DEFAULT_POLICY, Policy, attempt_seed
from engine.tasks.chains import GROUP, MOST, Chain, Said, begin
from engine.tasks.composing import CHOSEN, DETAIL, can_answer, compose
from engine.tasks.evidence import in_document
from engine.tasks.grammar import grammar
from engine.tasks.habits import form_of
from engine.tasks.markers import PIPE
from engine.tasks.options import choosing_again
from engine.tasks.own_labels import BY_CODE, Labels, choosing_a_label, is_by_code, labelled
from engine.tasks.topics import is_topic
from engine.tasks.types import AnswerRule, TaskType, task_type
from engine.worker.messages import Generate, Generated
from models.prompting import Prompting

_OPTION_TOKENS = 48  # what the longest option may need
_BYTES_PER_TOKEN = 3  # of a question; rather too few than too many


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


@dataclass(frozen=True, slots=True)
class Terms:
    """What the answers of a run are held to, beside its sampling."""

    composed: Collection[str] = ()  # types that are led to in steps and put together by code
    rules_off: Collection[Outcome] = ()
    agree: int = 0  # how often a short answer is drawn again
    labels: Labels = ()  # the run's own, of some types


class Retries:
    """How the units of one run are asked for and judged."""

    def __init__(
        self,
        prompting: Prompting,
        sampling: Sampling,
        policy: Policy = DEFAULT_POLICY,
        terms: Terms = Terms(),
    ) -> None:
        self._prompting, self._sampling, self._policy = prompting, sampling, policy
        self._terms = terms

    def first(self, unit: Unit, passage: PassageText) -> Sent:
        """A unit's first attempt."""
        kind = self._asked(unit)
        if self._is_led(kind) and kind.short in DETAIL:
            most = MOST if self._policy.most > 1 else GROUP
            fits = partial(can_answer, kind.short, passage=passage.shown)
            chain = begin(passage.shown, unit.seed, most, fits)
            if not chain.is_over:
                return Sent(unit, passage, self._prompt(chain, passage), chain=chain)
        return Sent(unit, passage, prompts.build(self._wording(kind), kind, passage.shown))

    def _wording(self, kind: TaskType) -> Prompting:
        """The prompting; own labels are asked for by the model's own question, not by a set one."""
        if not kind.has_own_labels or PIPE not in self._prompting.opening(kind.short):
            return self._prompting
        mine = {**self._prompting.wordings[kind.short], "opening": ""}
        return replace(self._prompting, wordings={**self._prompting.wordings, kind.short: mine})

    def _is_led(self, kind: TaskType) -> bool:
        """Code does a part of the type for this model; not where the labels are the run's own."""
        return kind.short in self._terms.composed and not kind.has_own_labels

    def _is_chosen(self, sent: Sent) -> bool:
        """Code only picks among the model's answers: the first is the likeliest that it has."""
        kind = self._asked(sent.unit)
        return kind.short in CHOSEN and self._is_led(kind)

    def _prompt(self, chain: Chain, passage: PassageText) -> prompts.Prompt:
        step = chain.step
        prompt = prompts.build(self._prompting, task_type(step.short), passage.shown)
        return prompts.going_on(prompt, step.opening)

    def _asked(self, unit: Unit) -> TaskType:
        """The type that is planned, with the run's own labels."""
        return labelled(task_type(unit.task_type), self._terms.labels)

    def _answered_as(self, sent: Sent) -> TaskType:
        """The type of the answer that the model writes: of a chain, that of its step."""
        return task_type(sent.chain.step.short) if sent.chain else self._asked(sent.unit)

    def message(self, sent: Sent) -> Generate:
        """What is sent to the worker for an attempt; a step of a chain is decoded greedily."""
        step = sent.chain.step if sent.chain else None
        left = self._sampling.max_tokens - sent.written
        is_greedy = step is not None or (sent.number == 1 and self._is_chosen(sent))
        is_drawn_again = agreement.can_agree(self._answered_as(sent))
        return Generate(
            unit_id=sent.unit.id,
            segments=sent.prompt.segments,
            seed=attempt_seed(sent.unit.seed, sent.number),
            temperature=0.0 if is_greedy else self._sampling.temperature,
            top_p=1.0 if is_greedy else self._sampling.top_p,
            max_tokens=min(step.max_tokens, left) if step else left,
            stop=self._prompting.stop,
            constraint=self._constraint(sent),
            divider="" if PIPE in sent.prompt.opening else PIPE,
            samples=self._terms.agree if is_drawn_again else 0,
            sample_temperature=agreement.TEMPERATURE,
            sample_top_p=agreement.TOP_P,
            sample_tokens=agreement.LONGEST,
        )

    def answered(self, sent: Sent, answer: Generated) -> TaskDraft | Sent:
        """What becomes of an answer: the draft to save, or the attempt to send next."""
        if sent.chain and answer.stop_reason is not StopReason.TOO_LONG:
            return self._step_done(sent, sent.chain, answer)
        judged = self._judged(sent, answer)
        draft = replace(_draft(sent, answer, judged), detail=self._detail(sent, judged))
        if draft.checks and (agreed := self._agreement(sent, answer)):
            draft = replace(draft, checks=(*draft.checks, agreed))
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
            return self._led(sent, after)  # only a question was written
        draft = self._led_draft(sent, after, answer)
        attempts = (*sent.failed, self._attempt_made(sent, draft, answer))
        after = after.next() if after.pair else after  # what to go on with if that broke a rule
        if draft.outcome is Outcome.OK or after.is_over:
            return replace(draft, attempts=attempts if sent.failed else ())
        return self._led(replace(sent, failed=attempts), after)

    def _led(self, sent: Sent, chain: Chain) -> Sent:
        """The unit with its chain's next step."""
        return replace(sent, chain=chain, prompt=self._prompt(chain, sent.passage))

    def _led_draft(self, sent: Sent, chain: Chain, answer: Generated) -> TaskDraft:
        """The task that a chain leads to, or what it came to without a pair."""
        judged = self._composed_of(sent, chain, answer)
        if chain.pair:
            asked = chain.pair.asked
            answer = replace(answer, before_mean=asked.mean, before_lowest=asked.lowest)
            answer = replace(answer, before_tokens=asked.tokens)
        is_ok = judged.outcome is Outcome.OK
        draft = replace(
            _draft(sent, answer, judged), detail=DETAIL[sent.unit.task_type] if is_ok else ""
        )
        agreed = self._agreement(sent, answer) if is_ok else None
        return replace(draft, checks=(*draft.checks, agreed)) if agreed else draft

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
        return judge(task_type(short), text, composed, stop, self._terms.rules_off)

    def _agreement(self, sent: Sent, answer: Generated) -> Check | None:
        """What came of drawing the answer again; of a composed task, the model's own answer."""
        raw, kind = sent.prompt.opening + answer.text, self._answered_as(sent)
        return agreement.observed(kind, raw, answer.samples, answer.sample_seconds)

    def _constraint(self, sent: Sent) -> str:
        if sent.chain or not self._policy.is_constrained(sent.number):
            return ""
        kind = self._asked(sent.unit)
        text, opening = sent.passage.shown, sent.prompt.opening
        left = self._sampling.max_tokens - sent.written
        return grammar(kind, text, opening, self._prompting.stop, left)

    def _again(self, sent: Sent, failed: TaskDraft) -> Sent:
        """A unit's next attempt: the last keeps a question of which only the choice was wrong."""
        kind, prompt = self._asked(sent.unit), None
        is_last = self._policy.is_constrained(sent.number)
        left = self._sampling.max_tokens - failed.generated_tokens
        if not is_last:
            return sent
        if kind.has_own_labels:  # whatever was wrong with it: a label is all that is needed
            prompt = choosing_a_label(kind, sent.prompt, failed.raw)
            size = len(prompt.opening.encode()) // _BYTES_PER_TOKEN if prompt else 0
            written = self._sampling.max_tokens - _OPTION_TOKENS
            return replace(sent, prompt=prompt, written=written) if 0 < size <= written else sent
        if kind.rule is AnswerRule.OFFERED and failed.outcome is Outcome.NOT_OFFERED:
            prompt = choosing_again(sent.prompt, failed.raw)
        if prompt is None or left < _OPTION_TOKENS:
            return sent
        return replace(sent, prompt=prompt, written=failed.generated_tokens)

    def _judged(self, sent: Sent, answer: Generated) -> Judged:
        raw, kind = sent.prompt.opening + answer.text, self._asked(sent.unit)
        text, off = sent.passage.shown, self._terms.rules_off
        judged = judge(kind, text, raw, answer.stop_reason, off)
        if judged.outcome is not Outcome.OK:
            return judged
        if Outcome.ECHO not in off and prompts.is_from_example(self._prompting, raw, text):
            return replace(judged, outcome=Outcome.ECHO)
        is_kept = not self._is_chosen(sent) or is_topic(judged.output, text, answer.behind_mean)
        return judged if is_kept else replace(judged, outcome=Outcome.UNCONFIRMED)

    def _detail(self, sent: Sent, judged: Judged) -> str:
        kind = self._asked(sent.unit)
        if self._is_chosen(sent):
            return CHOSEN[kind.short] if judged.outcome is Outcome.OK else ""
        if kind.has_own_labels and is_by_code(kind, sent.prompt.opening):
            return BY_CODE if judged.outcome is Outcome.OK else ""
        return ""

    def _attempt_made(self, sent: Sent, draft: TaskDraft, answer: Generated) -> Attempt:
        return Attempt(
            number=sent.number,
            seed=attempt_seed(sent.unit.seed, sent.number),
            is_constrained=not sent.chain and self._policy.is_constrained(sent.number),
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
        evidence=in_document(judged.evidence, sent.passage),
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
