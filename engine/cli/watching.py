"""Tell of a run while it runs: what was planned, how far it is, and what went wrong on the way."""

from engine.cli.output import Output, counted
from engine.records import Outcome
from engine.runs.events import (
    ModelLoaded,
    RunEnded,
    RunEvent,
    RunPlanned,
    RunProgress,
    TaskAdded,
    Told,
    Worked,
    WorkerRestarted,
)


class RunWatcher:
    """A listener that speaks through an `Output`; it never shows a document's text."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def __call__(self, event: RunEvent) -> None:
        """Take one event, in the run's own thread."""
        match event:
            case RunPlanned():
                self._output.note(_planned(event))
            case Told():
                self._output.note(event.sentence)
            case ModelLoaded():
                self._output.note(f"The model is ready ({event.device}), {event.slots} at once.")
            case TaskAdded():
                done, planned = event.progress.units_done, event.progress.units_planned
                self._output.progress(done, planned, _progress(event.progress))
            case WorkerRestarted():
                self._output.note(f"{event.reason} Going on with {event.slots} at once.")
            case Worked():
                pass  # the line of progress stands until a unit ends
            case RunEnded():
                self._output.end_progress()


def _planned(event: RunPlanned) -> str:
    done = f", {event.units_done:,} of them done before" if event.units_done else ""
    return f"Run {event.run_id}: {counted(event.units_planned, 'unit')} planned{done}."


def _progress(progress: RunProgress) -> str:
    parts = [f"units, {progress.outcomes.get(Outcome.OK, 0):,} well-formed"]
    if progress.tasks_per_minute:
        parts.append(f"{progress.tasks_per_minute:.0f} a minute")
    if progress.seconds_left is not None:
        minutes, seconds = divmod(round(progress.seconds_left), 60)
        parts.append(f"{minutes}:{seconds:02} left")
    return ", ".join(parts)
