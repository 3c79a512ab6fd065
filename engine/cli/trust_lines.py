"""How trusted lists of models are told of on the command line."""

from collections.abc import Iterator

from engine.cli.output import counted
from models.trust import AddedList, Trusted


def trusted_content(line: Trusted | None) -> dict[str, str] | None:
    """What a list says of a file, as programs read it; None where none speaks of it."""
    return None if line is None else {"list": line.list_name, "name": line.name}


def trusted_lines(line: Trusted | None) -> Iterator[str]:
    """The same for people."""
    if line is not None:
        yield f"  It is “{line.name}” of the trusted list “{line.list_name}”."


def list_lines(added: AddedList) -> Iterator[str]:
    """A list that was added, and who signed it."""
    by = f" ({added.key.comment})" if added.key.comment else ""
    yield f"{added.name} was added: {counted(len(added.files), 'file')}."
    yield f"  signed by  {added.key.fingerprint}{by}"
    if added.is_new_key:
        yield "  This key is trusted from now on: compare it with what your office told you."
