"""What `verify.py` looks at in each row; it goes into every folder as a part of that file.

It imports nothing but the standard library.
"""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

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
_CHATS = {
    "messages": ("role", "content", "user", "assistant"),
    "sharegpt": ("from", "value", "human", "gpt"),
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

    def __init__(self, names: dict[str, set[str]] | None = None) -> None:
        """`names` are those that the manifest gives to each document, by its SHA-256."""
        self.names = names or {}
        self.rows = self.traced = 0  # rows, and those that say where they came from
        self.masked = self.held_back = 0  # pseudonyms, and texts beside rows left empty
        self.tells_masks = False  # the first versions with pseudonyms did not, in each row
        self.by_file: Counter[str] = Counter()
        self.by_type: Counter[str] = Counter()
        self.by_document: Counter[str] = Counter()
        self.parts: dict[str, set[str]] = {}
        self.tasks = Once()
        self.passages = LongPassages()


class Stated(NamedTuple):
    """What the manifest says of a file that was imported, perhaps read in two ways."""

    names: set[str]
    parts: set[str]
    rows: int


def documents_of(manifest: Json) -> dict[str, Stated]:
    """The documents of a manifest by their SHA-256; one file can be two documents."""
    found: dict[str, Stated] = {}
    for one in manifest["documents"]:
        sha256 = str(one["sha256"])
        before = found.get(sha256, Stated(set(), set(), 0))
        found[sha256] = Stated(
            before.names | {str(one["name"])},
            before.parts | {str(one.get("part"))},
            before.rows + int(one.get("rows", 0)),
        )
    return found


def other_documents(stated: dict[str, Stated], ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Documents of which the manifest says something else than the rows, and what."""
    for sha256, files in sorted(ledger.parts.items()):
        said, parts = stated.get(sha256), {name.rpartition(".")[0] or name for name in files}
        if len(files) > 1:
            yield sha256, f"is in {' and '.join(sorted(files))}."
        if said is None:
            yield sha256, "is not in the manifest."
        elif said.rows != ledger.by_document[sha256] or said.parts != parts:
            yield sha256, "has other rows or another part than stated."
    for sha256 in sorted(set(stated) - set(ledger.parts)):
        yield sha256, "is in the manifest and has no row."


def other_totals(manifest: Json, ledger: Ledger) -> Iterator[str]:
    """Numbers of the manifest that are the sum of what the rows say; of versions that have them."""
    masked = manifest.get("possible_personal_data", {}).get("masked_places", ledger.masked)
    if masked != ledger.masked and ledger.tells_masks:
        yield "says another number of pseudonyms than the rows."
    held_back = manifest.get("beside_rows", {}).get("held_back", ledger.held_back)
    if manifest.get("format") != "passages" and held_back != ledger.held_back:
        yield "says another number of texts held back than the rows."


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
    turns = _CHATS.get(str(manifest.get("format")))
    if turns is not None and not _are_turns(row[next(iter(named.values()))], turns, manifest):
        return "a row's turns are not those of its format."
    return ""


def _are_turns(found: Json, roles: tuple[str, str, str, str], manifest: Json) -> bool:
    """A conversation of question and answer, after the manifest's system message if it has one."""
    speaker, said, *wanted = roles
    system = manifest.get("system_message")
    if system:
        first, *found = found
        if first != {speaker: "system", said: system}:
            return False
    return [turn.get(speaker) for turn in found] == wanted and all(
        set(turn) == {speaker, said} for turn in found
    )


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
    ledger.masked += said.get("masked", 0)
    ledger.tells_masks = ledger.tells_masks or "masked" in said
    if ledger.names and said["document"]["name"] not in ledger.names.get(document, set()):
        yield "a row names its document otherwise than the manifest."
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
    beside = [said.get("passage_text"), *said.get("model_words", {}).values()]
    ledger.held_back += sum(bool(one and one["held_back"]) for one in beside)
    yield from _not_asked_for(said, manifest)
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
    if manifest.get("format") == "dpo":
        yield from _faults_of_pair(said, answer, _texts(row)[-1])
    label = next((value for value in row.values() if isinstance(value, bool)), None)
    if label is not None and label == (said["decision"] == "reject"):
        yield "a row's label is not what was decided."


def _not_asked_for(said: Json, manifest: Json) -> Iterator[str]:
    """What the manifest says was asked for, or put in front of the inputs, and a row is not."""
    chosen = manifest.get("selection", {})
    for key, value in (
        ("task_types", said["task_type"]), ("runs", said["run"]), ("doubt", said.get("doubt"))
    ):  # fmt: skip
        if chosen.get(key) and value not in chosen[key]:
            yield "a row is not of the selection that the manifest names."
    instruction = manifest.get("instructions", {}).get(said["task_type"], "")
    if said.get("instruction", instruction) != instruction:
        yield "a row has another instruction than the manifest."


def _faults_of_pair(said: Json, chosen: str, rejected: str) -> Iterator[str]:
    other = said["rejected"]
    if chosen == rejected:
        yield "a row's chosen answer is its rejected one."
    if (other["task"] == said["task"]) != (other["decision"] == "edit"):
        yield "a row's rejected answer is of another task than stated."
    if other["decision"] == "edit" and said["decision"] not in {"edit", "accept"}:
        yield "a row's rejected answer was not edited."


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
