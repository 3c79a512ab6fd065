"""What is left to make after a pilot, and the request that makes it; a second sample; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from desktop.estimate import Choice, Wanted, Workload
from engine.records import Run, RunRequest, RunState, Sampling, TypeYield


def has_rest(run: Run, runs: Collection[Run]) -> bool:
    """It is a pilot that is done, and no run has taken up its rest."""
    is_pilot = run.limit_units is not None and run.state is RunState.DONE
    return is_pilot and not any(one.after_run == run.id for one in runs)


def fresh(sampling: Sampling, runs: Collection[Run]) -> Sampling:
    """The numbers for a second sample: with a seed that no run had with them yet."""
    if any(run.sampling == sampling for run in runs):
        return replace(sampling, seed=sampling.seed + len(runs))
    return sampling


def to_come(
    workload: Workload,
    run: Run,
    made: Sequence[TypeYield],
    choice: Choice,
    *,
    leaves_out: bool,
) -> Mapping[str, int]:
    """How many units of each type are still to be made, if the pilot was started with `choice`.

    What a pilot that filled gaps failed at is not asked once more; of what is missing the pilot's
    own units were made with the same model.
    """
    done = {one.task_type: one.units for one in made}
    failed = {one.task_type: one.units - one.well_formed for one in made}
    less = {Choice.GAPS: failed, Choice.ALL: done, Choice.MISSING: {}}[choice]
    way, labels = run.model.way, dict(run.labels)
    units = {
        short: workload.to_make(
            Wanted((short,), run.samples, way, labels, leaves_out, run.sentences), choice
        )
        - less.get(short, 0)
        for short in run.task_types
    }
    return {short: count for short, count in units.items() if count > 0}


def rest_request(
    run: Run,
    types: Collection[str],
    document_ids: tuple[int, ...] | None,
    choice: Choice,
    *,
    leaves_out: bool,
) -> RunRequest:
    """The rest of a pilot that was started with `choice`: with its model, seed and settings."""
    return RunRequest(
        model=run.model.path,
        task_types=tuple(short for short in run.task_types if short in types),
        samples=run.samples,
        sampling=run.sampling,
        document_ids=document_ids,
        trained_languages_only=leaves_out,
        fill_gaps=choice is Choice.GAPS,
        only_missing=choice is Choice.MISSING,
        rules_off=run.rules_off,
        agree=run.agree,
        labels=tuple(pair for pair in run.labels if pair[0] in types),
        after_run=run.id,
        prompting=run.model.prompting,
    )
