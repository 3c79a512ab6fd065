"""`backup`, `restore`, `passphrase`, `delete`: keep a project safe, and delete for good."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.cli.opening import (
    add_project,
    ask_twice,
    given_passphrase,
    open_project,
    read_passphrase,
)
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.cli.who import add_who
from engine.errors import NothingToDo, RequestError
from engine.store import Backup, Holdings, Project, backups_of, delete_project, restore


def _add_backup(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--list", action="store_true", help="show the backups there are instead")


def _perform_backup(arguments: argparse.Namespace, output: Output) -> int:
    if not arguments.list:
        with open_project(arguments) as project:
            copy = project.back_up()
        output.result({"backup": str(copy)}, [f"Backed up and checked: {copy}"])
        return 0
    found = backups_of(arguments.project)
    content = [
        {
            "path": str(backup.path),
            "kind": backup.kind.value,
            "made_at": backup.made_at.isoformat(),
            "size_bytes": backup.size_bytes,
        }
        for backup in found
    ]
    output.result({"backups": content}, _backup_lines(found))
    return 0


def _backup_lines(found: Sequence[Backup]) -> Iterator[str]:
    yield f"{counted(len(found), 'backup')}, newest first"
    for backup in found:
        yield f"  {backup.made_at:%Y-%m-%d %H:%M}  {backup.size_bytes / 1e6:8.1f} MB  {backup.path}"


def _add_restore(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "backup", metavar="BACKUP", type=Path, nargs="?", help="default: the newest beside it"
    )


def _perform_restore(arguments: argparse.Namespace, output: Output) -> int:
    project: Path = arguments.project
    found = backups_of(project)
    if arguments.backup is None and not found:
        raise NothingToDo(f"No backup of “{project.name}” lies beside it; name the file.")
    backup = arguments.backup or found[0].path
    replaced = restore(project, backup, given_passphrase(arguments))
    lines = [f"{project} is what {backup.name} holds."]
    if replaced:
        lines.append(f"What stood there is kept as {replaced.name}.")
    content = {"project": str(project), "backup": str(backup)}
    output.result(content | {"replaced": str(replaced) if replaced else ""}, lines)
    return 0


def _add_passphrase(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help="a file whose first line is the new passphrase (else it is asked for)",
    )
    which.add_argument("--remove", action="store_true", help="protect the project no longer")


def _perform_passphrase(arguments: argparse.Namespace, output: Output) -> int:
    with open_project(arguments) as project:
        if arguments.remove and not project.is_protected:
            raise NothingToDo("The project has no passphrase.")
        project.change_passphrase(_new_passphrase(arguments))
    said = "is not protected any more" if arguments.remove else "opens with the new passphrase only"
    output.result(
        {"project": str(arguments.project), "protected": not arguments.remove},
        [f"{arguments.project} {said}; its backups were replaced by a new one, if it had any."],
    )
    return 0


def _new_passphrase(arguments: argparse.Namespace) -> str:
    if arguments.remove:
        return ""
    if arguments.new_passphrase_file:
        return read_passphrase(arguments.new_passphrase_file)
    return ask_twice("the new passphrase")


def _add_delete(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "deletes")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--document",
        metavar="NAME",
        help="the document of this name or number, with its passages, tasks and backups of them",
    )
    what.add_argument("--everything", action="store_true", help="the project and its backups")
    parser.add_argument(
        "--with-decisions",
        action="store_true",
        help="also if a reviewer decided on tasks of the document",
    )
    parser.add_argument("--yes", action="store_true", help="do it; without, it is only said")


def _perform_delete(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.everything:
        return _delete_everything(arguments, output)
    with open_project(arguments) as project:
        number = _document_id(project, arguments.document)
        if not arguments.yes:
            raise RequestError(f"{_would_go(project.holdings(number))} Add --yes to do it.")
        gone = project.delete_document(number, with_decisions=arguments.with_decisions)
    content = {"document": gone.name, "tasks": gone.tasks, "decided": gone.decided}
    tasks = counted(gone.tasks, "task")
    output.result(content, [f"{gone.name} is deleted for good, with {tasks} made from it."])
    return 0


def _would_go(holdings: Holdings) -> str:
    return (
        f"Deleting “{holdings.name}” takes {counted(holdings.tasks, 'task')} along, "
        f"{holdings.decided:,} of them decided on by a reviewer, and the backups; it can't be "
        "taken back."
    )


def _delete_everything(arguments: argparse.Namespace, output: Output) -> int:
    if not arguments.yes:
        copies = counted(len(backups_of(arguments.project)), "backup")
        raise RequestError(
            f"Deleting “{arguments.project.name}” takes {copies} along and can't be taken back. "
            "Add --yes to do it."
        )
    files = delete_project(arguments.project)
    names = [str(file) for file in files]
    output.result({"deleted": names}, [f"Deleted for good: {name}" for name in names])
    return 0


def _document_id(project: Project, name_or_number: str) -> int:
    documents = project.documents.all()
    named = [document.id for document in documents if document.name == name_or_number]
    if len(named) == 1:
        return named[0]
    if named:
        numbers = ", ".join(map(str, named))
        raise RequestError(f"Documents {numbers} have that name; give a number instead.")
    if name_or_number.isascii() and name_or_number.isdigit():
        return project.documents.get(int(name_or_number)).id
    raise NothingToDo(f"There is no document “{name_or_number}” in this project.")


BACKUP = Command(
    name="backup",
    summary="write a checked copy beside the project; the newest five are kept",
    example="backup work.bonito",
    add_arguments=_add_backup,
    perform=_perform_backup,
)

RESTORE = Command(
    name="restore",
    summary="put a backup in the project's place; what it replaces is kept beside it",
    example="restore work.bonito",
    add_arguments=_add_restore,
    perform=_perform_restore,
)

PASSPHRASE = Command(
    name="passphrase",
    summary="protect a project with a passphrase, change it or remove it",
    example="passphrase work.bonito",
    add_arguments=_add_passphrase,
    perform=_perform_passphrase,
)

DELETE = Command(
    name="delete",
    summary="delete a document, or a project with its backups, for good",
    example='delete work.bonito --document "contract 17.pdf" --yes',
    add_arguments=_add_delete,
    perform=_perform_delete,
)
