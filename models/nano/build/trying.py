"""Let a model write units as a run does, by the run's own `Retries`: steps, rules, second tries."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.records import Outcome, PassageText, Sampling, TaskDraft, Unit
from engine.runs.retries import Retries, Sent, Terms
from engine.tasks.attempts import DEFAULT_POLICY, Policy
from engine.tasks.composing import CHOSEN, DETAIL
from engine.tasks.markers import CONTEXT, PIPE
from engine.worker.batch import Batch
from engine.worker.messages import Generated
from models.nano.build.measure import Answer
from models.nano.build.pairs import key
from models.prompting import prompting

if TYPE_CHECKING:  # not at run time: a GPU's machine has no llama.cpp
    from engine.worker.llama import LlamaModel

PROMPTING = "nano"


def try_units(
    model: "LlamaModel",
    units: Sequence[tuple[str, str]],
    *,
    composes: bool,
    policy: Policy = DEFAULT_POLICY,
) -> Iterator[Answer]:
    """Every attempt on each (type, context), as they end; the last of a unit is what counts.

    With `composes` as for a model that is led in steps; of such a unit only the end is told.
    """
    if model.runner is None:
        raise ValueError("The model was loaded for counting only.")
    batch, retries = Batch(model.runner), asking(policy, composes=composes)
    sent = [first(retries, number, *unit) for number, unit in enumerate(units)]
    for one in sent:
        batch.add(retries.message(one))
    while not batch.is_idle:
        for report in batch.step():
            if isinstance(report, Generated):
                before = sent[report.unit_id]
                result = retries.answered(before, report)
                if isinstance(result, Sent):
                    sent[report.unit_id] = result
                    batch.add(retries.message(result))
                if isinstance(result, TaskDraft) or before.chain is None:
                    yield answer_of(before, report, result)


def asking(policy: Policy, *, composes: bool) -> Retries:
    """How units are asked for: led in steps as the shipped Nano is, or written whole."""
    composed = (*DETAIL, *CHOSEN) if composes else ()
    wording = prompting(PROMPTING if composes else "bonito")
    return Retries(wording, Sampling(), policy, Terms(composed))


def first(retries: Retries, number: int, task: str, text: str) -> Sent:
    """The unit's seed depends on nothing but its type and context."""
    seed = key("unit", task, text) % 2**31
    return retries.first(Unit(number, 1, 1, task, 0, seed), PassageText(0, text))


def answer_of(sent: Sent, report: Generated, result: TaskDraft | Sent) -> Answer:
    """The attempt as the model would have written it; what it was asked for where it failed."""
    raw, asked = sent.prompt.opening + report.text, ""
    if sent.chain and isinstance(result, TaskDraft):
        if result.outcome is Outcome.OK:
            shown = result.input.replace(sent.passage.shown.strip(), CONTEXT, 1)
            raw = f"{shown}\n{PIPE}\n{result.output}"
        else:
            asked = "exqa"
    outcome = result.outcome if isinstance(result, TaskDraft) else result.failed[-1].outcome
    if not sent.chain and outcome is Outcome.UNCONFIRMED:
        asked = sent.unit.task_type
    return Answer(
        sent.unit.task_type, sent.passage.shown, raw, report.stop_reason, sent.number, asked
    )
