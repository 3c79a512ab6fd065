"""What self-agreement costs, as a ratio to generation without it: CPU time, in turns.

    python -m tests.bench.agree [PASSAGES] [MODEL] [TYPES]

The shipped samples are cut as for a run; each group of units goes through the model twice, with and
without samples, the other way round in the next group, so that a busy machine is busy for both. One
thread, and the processor time of this process. A unit goes through all its steps and attempts, as
in a run; both ways write the same answers. "drawn" is how many answers were drawn again.
"""

import sys
import tempfile
import time
from pathlib import Path

import engine
from engine.importing import import_paths
from engine.records import PassageText, Sampling, Unit
from engine.runs.cutting import cut_missing, settings_for
from engine.runs.retries import Retries, Sent, Terms
from engine.store import Project
from engine.tasks.agreement import USUAL_SAMPLES
from engine.tasks.types import AnswerRule, task_type
from engine.worker.batch import Batch
from engine.worker.llama import LlamaRunner, load
from engine.worker.main import main as worker_main
from engine.worker.messages import Generated, LoadModel
from models import library
from models.library import FoundModel

SLOTS, SLOT_TOKENS, GROUP = 8, 1024, 8
TYPES = "exqa,qa,mcqa,ynqa,nli,topic_class"


def passages(model: FoundModel, folder: Path) -> dict[str, list[PassageText]]:
    """The passages of the samples, by what a task type reads."""
    found = dict[str, list[PassageText]]()
    with Project.create(folder / "agree.bonito") as project:
        import_paths(project, [Path(engine.__file__).parent / "samples"])
        for short in TYPES.split(","):
            kind = task_type(short).reads
            cut_missing(project, model, {kind}, worker_main, lambda: False)
            ids = project.passages.ids(settings_for(model, kind), None)
            found[short] = [project.passages.read(passage_id) for _document, passage_id in ids]
    return found


def units(short: str, texts: list[PassageText], count: int) -> list[tuple[Unit, PassageText]]:
    """So many units of a type, over the passages in turns, each with a seed of its own."""
    return [
        (Unit(number, 1, 1, short, 0, 1000 + number), texts[number % len(texts)])
        for number in range(count)
    ]


def finish(
    runner: LlamaRunner, retries: Retries, wanted: list[tuple[Unit, PassageText]]
) -> tuple[float, list[Generated]]:
    """CPU seconds and answers, those of all steps and attempts; the cache is empty before."""
    batch, ended, sent = Batch(runner), list[Generated](), dict[int, Sent]()
    began = time.process_time()
    for unit, passage in wanted:
        sent[unit.id] = retries.first(unit, passage)
        batch.add(retries.message(sent[unit.id]))
    while not batch.is_idle:
        for answer in batch.step():
            if isinstance(answer, Generated):
                ended.append(answer)
                after = retries.answered(sent[answer.unit_id], answer)
                if isinstance(after, Sent):
                    sent[answer.unit_id] = after
                    batch.add(retries.message(after))
    return time.process_time() - began, ended


def compare(
    runner: LlamaRunner, model: FoundModel, wanted: list[tuple[Unit, PassageText]]
) -> tuple[float, float, list[Generated]]:
    """CPU seconds without and with samples, and the answers with them."""
    spent, answers = {False: 0.0, True: 0.0}, list[Generated]()
    for number, start in enumerate(range(0, len(wanted), GROUP)):
        group = wanted[start : start + GROUP]
        for is_with in (number % 2 == 0, number % 2 == 1):
            terms = Terms(composed=model.composed, agree=USUAL_SAMPLES if is_with else 0)
            retries = Retries(model.prompting, Sampling(), terms=terms)
            seconds, ended = finish(runner, retries, group)
            spent[is_with] += seconds
            answers += ended if is_with else []
    return spent[False], spent[True], answers


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 48
    model = library.find(sys.argv[2] if len(sys.argv) > 2 else "default")
    types = (sys.argv[3] if len(sys.argv) > 3 else TYPES).split(",")
    with tempfile.TemporaryDirectory() as folder:
        texts = passages(model, Path(folder))
    adapter = str(model.adapter or "")
    request = LoadModel(str(model.path), SLOTS, SLOT_TOKENS, 1, adapter=adapter)
    runner = load(request).runner
    assert runner is not None
    print("| type | kind | units | drawn | steps an answer | s without | s with | more |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for short in types:
        wanted = units(short, texts[short], count)
        finish(runner, Retries(model.prompting, Sampling()), wanted[:1])
        before, after, answers = compare(runner, model, wanted)
        drawn = [one for one in answers if one.samples]
        steps = sum(one.sample_steps for one in drawn) / max(1, len(drawn))
        kind = "label" if task_type(short).rule is AnswerRule.LABEL else "open"
        more = f"{100 * (after / before - 1):+.0f} %"
        cells = (short, kind, count, len(drawn), f"{steps:.1f}", f"{before:.1f}", f"{after:.1f}")
        print("|", " | ".join(map(str, (*cells, more))), "|", flush=True)


if __name__ == "__main__":
    main()
