"""One task as one line of JSON, in the shapes that training programs load at the first try.

In the two that go through a chat template, `messages` and `sharegpt`, control text of a document
("<|im_end|>", "[INST]") gets a space inside: else some tokenisers would end a turn at it.

`prompt` and `messages` are TRL's prompt-completion and conversational forms, `alpaca` and
`sharegpt` are LLaMA-Factory's and Axolotl's, `bonito` is the reference library's own.
This is the edge where records become mappings: the order of the keys is part of the format.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.errors import BadSetting
from engine.records import Document, Run, Task
from engine.tasks.markers import control_texts, defused

Row = dict[str, object]

NOWHERE = -1  # the offsets of evidence that was not found


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a task came from, beyond what the task itself knows."""

    document: Document
    run: Run
    passage: str  # as it stands in the document


def _bonito(question: str, answer: str) -> Row:
    return {"input": question, "output": answer}


def _prompt(question: str, answer: str) -> Row:
    return {"prompt": question, "completion": answer}


def _alpaca(question: str, answer: str) -> Row:
    return {"instruction": question, "input": "", "output": answer}


def _messages(question: str, answer: str) -> Row:
    turns = (("user", defused(question)), ("assistant", defused(answer)))
    return {"messages": [{"role": role, "content": content} for role, content in turns]}


def _sharegpt(question: str, answer: str) -> Row:
    turns = (("human", defused(question)), ("gpt", defused(answer)))
    return {"conversations": [{"from": speaker, "value": value} for speaker, value in turns]}


_SHAPES: Mapping[str, Callable[[str, str], Row]] = {
    "bonito": _bonito,
    "prompt": _prompt,
    "alpaca": _alpaca,
    "messages": _messages,
    "sharegpt": _sharegpt,
}

FORMATS = tuple(_SHAPES)
CHATS = frozenset({"messages", "sharegpt"})  # a chat template is laid around their texts


def check_format(name: str) -> None:
    """Raise `BadSetting` unless `name` is one of `FORMATS`."""
    if name not in _SHAPES:
        known = ", ".join(FORMATS)
        raise BadSetting(f"“{name}” is no export format; use one of {known}.")


def row(task: Task, format_name: str) -> Row:
    """The task in one of `FORMATS`, without provenance; raises `BadSetting` for another name."""
    check_format(format_name)
    return _SHAPES[format_name](task.input, task.output)


def has_control_text(task: Task) -> bool:
    """The task quotes text of its document that some model or trainer reads as an order."""
    return bool(control_texts(f"{task.input}\n{task.output}"))


def provenance(task: Task, origin: Origin) -> Row:
    """Everything needed to explain a row years later.

    Every value keeps its type in every row: an empty string or -1 rather than null, 1.0 rather than
    1. Table loaders guess the types from the first rows, and `datasets` 5.2 gives up on a file
    whose first 10 MB hold only nulls where numbers follow.
    """
    document, run = origin.document, origin.run
    return {
        "task": task.id,
        "task_type": task.task_type,
        "document": {"name": document.name, "sha256": document.sha256, "page": task.page},
        "passage": {**_passage(task), "text_sha256": passage_sha256(origin.passage)},
        "evidence": _evidence(task),
        "model": {
            "name": run.model.name,
            "sha256": run.model.sha256,
            "adapter_sha256": run.model.adapter_sha256,
        },
        "sampling": {
            "temperature": float(run.sampling.temperature),
            "top_p": float(run.sampling.top_p),
            "max_tokens": run.sampling.max_tokens,
        },
        "seed": task.seed,
        "constrained": task.is_constrained,
        "rules_off": " ".join(run.rules_off),
        "control_text": has_control_text(task),
        "by_code": task.by_code,
        "sample": task.sample,
        "run": run.id,
        "prompt_sha256": task.prompt_sha256,
        "app_version": run.app_version,
        "decision": task.verdict.value if task.verdict else "",
        "reason": task.reason,
        "doubt": task.doubt.value if task.doubt else "",
        "self_agreement": _agreement(task),
        "own_labels": ", ".join(dict(run.labels).get(task.task_type, ())),
    }


def passage_sha256(text: str) -> str:
    """Of the passage as UTF-8, by which it is found again, and the same one elsewhere."""
    return hashlib.sha256(text.encode()).hexdigest()


def _agreement(task: Task) -> Row:
    """How often the same answer came when it was drawn again; 0 of 0 where it was not."""
    found = task.agreement
    return {"same": found.same if found else 0, "of": found.of if found else 0}


def _passage(task: Task) -> Row:
    """The passage's place, and that of the header row which the model read before it."""
    return {
        "start": task.passage_start,
        "end": task.passage_end,
        "header_start": task.header_start if task.header_end else NOWHERE,
        "header_end": task.header_end or NOWHERE,
    }


def _evidence(task: Task) -> Row:
    """How and where the answer stands in the document."""
    return {
        "grade": task.evidence.grade.value,
        "start": _offset(task.evidence.start),
        "end": _offset(task.evidence.end),
        "places": task.evidence.places,
    }


def _offset(offset: int | None) -> int:
    return NOWHERE if offset is None else offset


# Legal inside a JSON string, but many readers take them for the end of a line.
_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\u0085\u2028\u2029"}


def line(content: Row) -> str:
    """One row as one line with its line end; UTF-8 as it is, nothing that splits the line."""
    return json.dumps(content, ensure_ascii=False).translate(_LINE_ENDS) + "\n"
