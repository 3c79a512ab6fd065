"""Measure what samples of one prompt, and prompts with the same examples, save by sharing memory.

python -m tests.bench.sharing [MODEL.gguf]
"""

import statistics
import sys
import time

from engine.tasks import prompts
from engine.tasks.types import task_type
from engine.worker.answer_text import AnswerText
from engine.worker.batch import Batch
from engine.worker.llama import LlamaRunner, api, load
from engine.worker.messages import Generate, Generated, LoadModel
from engine.worker.scheduler import Chunk
from engine.worker.sequence import Sequence
from models import library
from models.prompting import Segment
from tests.harbour import NOTICE

SLOTS, SLOT_TOKENS, ANSWER = 8, 1024, 24
TYPES = ("qa", "mcqa")


def units(name: str, passages: int, samples: int) -> list[Generate]:
    """So many passages of about 150 tokens by two types, each `samples` times."""
    wording = library.find(name).prompting
    made: list[Generate] = []
    for short in TYPES:
        for passage in range(passages):
            text = " ".join(NOTICE.format(name=f"office {passage}.{n}") for n in range(7))
            kind = task_type(short)
            segments = prompts.build(wording, kind, text).segments
            for _ in range(samples):
                seed = len(made)
                made.append(Generate(seed, segments, seed, 0.5, 0.95, ANSWER, wording.stop))
    return made


def finish(runner: LlamaRunner, wanted: list[Generate]) -> tuple[float, int, int]:
    """Seconds, prompt tokens, and how many of them were shared."""
    batch, ended, began = Batch(runner), list[Generated](), time.perf_counter()
    for unit in wanted:
        batch.add(unit)
    while not batch.is_idle:
        ended += [one for one in batch.step() if isinstance(one, Generated)]
    seconds = time.perf_counter() - began
    return (
        seconds,
        sum(one.prompt_tokens for one in ended),
        sum(one.shared_tokens for one in ended),
    )


def copy_seconds(runner: LlamaRunner) -> float:
    """How much longer one step takes when a whole stream is copied from slot to slot before it."""
    text = NOTICE * 12
    finish(runner, [Generate(0, (Segment(text, is_markup=False),), 0, 0.0, 1.0, 1)])
    held = api.llama_memory_seq_pos_max(runner._memory, 0)
    plain, copied = list[float](), list[float]()
    for times in (plain, copied) * 9:
        if times is copied:
            api.llama_memory_seq_rm(runner._memory, 1, -1, -1)
            api.llama_memory_seq_cp(runner._memory, 0, 1, -1, -1)
        step = Sequence(Generate(0, (), 0, 0.0, 1.0, 1), [1], 1, AnswerText(), slot=0)
        began = time.perf_counter()
        runner.decode([Chunk(step, held + 1, (1,), is_last=True)])
        times.append(time.perf_counter() - began)
        api.llama_memory_seq_rm(runner._memory, 0, held + 1, -1)
    return statistics.median(copied) - statistics.median(plain)


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "default"
    model = library.find(name)
    request = LoadModel(str(model.path), slots=SLOTS, slot_tokens=SLOT_TOKENS, threads=2)
    runner = load(request).runner
    assert runner is not None
    print(f"a copy takes {1000 * copy_seconds(runner):.1f} ms")
    print("| passages x types x samples | sharing | prompt tokens | shared | seconds | ratio |")
    for passages, samples in ((2, 4), (8, 1)):
        wanted = units(name, passages, samples)
        finish(runner, wanted[:2])
        alone: list[float] = []
        for _ in range(2):  # in turns, so that a busy machine is busy for both
            for runner.may_share in (False, True):
                seconds, tokens, shared = finish(runner, wanted)
                (alone if not runner.may_share else []).append(seconds)
                ratio = f"{alone[-1] / seconds:.2f}"
                what = f"{passages} x {len(TYPES)} x {samples}"
                cells = (what, runner.may_share, tokens, shared, f"{seconds:.1f}", ratio)
                print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
