"""Plant near-duplicates of known kinds among many tasks, and print what of them is found.

    python -m tests.bench.duplicates [TASKS]

A project of 100,000 tasks (or `TASKS`) over a quarter as many passages. Each edit is planted 200
times: some have to be found (case, punctuation, one word changed, words in another order, a longer
passage around the same, a passage that differs in one word),
some must not be (a number, a name or a "not" changed and so another answer, another short answer,
the same question about another passage). The baseline is an exact match of input and output after
folding case, punctuation and white space. Then the time and the largest memory of finding them:
reading the project, comparing and marking, in a process of its own.
"""

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.export.comparing import compare
from engine.likeness.shingles import plain_words
from engine.records import (
    Extract,
    ModelIdentity,
    PassageSettings,
    PlannedUnit,
    RunRequest,
    RunState,
    Span,
)
from engine.store import Project

PLANTED = 200  # of each kind
FEWEST = 15_000
PASSAGES = 25  # of a document
SEED = 7
_SUBJECTS = (
    "ferry", "harbour office", "warden", "museum shop", "lending desk", "north gate",
    "storage hall", "inspector", "tenant", "garden society", "night guard", "archive",
)  # fmt: skip
_VERBS = (
    "close", "open", "collect the deposit", "send the yearly report", "renew the permit",
    "inspect the cellar", "hand out keys", "count the visitors", "publish the notice",
    "repair the pump", "order new stamps", "register a complaint",
)  # fmt: skip
_TIMES = (
    "in winter", "on public holidays", "during the harvest", "at the end of the month",
    "when the lights fail", "after a flood", "for members of the board", "without a permit",
)  # fmt: skip
_NAMES = ("Anna Weber", "Otto Lind", "Maria Rossi", "Jan Novak", "Eva Horn", "Paul Moreau")
_REASONS = (
    "because the cellar stands under water", "as the council has asked for it",
    "so that the neighbours can sleep", "since the insurance demands it",
    "because the old pump is too loud", "as the lease of the hall ends",
)  # fmt: skip
_LONG = "Please read the notice with care and keep it until the end of the season. "


class Maker:
    """Makes passages, questions and answers, each unlike the others."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311 no secret

    def passage(self, number: int) -> str:
        """Some sentences that no other passage shares."""
        parts = [
            f"{self.subject()} number {number}.{n} will {self.verb()} {self.time()}, "
            f"{self.random.choice(_REASONS)}, and {self.random.choice(_NAMES)} keeps list "
            f"{self.random.randrange(10**6)}."
            for n in range(4)
        ]
        return " ".join(parts)

    def subject(self) -> str:
        return f"The {self.random.choice(_SUBJECTS)}"

    def verb(self) -> str:
        return self.random.choice(_VERBS)

    def time(self) -> str:
        return self.random.choice(_TIMES)

    def usual_task(self) -> tuple[str, str]:
        """One without numbers, as models write them most."""
        subject, name = self.subject().lower(), self.random.choice(_NAMES)
        question = f"What does {name} say when {subject} has to {self.verb()} {self.time()}?"
        return question, f"{self.subject()} will {self.verb()}, {self.random.choice(_REASONS)}"

    def task(self) -> tuple[str, str]:
        """A question of ten to twenty words, and an answer of a few."""
        amount = self.random.randrange(20, 9_000)
        question = (
            f"According to the notice, how many of the {amount} visitors of section "
            f"{self.random.randrange(10**6)} may ask {self.subject().lower()} to {self.verb()} "
            f"{self.time()}, and what does {self.random.choice(_NAMES)} say about it?"
        )
        return question, f"About {self.random.randrange(20, 9_000)} of them {self.time()}"


def _one_word(question: str, answer: str, chance: random.Random) -> tuple[str, str]:
    pairs = (("visitors", "guests"), ("notice", "leaflet"), ("ask", "beg"), ("say", "state"))
    old, new = chance.choice(pairs)
    return question.replace(f" {old} ", f" {new} ", 1).replace(f" {old},", f" {new},"), answer


def _order(question: str, answer: str, _chance: random.Random) -> tuple[str, str]:
    opening, rest = question.split(", ", 1)
    return f"{rest.rstrip('?')}, {opening.lower()}?", answer


def _number(question: str, answer: str, chance: random.Random) -> tuple[str, str]:
    number = answer.split()[1]
    return question, answer.replace(number, str(int(number) + chance.randrange(1, 9)), 1)


def _asked_number(question: str, answer: str, chance: random.Random) -> tuple[str, str]:
    number = question.split(" of the ")[1].split(maxsplit=1)[0]
    return question.replace(f" {number} ", f" {int(number) + 1} ", 1), answer


def _name(question: str, answer: str, chance: random.Random) -> tuple[str, str]:
    here = next(name for name in _NAMES if name in question)
    other = chance.choice([name for name in _NAMES if name != here])
    return question.replace(here, other), answer


def _negated(question: str, answer: str, _chance: random.Random) -> tuple[str, str]:
    return question.replace(" may ask ", " may not ask "), answer


Edit = Callable[[str, str, random.Random], tuple[str, str]]
SAME_PASSAGE: dict[str, tuple[Edit, bool]] = {  # kind: the edit, and whether it has to be found
    "case": (lambda q, a, _c: (q.upper(), a.lower()), True),
    "punctuation": (lambda q, a, _c: (q.replace(",", "").replace("?", " ?"), a + "."), True),
    "one word changed": (_one_word, True),
    "another word order": (_order, True),
    "number of the answer": (_number, False),
    "number of the question": (_asked_number, False),
    "another name": (_name, False),
    "a “not” more": (_negated, False),
    "yes for no": (lambda q, _a, _c: (q, "No"), False),
}
OTHER_PASSAGE: dict[str, bool] = {
    "the same in a longer passage": True,
    "a twin passage, one word changed": True,
    "the same of another passage": False,
}


def plant(project: Project, tasks: int) -> dict[str, list[tuple[int, int]]]:
    """Fill a project; gives the pairs of tasks of each kind."""
    maker = Maker()
    texts = [maker.passage(number) for number in range(tasks // 4)]
    drafts, planted = list[tuple[int, str, str]](), dict[str, list[tuple[int, int]]]()
    _plant_pairs(maker, texts, drafts, planted)
    for place in range(len(texts)):
        for _ in range(4):
            if len(drafts) >= tasks:
                break
            made = maker.task() if maker.random.random() < 0.5 else maker.usual_task()
            drafts.append((place, *made))
    ids = _store(project, texts, drafts)
    return {kind: [(ids[a], ids[b]) for a, b in found] for kind, found in planted.items()}


def _plant_pairs(maker: Maker, texts: list[str], drafts: list, planted: dict) -> None:
    """Plant each kind; `drafts` gets the tasks, `planted` the places of each pair in it."""
    place = 0
    for kind, (edit, _wanted) in SAME_PASSAGE.items():
        for _ in range(PLANTED):
            question, answer = maker.task()
            if kind == "yes for no":
                answer = "Yes"
            changed = edit(question, answer, maker.random)
            assert changed != (question, answer), kind
            _add(drafts, planted, kind, (place, question, answer), (place, *changed))
            place += 1
    for kind in OTHER_PASSAGE:
        for _ in range(PLANTED):
            question, answer = maker.task()
            if kind.startswith("the same in a longer"):
                texts[place + 1] = f"{_LONG}{texts[place]} {_LONG}"
            elif kind.startswith("a twin"):
                texts[place + 1] = texts[place].replace(" keeps list ", " holds list ", 1)
            _add(drafts, planted, kind, (place, question, answer), (place + 1, question, answer))
            place += 2


def _add(drafts: list, planted: dict, kind: str, one: tuple, other: tuple) -> None:
    planted.setdefault(kind, []).append((len(drafts), len(drafts) + 1))
    drafts += [one, other]


_INSERT = """
INSERT INTO tasks (unit_id, run_id, passage_id, task_type, outcome, input, output, raw,
    evidence_grade, prompt_sha256, prompt_tokens, generated_tokens, seconds, detail, created_at)
VALUES (?, ?, ?, 'qa', 'ok', ?, ?, '', 'none', '', 10, 10, 0.1, '', '2026-01-01T00:00:00+00:00')
"""


def _store(project: Project, texts: list[str], drafts: list[tuple[int, str, str]]) -> list[int]:
    """Documents of some passages each, one run; gives the ids of the tasks as in `drafts`."""
    settings = PassageSettings()
    for start in range(0, len(texts), PASSAGES):
        _add_document(project, start, texts[start : start + PASSAGES], settings)
    passages = [passage for _document, passage in project.passages.ids(settings)]
    samples, units = Counter[int](), list[PlannedUnit]()
    for place, _question, _answer in drafts:
        units.append(PlannedUnit(passages[place], "qa", samples[place], 1))
        samples[place] += 1
    model = ModelIdentity("tiny", "/models/tiny.gguf", "a" * 64, "bonito")
    run = project.runs.create(RunRequest("tiny", ("qa",), 100), model, units)
    connection = project._connection
    first = connection.number("SELECT min(id) FROM units")
    with connection.transaction():
        connection.database.conn.executemany(
            _INSERT,
            (
                (first + n, run.id, passages[place], f"{texts[place]}\n\n{question}", answer)
                for n, (place, question, answer) in enumerate(drafts)
            ),
        )
    project.runs.set_state(run.id, RunState.DONE)
    return connection.numbers("SELECT id FROM tasks ORDER BY unit_id")


def _add_document(
    project: Project, number: int, parts: list[str], settings: PassageSettings
) -> None:
    text, spans, start = "\n\n".join(parts), list[Span](), 0
    for part in parts:
        spans.append(Span(start, start + len(part), 60))
        start += len(part) + 2
    name = f"d{number}.txt"
    report = project.documents.add(name, name, "txt", 9, f"{number:064x}", Extract(text))
    project.passages.save(report.document_id, settings, spans)


def baseline(project: Project) -> dict[int, str]:
    """What an exact match after folding would compare."""
    found = dict[int, str]()
    for part in project.tasks.near.all():
        for task in part:
            found[task.id] = " ".join([*plain_words(task.input), "→", *plain_words(task.output)])
    return found


def table(project: Project, planted: dict[str, list[tuple[int, int]]]) -> Iterator[str]:
    group_of = {task: n for n, group in enumerate(project.tasks.near.groups()) for task in group}
    plain = baseline(project)
    kinds = {**{kind: wanted for kind, (_e, wanted) in SAME_PASSAGE.items()}, **OTHER_PASSAGE}
    pairs = {pair for found in planted.values() for pair in found}
    ours = {kind: sum(a in group_of and group_of[a] == group_of.get(b) for a, b in found)
            for kind, found in planted.items()}  # fmt: skip
    exact = {kind: sum(plain[a] == plain[b] for a, b in found) for kind, found in planted.items()}
    yield f"{'planted':<36}{'wanted':>8}{'ours':>12}{'exact match':>14}"
    for kind, wanted in kinds.items():
        n = len(planted[kind])
        yield f"{kind:<36}{'yes' if wanted else 'no':>8}{ours[kind]:>7} / {n}{exact[kind]:>8} / {n}"
    strangers = sum(tuple(sorted(group)) not in pairs for group in project.tasks.near.groups())
    for name, counts in (("ours", ours), ("exact match", exact)):
        right = sum(count for kind, count in counts.items() if kinds[kind])
        wrong = sum(count for kind, count in counts.items() if not kinds[kind])
        wrong += strangers if name == "ours" else 0
        wanted = PLANTED * sum(kinds.values())
        precision = right / (right + wrong) if right + wrong else 1.0
        yield f"{name}: recall {right / wanted:.3f}, precision {precision:.3f}"
    yield f"groups of tasks that were not planted: {strangers}"


def measured(path: Path) -> None:
    """Compare everything in this process, and print what that took."""
    with Project.open(path) as project:
        before, began = time.process_time(), time.monotonic()
        counts = compare(project)
        spent, waited = time.process_time() - before, time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": spent, "wall": waited, "mb": peak, "groups": counts.groups}))


def main() -> None:
    tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if tasks < FEWEST:
        sys.exit(f"at least {FEWEST:,} tasks are needed, so that all kinds can be planted")
    folder = Path(tempfile.mkdtemp(prefix="bonito-duplicates-"))
    try:
        path = folder / "many.bonito"
        with Project.create(path) as project:
            planted = plant(project, tasks)
        command = [sys.executable, "-m", "tests.bench.duplicates", "--compare", str(path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        with Project.open(path) as project:
            print("\n".join(table(project, planted)))
        took = json.loads(told)
        print(
            f"{tasks:,} tasks compared: {took['cpu']:.0f} s of processor time "
            f"({took['wall']:.0f} s by the clock), at most {took['mb']:.0f} MB"
        )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--compare"]:
        measured(Path(sys.argv[2]))
    else:
        main()
