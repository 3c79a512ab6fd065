"""What `verify.py` looks at in each row; it goes into every folder as a part of that file.

It imports nothing but the standard library.
"""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

LONG_PASSAGE = 800  # characters, from which on the same one in two files is counted
_MOST_KEPT = 1_000
_PAGE_BITS = 512  # numbers that share one entry
_PARTS = 16  # in which hashes are compared
_SHAPES = {
    "bonito": {"input", "output"},
    "prompt": {"prompt", "completion"},
    "alpaca": {"instruction", "input", "output"},
    "messages": {"messages"},
    "sharegpt": {"conversations"},
    "preference": {"prompt", "completion", "label"},
    "dpo": {"prompt", "chosen", "rejected"},
    "passages": {"text"},
}
Json = Any  # whatever a file of JSON may hold
_KEPT = {
    "accepted": {"accept", "edit"},
    "all": {"", "accept", "edit", "flag", "skip"},
    "rejected": {"reject"},
    "decided": {"accept", "edit", "reject"},
}


class Problems:
    """Sentences about what is wrong; of thousands alike the first ones are kept and all counted."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self._more: Counter[str] = Counter()

    def add(self, place: str, said: str, example: object = "") -> None:
        """One more problem at a place; `example` tells the first of several like it."""
        key = f"{place}: {said}"
        self._more[key] += 1
        if self._more[key] == 1 and len(self.kept) < _MOST_KEPT:
            self.kept.append(key + (f" ({example})" if example != "" else ""))

    def all(self) -> list[str]:
        """The sentences, with how many more there were of each."""
        counts = {key: count - 1 for key, count in self._more.items() if count > 1}
        found = ((text, next((n for k, n in counts.items() if text.startswith(k)), 0))
                 for text in self.kept)  # fmt: skip
        return [f"{text} And {more} more like it." if more else text for text, more in found]


class Once:
    """Whole numbers, to see whether one came before; those near each other share a few bytes."""

    def __init__(self) -> None:
        self._pages: dict[int, int] = {}

    def is_new(self, number: Json) -> bool:
        """It did not come before; raises `TypeError` for what is no whole number."""
        if not isinstance(number, int) or isinstance(number, bool):
            raise TypeError("no whole number")
        page, place = divmod(number, _PAGE_BITS)
        seen = self._pages.get(page, 0)
        self._pages[page] = seen | 1 << place
        return not seen >> place & 1


class LongPassages:
    """The hashes of long passages, and in which files they stand; eight bytes each."""

    def __init__(self) -> None:
        self._of_file: dict[str, array[int]] = {}

    def add(self, name: str, text_sha256: str) -> None:
        """A row of this file has this passage; raises `ValueError` for what is no hash."""
        keys = self._of_file.setdefault(name, array("Q"))
        key = int.from_bytes(bytes.fromhex(text_sha256)[:8], "big")
        if not keys or keys[-1] != key:  # the rows of one passage mostly follow each other
            keys.append(key)

    def in_two(self) -> int:
        """How many of them stand in two files or more."""
        count = 0
        for part in range(_PARTS):  # so that little is held at once
            seen: set[int] = set()
            shared: set[int] = set()
            for keys in self._of_file.values():
                own = {key for key in keys if key % _PARTS == part}
                shared |= own & seen
                seen |= own
            count += len(shared)
        return count


class Ledger:
    """What the rows say, to be held against the manifest."""

    def __init__(self) -> None:
        self.rows = self.traced = 0  # rows, and those that say where they came from
        self.by_type: Counter[str] = Counter()
        self.by_document: Counter[str] = Counter()
        self.parts: dict[str, set[str]] = {}
        self.tasks = Once()
        self.passages = LongPassages()


def wrong_shape(row: Json, manifest: Json) -> str:
    """What is wrong with the form of a row; empty if nothing."""
    if not isinstance(row, dict):
        return "some of its lines hold no JSON object of ours."
    columns = set(cast("dict[str, Json]", row))
    usual = _SHAPES.get(str(manifest.get("format")), columns - {"provenance"})
    named = manifest.get("columns", {name: name for name in usual})  # own names, if there are any
    if set(named) - {"system"} != set(usual):
        return "a row has other columns than the manifest's format."
    wanted = set(named.values())
    if manifest.get("provenance_in_rows"):
        wanted.add("provenance")
    if columns != wanted:
        return "a row has other columns than the manifest's format."
    if not all(isinstance(text, str) for text in _texts(cast("Json", row))):
        return "a row holds something that is no text."
    return ""


def _texts(row: Json) -> list[Any]:
    """The texts of a row, the answer last."""
    values = [value for key, value in row.items() if key != "provenance"]
    if len(values) == 1 and isinstance(values[0], list):
        return [turn.get("content", turn.get("value")) for turn in cast("list[Any]", values[0])]
    return values[:-1] if isinstance(values[-1], bool) else values  # the label of a preference


def _answer(row: Json, manifest: Json) -> Json:
    """What a row wants to be answered: its last text, or the last but one beside a rejected one."""
    return _texts(row)[-2 if manifest.get("format") == "dpo" else -1]


def faults_of(row: Json, name: str, manifest: Json, ledger: Ledger) -> Iterator[str]:
    """What a row says of itself, against the manifest and against the row."""
    said = row["provenance"]
    document = str(said["document"]["sha256"])
    ledger.by_document[document] += 1
    ledger.parts.setdefault(document, set()).add(name)
    text, place = said["passage"].get("text_sha256"), said["passage"]
    if text and place["end"] - place["start"] >= LONG_PASSAGE:
        ledger.passages.add(name, text)
    if manifest.get("format") == "passages":
        yield from _faults_of_passage(said, _texts(row)[0], ledger)
    else:
        yield from _faults_of_task(row, manifest, ledger)


def _faults_of_passage(said: Json, text: str, ledger: Ledger) -> Iterator[str]:
    """A passage that stands twice, or is not the text of its place and hash."""
    if not ledger.tasks.is_new(said["passage_id"]):
        yield "the same passage stands twice."
    first, last = said["passage"]["start"], said["passage"]["end"]
    if not 0 <= first < last:
        yield "a row's passage is no stretch of a text."
    if said["masked"]:
        return
    if hashlib.sha256(text.encode()).hexdigest() != said["passage"]["text_sha256"]:
        yield "a row's passage is not the one that its hash is of."
    elif len(text) != last - first:
        yield "a row's passage is not as long as its offsets say."


def _faults_of_task(row: Json, manifest: Json, ledger: Ledger) -> Iterator[str]:
    said = row["provenance"]
    ledger.by_type[str(said["task_type"])] += 1
    if not ledger.tasks.is_new(said["task"]):
        yield "the same task stands twice."
    if said["decision"] not in _KEPT.get(str(manifest.get("only")), {said["decision"]}):
        yield "a row has a decision that this export leaves out."
    run = next((one for one in manifest["runs"] if one["run"] == said["run"]), None)
    if run is None:
        yield "a row is of a run that the manifest does not name."
    else:
        yield from _other_run(said, run)
    answer = _answer(row, manifest)
    yield from _misplaced(said, answer)
    if "passage_text" in said:
        yield from _other_passage(said, answer)
    if manifest.get("format") == "dpo" and answer == _texts(row)[-1]:
        yield "a row's chosen answer is its rejected one."
    label = next((value for value in row.values() if isinstance(value, bool)), None)
    if label is not None and label == (said["decision"] == "reject"):
        yield "a row's label is not what was decided."


def _other_run(said: Json, run: Json) -> Iterator[str]:
    if any(said["model"][key] != run["model"][key] for key in ("name", "sha256", "adapter_sha256")):
        yield "a row is of another model than its run."
    if said["sampling"] != run["sampling"] or said["app_version"] != run["app_version"]:
        yield "a row has other settings than its run."
    if said["task_type"] not in run["task_types"] or not 0 <= said["sample"] < run["samples"]:
        yield "a row is of a task that its run did not plan."


def _other_passage(said: Json, answer: str) -> Iterator[str]:
    """A passage that is not the one whose hash stands beside it, or does not hold the evidence."""
    place, shown, found = said["passage"], said["passage_text"], said["evidence"]
    if shown["masked"] or shown["held_back"]:
        return
    if hashlib.sha256(shown["text"].encode()).hexdigest() != place["text_sha256"]:
        yield "a row's passage is not the one that its hash is of."
    elif len(shown["text"]) != place["end"] - place["start"]:
        yield "a row's passage is not as long as its offsets say."
    elif (
        found["grade"] == "exact"
        and place["start"] <= found["start"]
        and found["end"] <= place["end"]
        and not said["masked"]
        and said["decision"] != "edit"
        and shown["text"][found["start"] - place["start"] : found["end"] - place["start"]] != answer
    ):
        yield "a row's exact evidence is not its answer."


def _misplaced(said: Json, answer: str) -> Iterator[str]:
    """Evidence that does not lie in its passage, or is not as long as the answer it is equal to."""
    start, end = said["evidence"]["start"], said["evidence"]["end"]
    first, last = said["passage"]["start"], said["passage"]["end"]
    if not 0 <= first < last:
        yield "a row's passage is no stretch of a text."
    if said["evidence"]["grade"] in {"none", "edited"}:
        if (start, end) != (-1, -1):
            yield "a row without evidence has a place for it."
    elif not (first <= start < end <= last or _is_in_header(said["passage"], start, end)):
        yield "a row's evidence lies outside of its passage."
    elif (
        said["evidence"]["grade"] == "exact"
        and said["decision"] != "edit"
        and not said.get("masked")
        and (end - start != len(answer))
    ):  # an edited or masked answer may be another than was found
        yield "a row's exact evidence is not as long as its answer."


def _is_in_header(passage: Json, start: int, end: int) -> bool:
    """The evidence lies in the header row that stood before the passage in the prompt."""
    return 0 <= passage.get("header_start", -1) <= start < end <= passage.get("header_end", -1)
