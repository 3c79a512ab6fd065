import errno
import os

import pytest

from engine.errors import DiskFull, ProjectReadOnly
from engine.store.files import keep_under, move, patiently, said


def test_what_another_program_holds_for_a_moment_is_tried_again():
    """Windows: a virus scanner has a file open right after it was written."""
    left = [PermissionError(13, "in use"), PermissionError(13, "in use")]

    def act() -> None:
        if left:
            raise left.pop()

    patiently(act, tries=3, pause=0)
    assert left == []


def test_what_stays_held_is_said_in_the_end():
    def act() -> None:
        raise PermissionError(13, "in use")

    with pytest.raises(PermissionError):
        patiently(act, tries=3, pause=0)


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EACCES, ProjectReadOnly)],
)
def test_what_the_system_refuses_is_a_sentence(tmp_path, number, kind):
    with pytest.raises(kind, match=r"work\.bonito"), said(tmp_path / "work.bonito"):
        raise OSError(number, os.strerror(number))


def test_a_file_takes_the_place_of_another(tmp_path):
    (tmp_path / "new").write_text("new", "utf-8")
    (tmp_path / "old").write_text("old", "utf-8")
    move(tmp_path / "new", tmp_path / "old")
    assert [(file.name, file.read_text("utf-8")) for file in tmp_path.iterdir()] == [("old", "new")]
    with pytest.raises(ProjectReadOnly):
        move(tmp_path / "gone", tmp_path / "old")


def test_where_there_are_no_links_a_file_is_kept_as_a_copy(tmp_path, monkeypatch):
    def no_links(_source: object, _target: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "work").write_text("all of it", "utf-8")
    keep_under(tmp_path / "work", tmp_path / "kept")
    assert (tmp_path / "kept").read_text("utf-8") == "all of it"
    assert (tmp_path / "work").exists()
