"""What is left to make after a pilot, and the request that makes it; pure."""

from collections.abc import Collection, Mapping, Sequence

from desktop.estimate import Workload
from engine.records import Run, RunRequest, RunState, TypeYield
from engine.tasks.types import task_type


def has_rest(run: Run, runs: Collection[Run]) -> bool:
    """It is a pilot that is done, and no run has taken up its rest."""
    is_pilot = run.limit_units is not None and run.state is RunState.DONE
    return is_pilot and not any(one.after_run == run.id for one in runs)


def to_come(
    workload: Workload,
    run: Run,
    made: Sequence[TypeYield],
    left_out: Collection[str],
    *,
    leaves_out: bool,
) -> Mapping[str, int]:
    """How many units of each type are still to be made, without the types left out."""
    passages = workload.read(leaves_out=leaves_out, rule=run.sentences)
    done = {one.task_type: one.units for one in made}
    units = {
        short: passages.get(task_type(short).reads, 0) * run.samples - done.get(short, 0)
        for short in run.task_types
        if short not in left_out
    }
    return {short: count for short, count in units.items() if count > 0}


def rest_request(
    run: Run, types: Collection[str], document_ids: tuple[int, ...] | None, *, leaves_out: bool
) -> RunRequest:
    """The rest of a pilot, with its model, seed and settings."""
    return RunRequest(
        model=run.model.path,
        task_types=tuple(short for short in run.task_types if short in types),
        samples=run.samples,
        sampling=run.sampling,
        document_ids=document_ids,
        trained_languages_only=leaves_out,
        rules_off=run.rules_off,
        agree=run.agree,
        labels=tuple(pair for pair in run.labels if pair[0] in types),
        after_run=run.id,
        prompting=run.model.prompting,
    )
