"""The door of the command line: parse, perform, and turn every known problem into one sentence.

Known errors are caught here and nowhere else in this package. Anything else is a bug, which
`engine.processes.redaction` tells by type and place.
"""

import sys
from collections.abc import Sequence

from engine.cli import (
    agreeing,
    auditing,
    coverage,
    demonstration,
    duplicates,
    exporting,
    importing,
    isolation,
    keeping,
    merging,
    models,
    packing,
    parting,
    personal,
    planning,
    project_log,
    projects,
    reviewing,
    rights,
    running,
    searching,
    self_testing,
    texts,
    verifying,
)
from engine.cli.output import Output, ResultLost
from engine.cli.parser import WrongUsage, build
from engine.errors import KNOWN_ERRORS
from engine.processes.child import ChildMain
from engine.worker.main import main as worker_main

_ALL = (
    projects.NEW,
    importing.IMPORT,
    planning.PLAN,
    running.RUN,
    packing.PACK,
    merging.MERGE,
    agreeing.CONFLICTS,
    agreeing.AGREEMENT,
    projects.STATUS,
    searching.SEARCH,
    texts.TEXT,
    reviewing.REVIEW,
    auditing.AUDIT,
    coverage.COVERAGE,
    duplicates.DUPLICATES,
    personal.PERSONAL,
    parting.PARTING,
    rights.RIGHTS,
    exporting.EXPORT,
    verifying.VERIFY,
    project_log.LOG,
    keeping.BACKUP,
    keeping.RESTORE,
    keeping.PASSPHRASE,
    keeping.DELETE,
    models.MODELS,
    demonstration.DEMO,
    isolation.ISOLATION,
    self_testing.SELF_TEST,
)

COMMANDS = tuple(command.name for command in _ALL)
"""What the first argument can be besides an option; anything else may be a project's path."""

_DONE, _NOT_DONE, _WRONG_USAGE = 0, 1, 2
_INTERRUPTED = 130  # as shells count: 128 and the number of the signal


def main(argv: Sequence[str] | None = None, worker: ChildMain = worker_main) -> int:
    """Perform one command line (by default the process's own) and give its exit code.

    `worker` is what generates; only tests put another in its place.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    output = Output.standard(as_json="--json" in arguments)
    try:
        code = _perform(arguments, output, worker)
        output.flush()
    except ResultLost as lost:
        output.discard_the_rest()
        if str(lost):
            output.complain(str(lost))
        return _NOT_DONE
    return code


def _perform(arguments: Sequence[str], output: Output, worker: ChildMain) -> int:
    try:
        parsed = build(_ALL).parse_args(arguments)
        parsed.worker = worker
        return parsed.perform(parsed, output)
    except SystemExit as end:  # --help and --version
        return _WRONG_USAGE if end.code else _DONE
    except WrongUsage as wrong:
        for line in wrong.usage.splitlines():
            output.note(line)
        output.problem("Wrong usage", f"{wrong}; see --help.")
        return _WRONG_USAGE
    except KNOWN_ERRORS as error:
        output.problem(error.title, str(error))
    except KeyboardInterrupt:
        output.problem("Stopped", "Stopped by you; what was saved is safe.")
        return _INTERRUPTED
    return _NOT_DONE
