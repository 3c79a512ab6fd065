"""Small text files that a command is given: decisions, instructions, words."""

from pathlib import Path

from engine.errors import BadSetting


def text_of(path: Path) -> str:
    """The whole text, without a byte order mark; raises `BadSetting` if there is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadSetting(f"“{path}” can't be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise BadSetting(f"“{path}” is not UTF-8 text; save it as UTF-8 first.") from error
