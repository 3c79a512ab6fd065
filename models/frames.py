"""The turns of a conversation as a model's own chat template writes them, from a table.

A template is a program in a language of its own, written by a stranger. It is only searched for
its marks, as llama.cpp's own `llm_chat_detect_template` does (src/llama-chat.cpp), and the table
says how its turns are written. Rendering it would do as well: minijinja 3.1 stopped seven programs
that asked for endless time or memory. It was not taken, because many templates put today's date or
the name of a vendor's assistant into each prompt, so that the same run would not be the same
tomorrow; and because what a table holds can be read and tested. `tests/bench/templates.py` renders
the 70 templates that llama.cpp carries and compares.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from models.errors import ModelMissing

PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the turns: before a person's, before an answer, behind an answer."""

    name: str
    title: str
    user: str
    reply: str
    last_reply: str  # before the answer that is to be written
    end: str
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    has_control_tokens: bool = True

    def fits(self, template: str) -> bool:
        """A chat template writes turns like these."""
        return (
            bool(self.has)
            and all(mark in template for mark in self.has)
            and not any(mark in template for mark in self.lacks)
        )


@cache
def frames() -> tuple[Frame, ...]:
    """All known frames, the plain one last."""
    source = resources.files("models") / "frames.toml"
    return tuple(_read(source.read_text(encoding="utf-8")))


def frame(name: str) -> Frame:
    """The frame of that name; raises `ModelMissing` if there is none."""
    for one in frames():
        if one.name == name:
            return one
    known = ", ".join(one.name for one in frames())
    raise ModelMissing(f"There is no frame called “{name}”; use one of {known}.")


def frame_of(template: str) -> Frame:
    """The frame of a chat template; the plain one where it is empty or not known."""
    return next((one for one in frames() if one.fits(template)), frame(PLAIN))


def _read(text: str) -> Iterator[Frame]:
    for said in tomllib.loads(text)["frame"]:
        yield Frame(
            name=said["name"],
            title=said["title"],
            user=said["user"],
            reply=said["reply"],
            last_reply=said.get("last_reply", said["reply"]),
            end=said["end"],
            has=tuple(said.get("has", ())),
            lacks=tuple(said.get("lacks", ())),
            has_control_tokens=said.get("has_control_tokens", True),
        )
