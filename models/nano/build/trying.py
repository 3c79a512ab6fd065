"""Let a model write units as a run does: freely first, then once more under the grammar.

The types that the engine composes by code for a model that needs it are asked for as `ASKED_AS`
says, and composed from each well-formed answer; one that can't be composed is tried again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.records import Outcome, Sampling
from engine.tasks.answers import judge
from engine.tasks.attempts import DEFAULT_POLICY, Policy, attempt_seed
from engine.tasks.composing import ASKED_AS, compose
from engine.tasks.grammar import grammar
from engine.tasks.options import choosing_again
from engine.tasks.prompts import Prompt, build
from engine.tasks.types import AnswerRule, TaskType, task_type
from engine.worker.batch import Batch
from engine.worker.llama import LlamaModel
from engine.worker.messages import Generate, Generated
from models.nano.build.measure import Answer
from models.nano.build.pairs import key
from models.prompting import Prompting, prompting


@dataclass(frozen=True, slots=True)
class Trial:
    """A unit on its way: what is asked, and how it went so far."""

    task: str
    context: str
    kind: TaskType  # what the model is asked for; not always `task`
    prompt: Prompt
    number: int = 1  # of the attempt
    written: int = 0  # tokens of the answer that the prompt holds already

    @property
    def seed(self) -> int:
        """The unit's own; it depends on nothing but the type and the context."""
        return key("unit", self.task, self.context) % 2**31


def try_units(
    model: LlamaModel,
    units: Sequence[tuple[str, str]],
    *,
    composes: bool,
    policy: Policy = DEFAULT_POLICY,
) -> Iterator[Answer]:
    """Every attempt on each (type, context), as they end; the last of a unit is what counts."""
    if model.runner is None:
        raise ValueError("The model was loaded for counting only.")
    wording, sampling, batch = prompting("bonito"), Sampling(), Batch(model.runner)
    trials = [_first(task, text, wording, composes=composes) for task, text in units]
    for number, trial in enumerate(trials):
        batch.add(_generate(number, trial, sampling, policy))
    while not batch.is_idle:
        for report in batch.step():
            if not isinstance(report, Generated):
                continue
            trial = trials[report.unit_id]
            answer, outcome = _answer(trial, report)
            yield answer
            if policy.may_retry(outcome, trial.number):
                trials[report.unit_id] = again = _again(trial, answer, outcome, report)
                batch.add(_generate(report.unit_id, again, sampling, policy))


def _first(task: str, text: str, wording: Prompting, *, composes: bool) -> Trial:
    kind = task_type(ASKED_AS.get(task, task) if composes else task)
    return Trial(task, text, kind, build(wording, kind, text))


def _generate(number: int, trial: Trial, sampling: Sampling, policy: Policy) -> Generate:
    constraint = ""
    if policy.is_constrained(trial.number):
        constraint = grammar(trial.kind, trial.context, trial.prompt.opening)
    return Generate(
        unit_id=number,
        segments=trial.prompt.segments,
        seed=attempt_seed(trial.seed, trial.number),
        temperature=sampling.temperature,
        top_p=sampling.top_p,
        max_tokens=sampling.max_tokens - trial.written,
        constraint=constraint,
    )


def _answer(trial: Trial, report: Generated) -> tuple[Answer, Outcome]:
    """The attempt, composed where that is due, and its outcome by the rules."""
    raw = trial.prompt.opening + report.text
    outcome = judge(trial.kind, trial.context, raw, report.stop_reason).outcome
    answer = Answer(trial.task, trial.context, raw, report.stop_reason, trial.number)
    if trial.kind.short == trial.task:
        return answer, outcome
    composed = compose(trial.task, raw, trial.context, trial.seed) if outcome is Outcome.OK else ""
    if not composed:
        failed = Outcome.NOT_OFFERED if outcome is Outcome.OK else outcome
        return replace(answer, asked=trial.kind.short), failed
    outcome = judge(task_type(trial.task), trial.context, composed, report.stop_reason).outcome
    return replace(answer, raw=composed), outcome


def _again(trial: Trial, answer: Answer, outcome: Outcome, report: Generated) -> Trial:
    """The next attempt; of a multiple choice that only chose wrongly the question is kept."""
    again = replace(trial, number=trial.number + 1)
    if trial.kind.rule is not AnswerRule.OFFERED or outcome is not Outcome.NOT_OFFERED:
        return again
    prompt = choosing_again(trial.prompt, answer.raw)
    if prompt is None:
        return again
    return replace(again, prompt=prompt, written=report.generated_tokens)
