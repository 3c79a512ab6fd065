"""How own words for the rows are written on the command line: instructions, system, columns."""

from collections.abc import Iterable
from pathlib import Path

from engine.cli.text_files import text_of
from engine.errors import BadSetting
from engine.export.instructions import Instructions, check_instructions
from engine.tasks.types import task_type


def parse_instructions(given: Iterable[str]) -> Instructions:
    """From texts such as `qa=Answer briefly.` or `qa=@FILE`; raises `BadSetting`."""
    found = dict[str, str]()
    for text in given:
        name, equals, wording = text.partition("=")
        if not equals:
            raise BadSetting(f"“{text}” is not of the form TYPE=TEXT; write it so.")
        is_file = wording.startswith("@")
        found[task_type(name).short] = (
            text_of(Path(wording[1:]).expanduser()) if is_file else wording
        )
    return check_instructions(found)


def parse_system(given: str) -> str:
    """A system message, or the content of a file after an `@`; raises `BadSetting`."""
    text = text_of(Path(given[1:]).expanduser()) if given.startswith("@") else given
    return text.strip()


def parse_columns(given: str) -> tuple[tuple[str, str], ...]:
    """Pairs from `input=question,output=answer`; raises `BadSetting`."""
    pairs = [part.partition("=") for part in given.split(",") if part.strip()]
    for old, equals, new in pairs:
        if not equals or not new.strip():
            raise BadSetting(f"“{old.strip()}” is not of the form OLD=NEW; write it so.")
    return tuple((old.strip(), new.strip()) for old, _equals, new in pairs)
