"""Workers that speak the protocol and misuse it, in a module that a child process imports quickly.

Each serves until it is told to quit. They write their messages themselves, as a worker that a
hostile model file has taken over could.
"""

import json
import os
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

HUGE = 200_000_000  # characters
WRITTEN = "all-is-written"  # a file beside the model, once `signs_between` has sent everything


def _say(writes: Connection, name: str, **fields: object) -> None:
    writes.send_bytes(json.dumps([name, fields]).encode())


def _generated(unit_id: int, **more: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "unit_id": unit_id, "text": "Is it so?\n<|pipe|>\nThe", "stop_reason": "end",
        "prompt_tokens": 1, "generated_tokens": 1, "seconds": 0.1,
    }  # fmt: skip
    return usual | more


def _loaded(reads: Connection, writes: Connection, slots: int = 1) -> Path:
    load = json.loads(reads.recv_bytes())[1]
    _say(writes, "ModelReady", device="Odd", slots=slots, slot_tokens=512)
    return Path(load["path"])


def _requests(reads: Connection) -> Iterator[tuple[str, dict[str, object]]]:
    while True:
        name, fields = json.loads(reads.recv_bytes())
        if name == "Quit":
            os._exit(0)
        yield name, fields


def _answering(answer: Callable[[int], dict[str, object]]) -> Callable[..., None]:
    def main(reads: Connection, writes: Connection) -> None:
        _loaded(reads, writes)
        for name, fields in _requests(reads):
            if name == "Generate":
                _say(writes, "Generated", **answer(int(str(fields["unit_id"]))))

    return main


def number_for_text(reads: Connection, writes: Connection) -> None:
    """Answers with a number where a text belongs."""
    _answering(lambda unit_id: _generated(unit_id, text=7))(reads, writes)


def huge_text(reads: Connection, writes: Connection) -> None:
    """Answers with 200 MB."""
    _answering(lambda unit_id: _generated(unit_id, text="x" * HUGE))(reads, writes)


def huge_number(reads: Connection, writes: Connection) -> None:
    """Claims more tokens than a row can hold."""
    _answering(lambda unit_id: _generated(unit_id, generated_tokens=10**30))(reads, writes)


def signs_between(reads: Connection, writes: Connection) -> None:
    """Answers all its units at the first `Go`, with a sign of life between each two."""
    model = _loaded(reads, writes)
    units: list[int] = []
    for name, fields in _requests(reads):
        if name == "Generate":
            units.append(int(str(fields["unit_id"])))
        elif name == "Go" and units:
            for unit_id in units:
                _say(writes, "Generated", **_generated(unit_id))
                _say(writes, "Working")
            units.clear()
            model.with_name(WRITTEN).touch()


def no_batches(reads: Connection, writes: Connection) -> None:
    """Reports an error for each unit that is not alone, as a card without memory does."""
    slots = json.loads(reads.recv_bytes())[1]["slots"]
    _say(writes, "ModelReady", device="Odd", slots=slots, slot_tokens=512)
    units: list[int] = []
    for name, fields in _requests(reads):
        if name == "Generate":
            units.append(int(str(fields["unit_id"])))
        elif name == "Go":
            batch = units[:slots]
            del units[:slots]
            for unit_id in batch:
                if len(batch) > 1:
                    _say(writes, "UnitFailed", unit_id=unit_id, detail="no memory (code 1)")
                else:
                    _say(writes, "Generated", **_generated(unit_id))


def gone_after_two(reads: Connection, writes: Connection) -> None:
    """Answers two units and dies at once."""
    _loaded(reads, writes)
    asked = (fields for name, fields in _requests(reads) if name == "Generate")
    for number, fields in enumerate(asked, start=1):
        _say(writes, "Generated", **_generated(int(str(fields["unit_id"]))))
        if number == 2:
            os._exit(86)
