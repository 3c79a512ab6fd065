"""The ways that `throughput.py` compares; each runs in a process of its own and prints JSON."""

import dataclasses
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import psutil

from engine.tasks.prompts import build
from engine.tasks.types import TASK_TYPES
from engine.worker.batch import Batch, Drawn, Place
from engine.worker.main import wait_briefly
from engine.worker.messages import Generate, Generated, LoadModel
from models.prompting import prompting

CONTEXT = 1536  # tokens: the longest prompt and answer, rounded up
TOGETHER, STEPS = 16, 16  # sequences and tokens by which the best decoding is measured


@dataclass(frozen=True, slots=True)
class Work:
    """What every way has to do."""

    model: str
    prompts: int
    samples: int
    threads: int
    device: str = ""  # as in `LoadModel`; empty for the CPU
    layers: int = 0

    def to_json(self) -> str:
        """For the command line of the process that does it."""
        return json.dumps(dataclasses.asdict(self))


@dataclass(frozen=True, slots=True)
class Job:
    """One unit: a prompt and how much to write."""

    text: str
    max_tokens: int
    seed: int


def jobs(work: Work) -> Iterator[Job]:
    """The same for every way; the samples of a prompt are neighbours, as in a plan."""
    dice = random.Random(11)  # noqa: S311 - the same work each time, not a secret
    words = prose().split()
    for number in range(work.prompts):
        start, length = dice.randrange(len(words)), dice.randint(100, 560)
        passage = " ".join((words + words)[start : start + length])
        prompt = build(prompting("bonito"), TASK_TYPES[number % len(TASK_TYPES)], passage)
        text = "".join(part.text for part in prompt.segments)
        for sample in range(work.samples):
            yield Job(text, dice.randint(30, 100), seed=number * 100 + sample)


def prose() -> str:
    """Plain text of our own: the samples and the README."""
    folder = resources.files("engine") / "samples"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith((".md", ".txt")))
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def through_the_binding(work: Work) -> dict[str, float]:
    """One prompt after the other through the high-level API, with its best settings."""
    from llama_cpp import Llama

    from engine.worker import devices

    devices.load_processor()
    if work.device:
        devices.load_graphics(work.device.partition(":")[0])
    model = Llama(
        work.model, n_gpu_layers=work.layers, n_ctx=CONTEXT, n_batch=512, n_ubatch=512,
        n_threads=work.threads, n_threads_batch=work.threads, verbose=False,
    )  # fmt: skip
    todo = list(jobs(work))
    model.create_completion("Warm up.", max_tokens=4)
    generated = prompt = 0
    started = time.perf_counter()
    for job in todo:
        answer = model.create_completion(
            job.text, max_tokens=job.max_tokens, temperature=0.5, top_p=0.95, top_k=0,
            min_p=0.0, repeat_penalty=1.0, seed=job.seed,
        )  # fmt: skip
        generated += answer["usage"]["completion_tokens"]
        prompt += answer["usage"]["prompt_tokens"]
    return result(started, generated, prompt, len(todo))


def through_ours(work: Work, slots: int) -> dict[str, float]:
    """All at once through the worker's batch."""
    batch, todo = loaded(work, slots), list(jobs(work))
    batch.add(unit(0, Job("Warm up. " * 40, 4, 1)))
    drain(batch)
    sampling = Sampling(batch)
    started = time.perf_counter()
    for number, job in enumerate(todo):
        batch.add(unit(number, job))
    done = drain(batch)
    generated = sum(one.generated_tokens for one in done)
    prompt = sum(one.prompt_tokens for one in done)
    found = result(started, generated, prompt, len(todo))
    return found | {"sampling": sampling.seconds}


class Sampling:
    """How long the drawing of tokens takes; what waits for a device is told as computing."""

    def __init__(self, batch: Batch) -> None:
        self.seconds = 0.0
        runner = batch._runner
        self._sample, self._wait = runner.sample, getattr(runner, "wait", lambda: None)
        runner.sample = self.sample

    def sample(self, places: Sequence[Place]) -> list[Drawn]:
        """As the runner's, with a clock."""
        self._wait()
        started = time.perf_counter()
        drawn = self._sample(places)
        self.seconds += time.perf_counter() - started
        return drawn


def loaded(work: Work, slots: int) -> Batch:
    """Our worker's batch over a freshly loaded model, in this very process."""
    wait_briefly()  # as the worker does
    from engine.worker.llama import load

    model = load(
        LoadModel(
            work.model, slots=slots, slot_tokens=CONTEXT, threads=work.threads,
            device=work.device, gpu_layers=work.layers,
        )
    )  # fmt: skip
    assert model.runner is not None
    return Batch(model.runner)


def unit(number: int, job: Job) -> Generate:
    """A job as the worker takes it."""
    segments = build(prompting("bonito"), TASK_TYPES[0], "").segments
    return Generate(
        number, (dataclasses.replace(segments[0], text=job.text),), job.seed,
        temperature=0.5, top_p=0.95, max_tokens=job.max_tokens,
    )  # fmt: skip


def drain(batch: Batch) -> list[Generated]:
    """Step until nothing is left; a unit that failed makes the figures worthless."""
    done: list[Generated] = []
    while not batch.is_idle:
        for report in batch.step():
            if not isinstance(report, Generated) or not report.prompt_tokens:
                raise RuntimeError(f"a unit was not generated: {report}")
            done.append(report)
    return done


def limits(work: Work) -> dict[str, float]:
    """Best milliseconds per token: a whole prompt alone, and sixteen sequences writing together."""
    batch = loaded(work, TOGETHER)
    words = (prose().split() * 2)[:430]
    prompt_ms = min(timed_prompt(batch, f"{number} {' '.join(words)}") for number in range(2))
    short = " ".join(words[:50])
    one, many = (timed_together(batch, short, length) for length in (1, 1 + STEPS))
    return {"prompt_ms": prompt_ms, "decode_ms": (many - one) / (STEPS * TOGETHER)}


def timed_together(batch: Batch, text: str, max_tokens: int) -> float:
    """Milliseconds for all sequences to read a short prompt and write `max_tokens` each.

    No prompt begins like another, in this call or in one before: nothing is shared.
    """
    started = time.perf_counter()
    for number in range(TOGETHER):
        batch.add(unit(number, Job(f"{max_tokens} {number} {text}", max_tokens, number)))
    drain(batch)
    return (time.perf_counter() - started) * 1000


def timed_prompt(batch: Batch, text: str) -> float:
    """Milliseconds per token of one prompt, with one token written after it."""
    started = time.perf_counter()
    batch.add(unit(0, Job(text, 1, 1)))
    (done,) = drain(batch)
    return (time.perf_counter() - started) * 1000 / done.prompt_tokens


def result(started: float, generated: int, prompt: int, units: int) -> dict[str, float]:
    """The figures of one way, with the peak memory of this process."""
    seconds = time.perf_counter() - started
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", 0) or peak_resident() or memory.rss
    return {
        "seconds": seconds,
        "generated": generated,
        "prompt": prompt,
        "units": units,
        "megabytes": peak / 1e6,
    }


def peak_resident() -> int:
    """The highest resident size so far, where the system tells."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    task, count = Work(**json.loads(sys.argv[1])), int(sys.argv[2])
    found = limits(task) if count < 0 else through_ours(task, count) if count else None
    print(json.dumps(found or through_the_binding(task)))
