"""How a model is prompted: a property of its catalogue entry, kept as data in `wordings/*.toml`.

A real Bonito takes the plain template of the reference library. A general instruct model needs
wordings and examples of its own: as a template (`smollm2`), or as a conversation in the frame of
its own chat template (`general-chatml`, `general-llama3` ...: frames.py). The engine fills in
whichever is named and never asks which model it is.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from models.errors import ModelMissing
from models.frames import Frame, frame, frames

PASSAGE = "{passage}"
GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of prompt; only in markup may text stand for control tokens, never in a passage."""

    text: str
    is_markup: bool


@dataclass(frozen=True, slots=True)
class Shot:
    """An example: a text and the whole answer to it."""

    passage: str
    answer: str


@dataclass(frozen=True, slots=True)
class Prompting:
    """How to ask one kind of model for a task.

    `template` holds `{task_type}` (full name), `{passage}` and any field of `wordings[short]`.
    `{opening}`, if there is one, must come last: it is the beginning of the answer, put into the
    model's mouth, and belongs to the raw text of the answer.

    With a `frame` the template is one turn of a conversation, and `shots` are the turns before.
    """

    name: str
    template: str
    has_control_tokens: bool
    stop: tuple[str, ...]
    wordings: Mapping[str, Mapping[str, str]]
    frame: Frame | None = None
    shots: Mapping[str, tuple[Shot, ...]] = field(default_factory=dict[str, tuple[Shot, ...]])
    names: tuple[str, ...] = ()  # that stand in the examples

    def opening(self, short: str) -> str:
        """The beginning of the answer that the prompt already contains; often empty."""
        return self.wordings.get(short, {}).get("opening", "")

    def segments(self, short: str, full_name: str, passage: str) -> tuple[Segment, ...]:
        """The prompt for one passage; neighbours of the same nature are one segment."""
        fields = {"task_type": full_name, "opening": "", **self.wordings.get(short, {})}
        if self.frame is not None:
            return _joined(self._turns(short, fields, passage, self.frame))
        head, _, tail = self.template.partition(PASSAGE)
        head, tail = _fill(head, fields), _fill(tail, fields)
        if not self.has_control_tokens:
            return (Segment(head + passage + tail, is_markup=False),)
        parts = (
            Segment(head, is_markup=True),
            Segment(passage, is_markup=False),
            Segment(tail, is_markup=True),
        )
        return tuple(part for part in parts if part.text)

    def _turns(
        self, short: str, fields: Mapping[str, str], passage: str, around: Frame
    ) -> Iterator[Segment]:
        """The examples and the passage as a conversation; only the frame is markup."""
        head, _, tail = self.template.partition(PASSAGE)
        head, tail = _fill(head, fields), _fill(tail, fields)
        is_markup = around.has_control_tokens
        for shot in self.shots.get(short, ()):
            yield Segment(around.user, is_markup)
            yield Segment(head + shot.passage + tail, is_markup=False)
            yield Segment(around.reply, is_markup)
            yield Segment(shot.answer, is_markup=False)
            yield Segment(around.end, is_markup)
        yield Segment(around.user, is_markup)
        yield Segment(head + passage + tail, is_markup=False)
        yield Segment(around.last_reply, is_markup)
        yield Segment(fields["opening"], is_markup=False)


def _joined(parts: Iterator[Segment]) -> tuple[Segment, ...]:
    """Neighbours of the same nature as one segment, and none that is empty."""
    whole = (part for part in parts if part.text)
    return tuple(
        Segment("".join(part.text for part in same), is_markup)
        for is_markup, same in groupby(whole, key=lambda part: part.is_markup)
    )


def _fill(template: str, fields: Mapping[str, str]) -> str:
    for name, value in fields.items():
        template = template.replace("{" + name + "}", value)
    return template


def names() -> tuple[str, ...]:
    """Every prompting that can be asked for; `general` takes the frame of the model's file."""
    folder = resources.files("models") / "wordings"
    files = (one.name.removesuffix(".toml") for one in folder.iterdir())
    return (*sorted(files), *(f"{GENERAL}-{one.name}" for one in frames()))


@cache
def prompting(name: str) -> Prompting:
    """The prompting called `name`; raises `ModelMissing` if there is none.

    That of an instruct model has the name of its frame behind it: `general-chatml`.
    """
    base, dash, framed = name.partition("-")
    source = resources.files("models") / "wordings" / f"{base}.toml"
    if not base.isidentifier() or bool(dash) != (base == GENERAL) or not source.is_file():
        raise ModelMissing(
            f"There is no prompting called “{name}”; use bonito, general, or one of "
            f"{', '.join(names())}."
        )
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return _conversation(name, data, frame(framed)) if framed else _template(name, data)


def _template(name: str, data: Mapping[str, Any]) -> Prompting:
    return Prompting(
        name=name,
        template=data["template"],
        has_control_tokens=data["has_control_tokens"],
        stop=tuple(data["stop"]),
        wordings=data.get("wordings", {}),
    )


def _conversation(name: str, data: Mapping[str, Any], around: Frame) -> Prompting:
    passages: Mapping[str, str] = data["passages"]
    shots: dict[str, tuple[Shot, ...]] = {}
    wordings: dict[str, dict[str, str]] = {}
    for short, said in data["wordings"].items():
        opening: str = said["opening"]
        wordings[short] = {"ask": said["ask"], "opening": opening}
        shots[short] = tuple(
            Shot(passages[shot["passage"]], opening + shot["answer"]) for shot in said["shots"]
        )
    return Prompting(
        name=name,
        template=data["turn"],
        has_control_tokens=around.has_control_tokens,
        stop=tuple(data["stop"]),
        wordings=wordings,
        frame=around,
        shots=shots,
        names=tuple(data["names"]),
    )
