"""Notice early that a model does not write tasks, and say what to do about it; pure.

A model that was never taught Bonito's format, asked as if it had been, goes on all night and ends
with nothing. What counts is what it writes freely: under the grammar every model reaches the pipe.
"""

from collections.abc import Mapping

from engine.records import Outcome, Run, RunState, TaskDraft

_ADVICE = "Start a new run"  # begins what is to be done where going on leads nowhere
FEW_UNITS = 8
"""So many units without one answer in the format end a run; one with it, and nothing does."""

_FORMLESS = frozenset({
    Outcome.NO_PIPE, Outcome.MANY_PIPES, Outcome.EMPTY_INPUT, Outcome.EMPTY_OUTPUT,
    Outcome.TRUNCATED, Outcome.PLACEHOLDER_LEFT,
})  # fmt: skip
_NOT_WRITTEN = frozenset({Outcome.TOO_LONG, Outcome.ENGINE_FAILED})
_WELL_FORMED = (Outcome.OK, Outcome.DUPLICATE)  # a duplicate was written once before


class FormatWatch:
    """Counts the units of one start of a run until one of them was written in the format."""

    def __init__(self, prompting: str, outcomes: Mapping[Outcome, int]) -> None:
        """`outcomes` are those of the run's earlier starts."""
        self._prompting = prompting
        self._is_over = any(outcomes.get(one) for one in _WELL_FORMED)
        self._formless: list[Outcome] = []

    def saved(self, draft: TaskDraft) -> str:
        """Why the run is to end with this unit, in a sentence; "" if it is to go on."""
        free = [one.outcome for one in draft.attempts if not one.is_constrained]
        outcomes = free or [draft.outcome]
        if self._is_over or draft.outcome in _NOT_WRITTEN:
            return ""
        if not _FORMLESS.issuperset(outcomes):
            self._is_over = True
            return ""
        self._formless.append(outcomes[0])
        return self._sentence() if len(self._formless) >= FEW_UNITS else ""

    def _sentence(self) -> str:
        what = f"none of the first {FEW_UNITS} answers that it wrote freely had it"
        if self._formless.count(Outcome.TRUNCATED) * 2 > FEW_UNITS:
            return (
                f"This model does not end its answers: most of the first {FEW_UNITS} were cut off. "
                "Start a new run with more tokens for an answer (--max-tokens), or another model."
            )
        if is_general(self._prompting):
            return (
                f"This model does not write tasks, although it was shown how: {what}. "
                "Start a new run with a larger instruct model, or with a Bonito."
            )
        return (
            f"This model does not write Bonito's format: {what}. "
            "Start a new run with the prompting “general” (--prompting general)."
        )


def is_futile(run: Run) -> bool:
    """The run ended because the model does not write tasks like this: going on leads nowhere."""
    return run.state is RunState.FAILED and _ADVICE in run.failure


def is_general(prompting: str) -> bool:
    """The prompting is one that shows an instruct model what to write."""
    return prompting.partition("-")[0] == "general"


def nothing_well_formed(outcomes: Mapping[Outcome, int]) -> str:
    """What to say of a run that has come to its end without one well-formed task; else "".

    One whose tasks were well-formed and only not confirmed has not failed: see `none_confirmed`.
    """
    if not outcomes or any(outcomes.get(one) for one in (*_WELL_FORMED, Outcome.UNCONFIRMED)):
        return ""
    most = max(outcomes, key=lambda one: outcomes[one])
    return (
        f"None of its {sum(outcomes.values()):,} units gave a well-formed task "
        f"(most often: {most.value}). Read what the model wrote, "
        "then choose other task types, another prompting or another model."
    )


def none_confirmed(outcomes: Mapping[Outcome, int]) -> str:
    """What to say of a run that is done and left nothing to review by itself; else ""."""
    count = outcomes.get(Outcome.UNCONFIRMED, 0)
    if not count or any(outcomes.get(one) for one in _WELL_FORMED):
        return ""
    return (
        f"No task was confirmed: {count:,} were written, but when asked again the model did not "
        "stand by them. They are kept, with the outcome “not confirmed” (unconfirmed): look at "
        "them, or try more documents, other task types or a larger model."
    )
