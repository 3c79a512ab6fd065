"""A worker that follows a script instead of a model: same loop, same batch, no llama.cpp.

For tests. Its tokens are code points. It answers each prompt by one rule: a question that names
the seed, then the first three words of the passage. A passage (or a model path) that contains one
of the words below makes it misbehave in the way the word says.
"""

import os
import re
import signal
import sys
import threading
from collections.abc import Sequence as Many
from multiprocessing.connection import Connection

from engine.worker.batch import Drawn, NoLibrary, Place, RunnerError
from engine.worker.main import serve
from engine.worker.messages import Generate, LoadModel, Measured, Working, encode
from engine.worker.resampling import Candidates
from engine.worker.scheduler import Chunk
from engine.worker.sequence import Sequence
from models.prompting import Segment

CRASH = "FAKE-CRASH"  # die at once, as an abort in native code does
CRASH_IN_COMPANY = "FAKE-MANY-CRASH"  # die if there is more than one slot
HANG = "FAKE-HANG"  # never come back
UNCOUNTABLE = "FAKE-UNCOUNTABLE"  # never come back from counting
GARBAGE = "FAKE-GARBAGE"  # send bytes that are no message
FAIL = "FAKE-FAIL"  # report an error for the unit
REFUSE = "FAKE-REFUSE"  # in a model path: don't load
SILENT = "FAKE-SILENT"  # answer without the separator
ENDLESS = "FAKE-ENDLESS"  # write until the limit
WAVER = "FAKE-WAVER"  # when asked again, begin the answer with another word half of the times
ILLEGAL = "FAKE-ILLEGAL"  # die of a missing instruction, unless two libraries are passed over
ILLEGAL_ALWAYS = "FAKE-ILLEGAL-ALWAYS"  # whichever
CHOICE = "FAKE-CHOICE"  # offer two options and choose a third, unless asked to choose again

# Devices, by the id that a model is to be loaded on; any other computes as the CPU does, faster.
DEVICE_CRASH = "script:crash"  # die while the model is loaded, as a driver does
DEVICE_HANG = "script:hang"  # never come back from that
DEVICE_STALL = "script:stall"  # never come back from the first batch
DEVICE_CRAWL = "script:crawl"  # be at it for ever when it is measured, giving signs
DEVICE_REFUSE = "script:refuse"  # too little memory, however few slots
DEVICE_LOST = "script:lost"  # die at the first batch
DEVICE_ERROR = "script:error"  # report an error for each batch
DEVICE_WRONG = "script:wrong"  # compute something else
DEVICE_SLOW = "script:slow"  # slower than the CPU
_ON_CPU = Measured(1.0, 1.0, (1, 2, 3, 4), (1.0, 2.0))
_ON_DEVICE = {
    DEVICE_WRONG: Measured(0.1, 0.1, (4, 3, 2, 1), (-1.0, 9.0)),
    DEVICE_SLOW: Measured(4.0, 4.0, (1, 2, 3, 4), (1.0, 2.0)),
}

EXIT_CODE = 86
LIBRARIES = 4  # for this processor
_END = 0
_LABEL = re.compile(r'^output ::= " "\? \("(.+?)"', re.MULTILINE)
_PASSAGE = re.compile(r"<\|context\|>\n(.*)\n<\|task\|>", re.DOTALL)


def main(reads: "Connection[bytes, bytes]", writes: "Connection[bytes, bytes]") -> None:
    """What `engine.worker.host` starts instead of the real worker."""
    serve(reads, writes, lambda request, _step: FakeModel(request, writes))


class FakeModel:
    """A model without weights: one token is one code point."""

    def __init__(self, load: LoadModel, writes: "Connection[bytes, bytes] | None" = None) -> None:
        if load.passed_over >= LIBRARIES:
            raise NoLibrary("the script says that no library is left")
        _misbehave(load.path, load, writes)
        if REFUSE in load.path:
            raise RunnerError("the script says that this model does not load")
        _misbehave_on(load.device)
        self.device = f"{load.device}, {load.gpu_layers} layers" if load.device else "Script"
        self._load, self._writes = load, writes
        self.runner = None if load.vocab_only else FakeRunner(load, writes)

    def measure(self, prompt_tokens: int, written_tokens: int) -> Measured:  # noqa: ARG002 - its shape
        """As the script says of the device."""
        if self._load.device == DEVICE_LOST:
            os._exit(EXIT_CODE)
        if self._load.device == DEVICE_STALL:
            threading.Event().wait()
        if self._load.device == DEVICE_CRAWL:
            while self._writes:
                self._writes.send_bytes(encode(Working()))
        faster = Measured(0.5, 0.5, _ON_CPU.best, _ON_CPU.logits)
        return _ON_DEVICE.get(self._load.device, faster) if self._load.device else _ON_CPU

    def count(self, text: str) -> int:
        """One token for each word, so that passages are of a natural size."""
        if UNCOUNTABLE in text:
            threading.Event().wait()
        return len(text.split())


class FakeRunner:
    """Remembers the prompts it is given and answers from its script."""

    may_share = True

    def __init__(self, load: LoadModel, writes: "Connection[bytes, bytes] | None" = None) -> None:
        self.slots, self.slot_tokens = load.slots, max(load.slot_tokens, 20_000)
        self.batch_tokens = load.batch_tokens
        self._load, self._writes = load, writes
        self._scripts: dict[Sequence, list[int]] = {}

    def tokenize(self, segments: Many[Segment]) -> list[int]:
        """The code points of the prompt."""
        return [ord(letter) for part in segments for letter in part.text]

    def begin(self, sequence: Sequence, source: int) -> None:  # noqa: ARG002 - the shape of Runner
        """Prepare the script for this unit."""
        script = answer(sequence.unit)
        self._scripts[sequence] = [*map(ord, script), _END]

    def move(self, source: int, target: int) -> None:
        """Nothing is held in a slot."""

    def decode(self, chunks: Many[Chunk]) -> None:
        """Misbehave if a passage or the device says so."""
        if self._load.device == DEVICE_LOST:
            os._exit(EXIT_CODE)
        if self._load.device == DEVICE_STALL:
            threading.Event().wait()
        if self._load.device == DEVICE_ERROR:
            raise RunnerError("the script says that the device fails")
        for chunk in chunks:
            text = passage_of(chunk.sequence.unit)
            _misbehave(text, self._load, self._writes)
            if FAIL in text:
                raise RunnerError("the script says that this unit fails")

    def sample(self, places: Many[Place]) -> list[Drawn]:
        """The next letters of the scripts; digits are unlikely."""
        tokens = [self._scripts[place.sequence].pop(0) for place in places]
        return [Drawn(one, -2.0 if chr(one).isdigit() else -0.25) for one in tokens]

    def cut(self, sequence: Sequence) -> None:
        """Nothing is held in a slot."""

    def candidates(self, sequence: Sequence, row: int) -> Candidates:  # noqa: ARG002 - as above
        """The next letter of the script, or of another answer if the passage says so."""
        script, written = answer(sequence.unit), "".join(map(chr, sequence.written))
        behind = script.index("<|pipe|>\n") + len("<|pipe|>\n") if "<|pipe|>" in script else 0
        scripts = [script, script[:behind] + "Perhaps."]
        if WAVER not in passage_of(sequence.unit):
            scripts.pop()
        following = [one[len(written) :][:1] for one in scripts if one.startswith(written)]
        tokens = [ord(letter) if letter else _END for letter in following]
        return Candidates(tokens, [1.0] * len(tokens))

    def piece(self, token: int) -> bytes:
        """The letter as UTF-8."""
        return chr(token).encode()

    def is_end(self, token: int) -> bool:
        """The script is at its end."""
        return token == _END

    def end(self, sequence: Sequence) -> None:
        """Forget the script."""
        self._scripts.pop(sequence, None)


def passage_of(unit: Generate) -> str:
    """The passage inside a prompt: what stands between Bonito's markers, or outside markup."""
    text = "".join(part.text for part in unit.segments)
    found = _PASSAGE.search(text)
    plain = "".join(part.text for part in unit.segments if not part.is_markup)
    return found[1] if found else plain


def answer(unit: Generate) -> str:
    """The scripted answer to a prompt."""
    passage = passage_of(unit)
    words = " ".join(passage.split()[:3])
    if ENDLESS in passage:
        return "and so on " * unit.max_tokens
    if CHOICE in passage:
        is_asked_again = unit.segments[-1].text.endswith("<|pipe|>\n")
        question = f"Question {unit.seed}: which colour?\n- red\n- blue\n<|pipe|>\n"
        return "blue" if is_asked_again else f"{question}green"
    label = _LABEL.search(unit.constraint)
    if label and unit.segments[-1].text.endswith("<|pipe|>\n"):  # its question is written already
        return label[1]
    if SILENT in passage:
        return f" {words}"
    if "question generation" in unit.segments[0].text:
        words += "?"
    return f" {{{{context}}}}\nQuestion {unit.seed}: how does it begin?\n<|pipe|>\n{words}"


def _misbehave_on(device: str) -> None:
    if device == DEVICE_CRASH:
        os._exit(EXIT_CODE)
    if device == DEVICE_HANG:
        threading.Event().wait()
    if device == DEVICE_REFUSE:
        raise RunnerError("the script says that there is not enough memory")


def _misbehave(text: str, load: LoadModel, writes: "Connection[bytes, bytes] | None") -> None:
    if CRASH in text or (CRASH_IN_COMPANY in text and load.slots > 1):
        os._exit(EXIT_CODE)
    if ILLEGAL_ALWAYS in text or (ILLEGAL in text and load.passed_over < 2):
        _meet_illegal_instruction()
    if HANG in text:
        threading.Event().wait()
    if GARBAGE in text and writes:
        writes.send_bytes(b"\x00 not a message")


def _meet_illegal_instruction() -> None:
    """Die as the system ends a process at an instruction that its processor does not have."""
    if sys.platform == "win32":
        os._exit(0xC000001D)
    signal.signal(signal.SIGILL, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGILL)
