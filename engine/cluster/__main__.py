"""The command line of the cluster: which packets, where, and into which project.

python -m engine.cluster FOLDER --address auto --into work.bonito   # a Ray cluster
python -m engine.cluster FOLDER --here 2 --into work.bonito         # this computer
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from engine.cluster.drive import Seats, drive, found_packets, merge
from engine.cluster.here import Here
from engine.cluster.lines import OWN_PROGRAM, Wanted
from engine.cluster.on_ray import OnRay
from engine.cluster.schedule import USUAL_TRIES, Schedule
from engine.errors import KNOWN_ERRORS

_INTERRUPTED = 130  # as shells count: 128 and the number of the signal


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry all packets out and merge them; 0 if every one is complete and merged."""
    parsed = _parser().parse_args(arguments)
    try:
        return _perform(parsed)
    except KNOWN_ERRORS as error:
        tell(str(error))
    except KeyboardInterrupt:
        tell("Stopped by you; what was saved is safe. The same line goes on.")
        return _INTERRUPTED
    return 1


def _perform(parsed: argparse.Namespace) -> int:
    packets = found_packets(parsed.packets)
    program = (parsed.program,) if parsed.program else OWN_PROGRAM
    wanted = Wanted(program, parsed.device, _absolute(parsed.passphrase_file), parsed.who)
    schedule = Schedule(packets, parsed.tries)
    with closing(_seats(parsed, wanted)) as seats:
        drive(schedule, seats, tell)
    refused = merge(wanted, _absolute(parsed.into), packets, tell) if parsed.into else []
    return 1 if schedule.given_up or refused else 0


def _seats(parsed: argparse.Namespace, wanted: Wanted) -> Seats:
    if parsed.here:
        return Here(wanted, parsed.here)
    return OnRay(wanted, parsed.address, parsed.cpus, parsed.gpus)


def _absolute(path: Path | None) -> str:
    """Machines of a cluster start elsewhere, on the same shared folder."""
    return str(path.absolute()) if path else ""


def tell(text: str) -> None:
    """A line for whoever watches; a watcher that went away does not end the work."""
    with suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("is below 1")
    return number


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number < 1_000:
        raise argparse.ArgumentTypeError("is below 0, or no number")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engine.cluster", description=__doc__, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument(
        "packets", metavar="PACKETS", nargs="+", type=Path, help="files, or folders"
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--address", help="of a Ray cluster: auto, local, or HOST:PORT")
    where.add_argument("--here", type=_positive, metavar="N", help="N at once on this computer")
    parser.add_argument("--into", type=Path, metavar="PROJECT", help="merge them at the end")
    add = parser.add_argument
    tries = "give a packet up after N tries that made nothing (default: 3)"
    add("--tries", type=_positive, metavar="N", default=USUAL_TRIES, help=tries)
    cores = "cores of a packet on Ray (default: those of a machine)"
    add("--cpus", type=_positive, metavar="N", help=cores)
    cards = "graphics cards of a packet on Ray (default: 1 if there are any)"
    add("--gpus", type=_share, metavar="N", help=cards)
    add("--device", default="auto", help="auto, cpu, or the name of a device")
    add("--program", metavar="PATH", help="on every machine (default: this installation)")
    add("--passphrase-file", type=Path, metavar="FILE", help="of the project and its packets")
    add("--who", default="", metavar="NAME", help="your name for the log")
    return parser


if __name__ == "__main__":
    sys.exit(main())
