"""llama.cpp behind the `Runner` shape: with `sampling.py` all that touches its low-level API.

The bindings are ctypes with partial types, so they are `Any` here and nowhere else. One context
holds a separate key-value stream for each slot (`kv_unified = False`): sequences with nothing in
common then cost no attention over each other. Nothing is printed: llama.cpp's log goes to a
callback that keeps its last lines, to say why a model doesn't load.
"""

import ctypes
import os
from collections import deque
from collections.abc import Callable
from collections.abc import Sequence as Many
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

import llama_cpp.llama_cpp as native

from engine.worker import devices
from engine.worker.batch import Drawn, Place, RunnerError
from engine.worker.candidates import CandidateReader
from engine.worker.markup import tokens_of
from engine.worker.measuring import measure
from engine.worker.messages import LoadModel, Measured
from engine.worker.resampling import Candidates
from engine.worker.sampling import Sampler, sampler_for
from engine.worker.scheduler import Chunk
from engine.worker.sequence import Sequence
from models.prompting import Segment

api: Any = native

MICRO_BATCH_TOKENS = 512  # what llama.cpp computes in one pass


class Log:
    """Keeps the last lines of llama.cpp's log instead of printing them; see `_log`."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=40)
        self._callback: Any = api.llama_log_callback(self._keep)
        api.llama_log_set(self._callback, ctypes.c_void_p(0))

    def forget(self) -> None:
        """What was said of an earlier model is no reason for this one."""
        self._lines.clear()

    def reason(self) -> str:
        """The last line that speaks of a failure, or the last line at all."""
        bad = [line for line in self._lines if "error" in line.lower() or "fail" in line.lower()]
        # The first complaint is the cause; later ones only say that loading failed.
        return bad[0] if bad else next(reversed(self._lines), "llama.cpp gave no reason")

    def _keep(self, _level: int, text: bytes, _data: object) -> None:
        if line := text.decode("utf-8", "replace").strip(" .\n"):
            self._lines.append(line)


class Vocabulary:
    """Text to tokens and back, as the model's file says."""

    def __init__(self, weights: int) -> None:
        self.pointer: int = api.llama_model_get_vocab(weights)
        has_bos = api.llama_vocab_get_add_bos(self.pointer)
        self._bos: list[int] = [api.llama_vocab_bos(self.pointer)] if has_bos else []
        self._buffer = ctypes.create_string_buffer(512)

    def tokenize(self, text: str, *, is_markup: bool) -> list[int]:
        """Tokens without BOS; only in markup may text stand for control tokens."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 2
        tokens = (api.llama_token * room)()
        count = api.llama_tokenize(self.pointer, data, len(data), tokens, room, False, is_markup)  # noqa: FBT003 - a C call
        if count < 0:
            raise RunnerError("the text could not be cut into tokens")
        return list(tokens[:count])

    def prompt(self, segments: Many[Segment]) -> list[int]:
        """A whole prompt: BOS if the model wants one, then each segment on its own."""
        return self._bos + tokens_of(segments, self._segment, self._marks)

    def _segment(self, part: Segment) -> list[int]:
        return self.tokenize(part.text, is_markup=part.is_markup)

    def _marks(self, tokens: set[int]) -> dict[int, str]:
        """The texts of those tokens that are control tokens or defined by the file."""
        special = api.LLAMA_TOKEN_ATTR_CONTROL | api.LLAMA_TOKEN_ATTR_USER_DEFINED
        texts = {
            token: api.llama_vocab_get_text(self.pointer, token).decode("utf-8", "replace")
            for token in tokens
            if api.llama_vocab_get_attr(self.pointer, token) & special
        }
        return {token: text for token, text in texts.items() if len(text.strip()) > 1}

    def piece(self, token: int) -> bytes:
        """The bytes of one token; none for control tokens."""
        size = api.llama_token_to_piece(self.pointer, token, self._buffer, 512, 0, False)  # noqa: FBT003
        return self._buffer.raw[: max(0, size)]

    def is_end(self, token: int) -> bool:
        """The token ends a text or a turn."""
        return bool(api.llama_vocab_is_eog(self.pointer, token))


class LlamaRunner:
    """A llama.cpp context with one stream per slot."""

    def __init__(self, weights: int, vocabulary: Vocabulary, load: LoadModel) -> None:
        self.slots, self.slot_tokens = load.slots, load.slot_tokens
        self.batch_tokens = load.batch_tokens
        # A model with a state instead of a memory of each token can't go back to an earlier one.
        self.may_share = not (
            api.llama_model_is_recurrent(weights) or api.llama_model_is_hybrid(weights)
        )
        self._vocabulary = vocabulary
        self._samplers: dict[Sequence, Sampler] = {}
        self._readers: dict[Sequence, CandidateReader] = {}  # of answers that are drawn again
        self._threads = ThreadPoolExecutor(max(1, min(load.threads, load.slots)), "sampling")
        self._thread_count = max(1, min(load.threads, load.slots))
        self._context = api.llama_init_from_model(weights, _context_params(load))
        if not self._context:
            raise RunnerError("there is not enough memory for its context")
        if load.adapter:
            _lay_over(self._context, weights, load.adapter)
        self._memory = api.llama_get_memory(self._context)
        self._batch = api.llama_batch_init(load.batch_tokens, 0, 1)

    def tokenize(self, segments: Many[Segment]) -> list[int]:
        """See `Runner`."""
        return self._vocabulary.prompt(segments)

    def begin(self, sequence: Sequence, source: int) -> None:
        """See `Runner`; between slots only a whole stream can be copied, so the rest is cut."""
        slot, unit = sequence.slot, sequence.unit
        if source != slot:
            self.move(source, slot)
        api.llama_memory_seq_rm(self._memory, slot, sequence.shared, -1)
        self._samplers[sequence] = sampler_for(unit, self._vocabulary.pointer)

    def move(self, source: int, target: int) -> None:
        """See `Runner`."""
        api.llama_memory_seq_rm(self._memory, target, -1, -1)
        api.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def decode(self, chunks: Many[Chunk]) -> None:
        """See `Runner`; logits are computed for the last token of a sequence only."""
        batch, row = self._batch, 0
        for chunk in chunks:
            for position, token in enumerate(chunk.tokens, chunk.start):
                self._fill(row, token, position, chunk.sequence.slot)
                row += 1
            batch.logits[row - 1] = chunk.is_last
        batch.n_tokens = row
        code = api.llama_decode(self._context, batch) if row else 0
        if code:
            raise RunnerError(f"llama.cpp could not process a batch of {row} tokens (code {code})")

    def _fill(self, row: int, token: int, position: int, slot: int) -> None:
        batch = self._batch
        batch.token[row] = token
        batch.pos[row] = position
        batch.n_seq_id[row] = 1
        batch.seq_id[row][0] = slot
        batch.logits[row] = 0

    def wait(self) -> None:
        """Until the device has computed all that it was given."""
        api.llama_synchronize(self._context)

    def sample(self, places: Many[Place]) -> list[Drawn]:
        """See `Runner`; in several threads, since each chain is its own and C holds no lock."""
        if places:  # waits for the device, and puts rows in order: not for two threads at once
            api.llama_get_logits_ith(self._context, places[0].row)
        if len(places) == 1:
            return self._drawn(places)
        strips = [places[n :: self._thread_count] for n in range(self._thread_count)]
        drawn = list[Drawn | None]([None] * len(places))
        for n, strip in enumerate(self._threads.map(self._drawn, strips)):
            drawn[n :: self._thread_count] = strip
        return [one for one in drawn if one is not None]

    def _drawn(self, places: Many[Place]) -> list[Drawn]:
        return [self._samplers[one.sequence].sample(self._context, one.row) for one in places]

    def cut(self, sequence: Sequence) -> None:
        """See `Runner`."""
        api.llama_memory_seq_rm(self._memory, sequence.slot, sequence.computed, -1)

    def candidates(self, sequence: Sequence, row: int) -> Candidates:
        """See `Runner`."""
        unit = sequence.unit
        if sequence not in self._readers:
            self._readers[sequence] = CandidateReader(
                unit.sample_temperature, unit.sample_top_p, self._vocabulary.pointer,
                unit.constraint,
            )  # fmt: skip
        return self._readers[sequence].read(self._context, row, sequence.written)

    def piece(self, token: int) -> bytes:
        """See `Runner`."""
        return self._vocabulary.piece(token)

    def is_end(self, token: int) -> bool:
        """See `Runner`."""
        return self._vocabulary.is_end(token)

    def end(self, sequence: Sequence) -> None:
        """See `Runner`."""
        for used in (self._samplers.pop(sequence, None), self._readers.pop(sequence, None)):
            if used is not None:
                used.close()

    def clear(self) -> None:
        """See `Measurable`; only while no sequence runs."""
        api.llama_memory_seq_rm(self._memory, 0, -1, -1)

    def put(self, tokens: list[int], position: int) -> None:
        """See `Measurable`; waits until the device is done."""
        batch = self._batch
        for row, token in enumerate(tokens):
            self._fill(row, token, position + row, 0)
        batch.logits[len(tokens) - 1] = 1
        batch.n_tokens = len(tokens)
        if code := api.llama_decode(self._context, batch):
            raise RunnerError(f"llama.cpp could not process a prompt (code {code})")
        self.wait()

    def logits(self) -> list[float]:
        """See `Measurable`."""
        size = api.llama_vocab_n_tokens(self._vocabulary.pointer)
        return api.llama_get_logits_ith(self._context, -1)[:size]

    def close(self) -> None:
        """Free the context and what still runs in it."""
        for used in (*self._samplers.values(), *self._readers.values()):
            used.close()
        self._threads.shutdown()
        api.llama_batch_free(self._batch)
        api.llama_free(self._context)


class LlamaModel:
    """A loaded GGUF: the vocabulary and, unless only that was asked for, a runner."""

    def __init__(self, load: LoadModel, on_step: Callable[[], None]) -> None:
        self._on_step = on_step
        log = _log()
        log.forget()
        devices.load_processor(load.passed_over)
        card = Card(load) if load.device else None
        self._weights = _weights(load, card, log, on_step)
        self.vocabulary = Vocabulary(self._weights)
        self.runner: LlamaRunner | None = None
        if not load.vocab_only:
            try:
                self.runner = LlamaRunner(self._weights, self.vocabulary, load)
            except RunnerError:  # else whoever tries again needs the memory twice
                api.llama_model_free(self._weights)
                raise
        self.device = f"CPU, {_threads(load.threads)}"
        if card is not None:
            self.device = card.said(load.gpu_layers, api.llama_model_n_layer(self._weights) + 1)

    def count(self, text: str) -> int:
        """How many tokens the text has inside a prompt, without BOS."""
        return len(self.vocabulary.tokenize(text, is_markup=False))

    def measure(self, prompt_tokens: int, written_tokens: int) -> Measured:
        """See `engine.worker.measuring`; raises `RunnerError`."""
        if self.runner is None:
            raise RunnerError("it was loaded for counting only")
        tokenize = partial(self.vocabulary.tokenize, is_markup=False)
        return measure(self.runner, tokenize, prompt_tokens, written_tokens, self._on_step)

    def close(self) -> None:
        """Free everything; a worker simply ends instead."""
        if self.runner:
            self.runner.close()
        api.llama_model_free(self._weights)


class Card:
    """The graphics device that a model is to lie on."""

    def __init__(self, load: LoadModel) -> None:
        """Load its driver; raises `RunnerError` if it is not there."""
        devices.load_graphics(load.device.partition(":")[0])
        self._device, self.pointer = devices.find(load.device)

    def said(self, layers: int, all_layers: int) -> str:
        """What is computed on, for people, when the model lies there."""
        total = self._device.total
        used = max(0, self._device.free - devices.free_bytes(self.pointer))
        memory = f", {used / 1e9:.1f} of {total / 1e9:.1f} GB" if total else ""
        name, backend = self._device.name, self._device.backend
        return f"{name} ({backend}), {min(layers, all_layers)} of {all_layers} layers{memory}"


def load(request: LoadModel, on_step: Callable[[], None] = lambda: None) -> LlamaModel:
    """Load a GGUF, with a call of `on_step` for each tensor; raises `RunnerError` with the reason.

    On the device that is named and on no other: what to do without it is the application's choice.
    """
    return LlamaModel(request, on_step)


@cache
def _log() -> Log:
    """The one log of this process. llama.cpp keeps calling it, also when its model is gone."""
    return Log()


def _weights(load: LoadModel, card: Card | None, log: Log, on_step: Callable[[], None]) -> int:
    params = api.llama_model_default_params()
    # Ends with a null pointer. An empty list keeps llama.cpp off all devices; with layers alone
    # it would still send large batches to one, which then has to be in order.
    chosen = (ctypes.c_void_p * 2)(card.pointer if card else None)
    params.devices = ctypes.cast(chosen, ctypes.c_void_p)
    params.n_gpu_layers = load.gpu_layers if card else 0
    params.vocab_only = load.vocab_only
    # Weights that are repacked for the CPU would stand in memory a second time if the file were
    # mapped: 1.32 GB instead of 0.78 GB for a 1B model in Q4_K, and no faster to load.
    params.load_mode = api.LLAMA_LOAD_MODE_NONE

    # False would end the loading. The name keeps the callback alive while llama.cpp has it.
    def goes_on(_share: float, _data: object) -> bool:
        on_step()
        return True

    callback = api.llama_progress_callback(goes_on)
    params.progress_callback = callback
    weights = api.llama_model_load_from_file(os.fsencode(load.path), params)
    if not weights:
        raise RunnerError(log.reason())
    return weights


def _lay_over(context: int, weights: int, path: str) -> None:
    adapter = api.llama_adapter_lora_init(weights, os.fsencode(path))  # lives as long as the model
    if not adapter:
        raise RunnerError(f"its adapter {Path(path).name} does not belong to it")
    adapters = (api.llama_adapter_lora_p_ctypes * 1)(adapter)
    if api.llama_set_adapters_lora(context, adapters, 1, (ctypes.c_float * 1)(1.0)):
        raise RunnerError(f"its adapter {Path(path).name} can't be used")


def _threads(count: int) -> str:
    return "1 thread" if count == 1 else f"{count} threads"


def _context_params(load: LoadModel) -> object:
    params = api.llama_context_default_params()
    params.n_ctx = load.slots * load.slot_tokens
    params.n_seq_max = load.slots
    params.n_batch = load.batch_tokens
    params.n_ubatch = min(MICRO_BATCH_TOKENS, load.batch_tokens)
    # One row of logits per sequence is all that is ever asked for: with a vocabulary of 49,152
    # the default would reserve 96 MB for them.
    params.n_outputs_max = load.slots
    params.n_threads = params.n_threads_batch = load.threads
    params.kv_unified = False
    return params
