"""The shapes of rows that training programs load at the first try, and what a user may name anew.

In the two that go through a chat template, `messages` and `sharegpt`, control text of a document
("<|im_end|>", "[INST]") gets a space inside: else some tokenisers would end a turn at it.

`prompt`, `messages`, `preference` and `dpo` are TRL's prompt-completion, conversational, unpaired
preference (KTO) and preference (DPO) forms, `passages` its form for language modelling; `alpaca`
and `sharegpt` are LLaMA-Factory's and Axolotl's, `bonito` is the reference library's own. The
order of the keys is part of the format.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.errors import BadSetting
from engine.export.contents import ExportRequest
from engine.tasks.markers import defused

Row = dict[str, object]
LONGEST_SYSTEM = 8_000  # characters
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says, whatever its shape."""

    question: str
    answer: str
    system: str = ""
    is_wanted: bool = True  # not rejected
    rejected: str = ""  # another answer to the question, which a person did not want


def _bonito(said: Said) -> Row:
    return {"input": said.question, "output": said.answer}


def _prompt(said: Said) -> Row:
    return {"prompt": said.question, "completion": said.answer}


def _alpaca(said: Said) -> Row:
    row: Row = {"instruction": said.question, "input": "", "output": said.answer}
    return {"system": said.system, **row} if said.system else row


def _messages(said: Said) -> Row:
    turns = [("user", defused(said.question)), ("assistant", defused(said.answer))]
    if said.system:
        turns.insert(0, ("system", said.system))
    return {"messages": [{"role": role, "content": content} for role, content in turns]}


def _sharegpt(said: Said) -> Row:
    turns = [("human", defused(said.question)), ("gpt", defused(said.answer))]
    if said.system:
        turns.insert(0, ("system", said.system))
    return {"conversations": [{"from": speaker, "value": value} for speaker, value in turns]}


def _preference(said: Said) -> Row:
    return {"prompt": said.question, "completion": said.answer, "label": said.is_wanted}


def _dpo(said: Said) -> Row:
    return {"prompt": said.question, "chosen": said.answer, "rejected": said.rejected}


def _passages(said: Said) -> Row:
    return {"text": said.answer}


PASSAGES = "passages"  # stretches of documents, and no tasks
PAIRS = "dpo"  # of answers, of which one was wanted
SHAPES: Mapping[str, Callable[[Said], Row]] = {
    "bonito": _bonito,
    "prompt": _prompt,
    "alpaca": _alpaca,
    "messages": _messages,
    "sharegpt": _sharegpt,
    "preference": _preference,
    PAIRS: _dpo,
}
FORMATS = tuple(SHAPES)
_ALL_SHAPES = {**SHAPES, PASSAGES: _passages}
CHATS = frozenset({"messages", "sharegpt"})  # a chat template is laid around their texts
WITH_SYSTEM = frozenset({"alpaca", "messages", "sharegpt"})


def check_format(name: str) -> None:
    """Raise `BadSetting` unless `name` is one of `FORMATS`."""
    if name not in _ALL_SHAPES:
        known = ", ".join(_ALL_SHAPES)
        raise BadSetting(f"“{name}” is no export format; use one of {known}.")


def check_shape(request: ExportRequest) -> None:
    """Raise `BadSetting` for a shape that can't be: format, system message, names of columns."""
    check_format(request.format)
    if request.system and request.format not in WITH_SYSTEM:
        raise BadSetting(
            f"The format {request.format} has no place for a system message; use messages, "
            "sharegpt or alpaca, or put it in front of the inputs as an instruction."
        )
    if len(request.system) > LONGEST_SYSTEM:
        raise BadSetting(
            f"The system message has {len(request.system):,} characters; take "
            f"{LONGEST_SYSTEM:,} at most."
        )
    _check_columns(request)
    if request.format == PASSAGES:
        _check_passages(request)
    elif request.format == PAIRS and request.only != "accepted":
        raise BadSetting(
            "The format dpo puts an accepted answer beside a rejected one; leave out --only."
        )


def _check_passages(request: ExportRequest) -> None:
    """Refuse what is said of tasks."""
    narrow = request.narrow
    of_tasks = {
        "--only": request.only != "accepted",
        "--types, --runs and --doubt": narrow.task_types or narrow.run_ids or narrow.doubts,
        "--instruction": request.instructions,
        "--with-passage": request.with_passage,
        "--with-model-words": request.with_model_words,
    }
    for option, is_asked in of_tasks.items():
        if is_asked:
            raise BadSetting(f"Passages are no tasks: leave out {option}.")


def _check_columns(request: ExportRequest) -> None:
    own = _columns(request.format, request.system)
    for old, new in request.columns:
        if old not in own:
            raise BadSetting(
                f"The format {request.format} has no “{old}”; it has {', '.join(own)}."
            )
        if not new or not new.isprintable() or new != new.strip() or len(new) > _LONGEST_NAME:
            raise BadSetting(f"“{new}” is no name for a column; take a word such as question.")
    if len({*columns(request), "provenance"}) != len(own) + 1:
        raise BadSetting("Two columns would have one name; choose others than “provenance”.")


def column_names(request: ExportRequest) -> dict[str, str]:
    """What each column of the format is called here, in their order, without the provenance."""
    names = dict(request.columns)
    return {one: names.get(one, one) for one in _columns(request.format, request.system)}


def columns(request: ExportRequest) -> list[str]:
    """The names of the columns in their order, without the provenance."""
    return list(column_names(request).values())


def _columns(format_name: str, system: str) -> list[str]:
    return list(_ALL_SHAPES[format_name](Said("", "", system)))


def renamed(row: Row, names: Mapping[str, str]) -> Row:
    """The row under the user's own names."""
    return {names.get(name, name): value for name, value in row.items()} if names else row
