"""How `--instruction TYPE=TEXT` is written on the command line."""

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
