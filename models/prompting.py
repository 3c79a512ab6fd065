"""How a model is prompted: a property of its catalogue entry, kept as data in `wordings/*.toml`.

A real Bonito takes the plain template of the reference library. A general instruct model needs
wordings and examples of its own. The engine fills in whichever the entry names and never asks
which model it is.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from models.errors import ModelMissing

PASSAGE = "{passage}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of prompt; only in markup may text stand for control tokens, never in a passage."""

    text: str
    is_markup: bool


@dataclass(frozen=True, slots=True)
class Prompting:
    """How to ask one kind of model for a task.

    `template` holds `{task_type}` (full name), `{passage}` and any field of `wordings[short]`.
    `{opening}`, if there is one, must come last: it is the beginning of the answer, put into the
    model's mouth, and belongs to the raw text of the answer.
    """

    name: str
    template: str
    has_control_tokens: bool
    stop: tuple[str, ...]
    wordings: Mapping[str, Mapping[str, str]]

    def opening(self, short: str) -> str:
        """The beginning of the answer that the prompt already contains; often empty."""
        return self.wordings.get(short, {}).get("opening", "")

    def segments(self, short: str, full_name: str, passage: str) -> tuple[Segment, ...]:
        """The prompt for one passage; neighbours of the same nature are one segment."""
        fields = {"task_type": full_name, "opening": "", **self.wordings.get(short, {})}
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


def _fill(template: str, fields: Mapping[str, str]) -> str:
    for name, value in fields.items():
        template = template.replace("{" + name + "}", value)
    return template


@cache
def prompting(name: str) -> Prompting:
    """The prompting called `name`; raises `ModelMissing` if there is no such file."""
    source = resources.files("models") / "wordings" / f"{name}.toml"
    if not source.is_file():
        raise ModelMissing(f"There is no prompting called “{name}”; see models/wordings/.")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return Prompting(
        name=name,
        template=data["template"],
        has_control_tokens=data["has_control_tokens"],
        stop=tuple(data["stop"]),
        wordings=data.get("wordings", {}),
    )
