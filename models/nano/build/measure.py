"""What the answers of a model are worth, in numbers; pure.

Format and rules are judged by the engine's own `answers.judge`, so that the table says what the
app would keep. Offered sets that the engine leaves free (sentiment, paraphrase identification, word
sense, endings) are checked here, against what the input itself offers; options are compared without
case, spacing and the marks around them, as the app does, but as a whole.
"""

import math
import re
import string
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from engine.records import Outcome, StopReason
from engine.tasks.answers import Judged, judge
from engine.tasks.markers import PIPE
from engine.tasks.options import listed
from engine.tasks.types import AnswerRule, task_type
from models.nano.build.pairs import Wording, shingles

ALIKE = 0.8  # Jaccard of word groups from which on two inputs count as near-duplicates
_YES_NO, _TONES = frozenset({"yes", "no"}), frozenset({"positive", "negative"})
_TRUE_FALSE = frozenset({"true", "false"})
_LINE = re.compile(r"^(?:- |([A-F])\. )(.+)$", re.MULTILINE)
_LETTERED = re.compile(r"([A-Fa-f])[.):]\s+(.+)", re.DOTALL)
_AROUND = string.punctuation + string.whitespace + "“”‘’"
_SLOT = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
UNFORMED = frozenset(
    {
        Outcome.NO_PIPE,
        Outcome.MANY_PIPES,
        Outcome.EMPTY_INPUT,
        Outcome.EMPTY_OUTPUT,
        Outcome.TRUNCATED,
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote on a context, in which attempt.

    `asked` is the type that it was asked for, where its answer could not be composed into `task`.
    """

    task: str
    context: str
    raw: str
    stop: StopReason
    attempt: int = 1
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: counts, and of how many. `None` where a column says nothing.

    `written` are the units that gave an answer: one that is led in steps and not confirmed gives
    none, and counts only as a unit that was not kept.
    `copied` and `repeated` count inputs that stand in a training target word for word. Both leave
    bare wordings aside; `copied` also leaves aside wordings filled with one word of the passage.
    """

    task: str
    units: int
    written: int
    formed: int
    ok: int
    verbatim: tuple[int, int] | None
    labels: tuple[int, int] | None
    options: tuple[int, int] | None  # answers whose offered options all differ
    distinct: tuple[int, int]
    copied: tuple[int, int]
    repeated: tuple[int, int]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(_AROUND)


def offered(task: str, asked: str) -> frozenset[str] | None:
    """The answers that an input offers, plain; None if any will do.

    The letter of an option stands for it. Empty if the input had to offer some and does not.
    """
    found = _LINE.findall(asked)
    lines = frozenset(_plain(part) for option in found for part in option if part)
    if task == "sentiment":
        return _TONES
    if task == "paraphrase_id" or (task == "wsd" and not lines):
        return _TRUE_FALSE if "true or false" in asked.casefold() else _YES_NO
    if task == "mcqa":
        return lines
    return lines if lines and task in {"wsd", "sent_comp"} else None


def has_offered_label(answer: Answer) -> bool | None:
    """Whether the output is one of the offered labels; None for types and inputs without."""
    asked, output = split(answer.raw)
    kind = task_type(answer.task)
    if kind.rule is AnswerRule.LABEL:
        return _plain(output) in kind.labels
    choice = offered(answer.task, asked)
    if choice is None:
        return None
    lettered = _LETTERED.fullmatch(output)
    return _plain(output) in choice or (lettered is not None and _plain(lettered[2]) in choice)


def split(raw: str) -> tuple[str, str]:
    """Input and output as written, stripped; empty where there is no pipe."""
    asked, _, output = raw.partition(PIPE)
    return asked.strip(), output.strip()


def distinct(texts: Sequence[str]) -> int:
    """How many texts are no near-duplicate of an earlier one."""
    kept: list[set[str]] = []
    index: dict[str, list[int]] = defaultdict(list)
    for text in texts:
        groups = shingles(text)
        shared = Counter(number for group in groups for number in index.get(group, ()))
        if any(n / len(groups | kept[number]) >= ALIKE for number, n in shared.items()):
            continue
        for group in groups:
            index[group].append(len(kept))
        kept.append(groups)
    return len(kept)


def bare_wordings(wordings: Iterable[Wording]) -> set[str]:
    """Inputs that are nothing but a wording and the passage: repeating these is no copying."""
    return {w.input.strip() for w in wordings if not _SLOT.search(w.input)}


def one_slot_patterns(wordings: Iterable[Wording]) -> list[re.Pattern[str]]:
    """Inputs of wordings whose only slot, group 1, is filled with a single word.

    Where that word is one of the passage (“Whom does “she” mean?”), there is hardly another way to
    ask, so that repeating it is no copying either.
    """
    patterns: list[re.Pattern[str]] = []
    for wording in wordings:
        parts = _SLOT.split(wording.input.strip())
        if len(parts) == 3:
            patterns.append(re.compile(re.escape(parts[0]) + r"(\w+)" + re.escape(parts[2])))
    return patterns


def asks_about_a_word(asked: str, passage: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Whether an input is one of the patterns, filled with a word of its passage."""
    said = set(re.findall(r"\w+", passage.casefold()))
    found = (pattern.fullmatch(asked) for pattern in patterns)
    return any(match is not None and match[1].casefold() in said for match in found)


def judged_as(answer: Answer, rules_off: Collection[Outcome] = ()) -> Judged:
    """What a run would say of an answer; one that could not be composed was not confirmed."""
    kind = task_type(answer.asked or answer.task)
    judged = judge(kind, answer.context, answer.raw, answer.stop, rules_off)
    if answer.asked and judged.outcome is Outcome.OK:
        return replace(judged, outcome=Outcome.UNCONFIRMED)
    return judged


def line(
    task: str,
    answers: Sequence[Answer],
    trained: Collection[str],
    wordings: Sequence[Wording],
    rules_off: Collection[Outcome] = (),
) -> Line:
    """One line of the table; `trained` are the inputs of the training targets."""
    kind = task_type(task)
    units = len(answers)
    answers = [answer for answer in answers if not answer.asked]
    judged = [judged_as(a, rules_off) for a in answers]
    formed = [a for a, j in zip(answers, judged, strict=True) if j.outcome not in UNFORMED]
    filled = [j.input for j in judged if j.outcome not in UNFORMED]
    verbatim = None
    if kind.rule is AnswerRule.VERBATIM:
        missing = sum(j.outcome is Outcome.NOT_IN_PASSAGE for j in judged)
        verbatim = (len(formed) - missing, len(formed))
    labels = [found for a in formed if (found := has_offered_label(a)) is not None]
    listings = ([_plain(text) for _, text in listed(split(a.raw)[0])] for a in formed)
    offers = [texts for texts in listings if texts]
    bare, patterns = bare_wordings(wordings), one_slot_patterns(wordings)
    asked = [(text, a.context) for a in formed if (text := split(a.raw)[0]) not in bare]
    own = [text for text, passage in asked if not asks_about_a_word(text, passage, patterns)]
    return Line(
        task=task,
        units=units,
        written=len(answers),
        formed=len(formed),
        ok=sum(j.outcome is Outcome.OK for j in judged),
        verbatim=verbatim,
        labels=(sum(labels), len(labels)) if labels else None,
        options=(sum(map(_all_differ, offers)), len(offers)) if offers else None,
        distinct=(distinct(filled), len(filled)),
        copied=(sum(text in trained for text in own), len(own)),
        repeated=(sum(text in trained for text, _ in asked), len(asked)),
    )


def _all_differ(texts: Sequence[str]) -> bool:
    return len(texts) == len(set(texts))


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, in percent."""
    z = 1.96
    share, weight = hits / of, z * z / of
    middle = (share + weight / 2) / (1 + weight)
    half = z * math.sqrt(share * (1 - share) / of + weight / of / 4) / (1 + weight)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def _share(part: tuple[int, int] | None) -> str:
    if part is None or not part[1]:
        return "–"
    low, high = interval(*part)
    return f"{100 * part[0] / part[1]:.1f} ({part[0]}/{part[1]}; {low:.0f}–{high:.0f})"


def _sum(parts: Iterable[tuple[int, int] | None]) -> tuple[int, int]:
    known = [part for part in parts if part is not None]
    return sum(part[0] for part in known), sum(part[1] for part in known)


def table(lines: Sequence[Line]) -> str:
    """The lines and their sum in Markdown; each cell in percent and as a count."""
    columns = ("type", "units", "format", "kept", "verbatim", "label offered", "options differ")
    columns = (*columns, "distinct", "copied", "repeated")
    rows = [f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns)]
    units = sum(item.units for item in lines)
    for item in lines:
        shares = (
            _share((item.formed, item.written)),
            _share((item.ok, item.units)),
            *map(
                _share,
                (
                    item.verbatim,
                    item.labels,
                    item.options,
                    item.distinct,
                    item.copied,
                    item.repeated,
                ),
            ),
        )
        rows.append(f"| {item.task} | {item.units} | " + " | ".join(shares) + " |")
    sums = (
        _share((sum(item.formed for item in lines), sum(item.written for item in lines))),
        _share((sum(item.ok for item in lines), units)),
        _share(_sum(item.verbatim for item in lines)),
        _share(_sum(item.labels for item in lines)),
        _share(_sum(item.options for item in lines)),
        _share(_sum(item.distinct for item in lines)),
        _share(_sum(item.copied for item in lines)),
        _share(_sum(item.repeated for item in lines)),
    )
    rows.append(f"| **all** | {units} | " + " | ".join(sums) + " |")
    return "\n".join(rows)
