"""Choose how a model is asked for tasks, and say why in a sentence that people can check.

What a person asks for holds. Else the catalogue's entry, the family that its names belong to, and
last what the header shows: a chat template means an instruct model, and none a Bonito. No prompting
is right for a model that can write nothing; that a run notices after a few units.
"""

from dataclasses import dataclass

from models.catalogue import CatalogueEntry
from models.families import Family
from models.frames import PLAIN, Frame, frame, frame_of
from models.gguf import GgufHeader
from models.prompting import GENERAL, Prompting, prompting

_BONITO = "bonito"


@dataclass(frozen=True, slots=True)
class Choice:
    """How a model is asked, and why so: the rest of the sentence “It is asked so because ...”."""

    prompting: Prompting
    reason: str


def choose(header: GgufHeader, entry: CatalogueEntry | None, family: Family | None) -> Choice:
    """The prompting of a model that nobody has said anything about."""
    if entry is not None:
        return Choice(prompting(entry.prompting), f"the catalogue says so of {entry.title}")
    if family is not None and family.prompting == _BONITO:
        return Choice(prompting(_BONITO), f"its name is that of a {family.title}")
    if family is not None:
        found, why = _frame(header)
        return Choice(_general(found), f"its name is that of {family.title}; {why}")
    if header.has_chat_template:
        found, why = _frame(header)
        return Choice(_general(found), why)
    return Choice(
        prompting(_BONITO),
        "it carries no chat template and no known name, as conversions of Bonito may; "
        "an instruct model needs --prompting general",
    )


def asked_for(name: str, header: GgufHeader) -> Choice:
    """The prompting that a person names; `general` takes the frame of the model's own file.

    Raises `ModelMissing` for a name that there is none of.
    """
    if name == GENERAL:
        found, why = _frame(header)
        return Choice(_general(found), f"it was asked for; {why}")
    return Choice(prompting(name), "it was asked for")


def _general(found: Frame) -> Prompting:
    return prompting(f"{GENERAL}-{found.name}")


def _frame(header: GgufHeader) -> tuple[Frame, str]:
    """The frame of a file's conversations, and what it was found by."""
    if not header.has_chat_template:
        return frame(PLAIN), "it carries no chat template, so plain headings stand around the text"
    found = frame_of(header.chat_template)
    if found.name == PLAIN:
        return found, "its chat template is not known here, so plain headings stand around the text"
    return found, f"it carries a chat template ({found.title})"
