from pathlib import Path

import pytest

from models.errors import ModelChanged, ModelError, ModelMissing
from models.remembered import RememberedModels
from models.trust import TrustedLists
from tests.models import signed_list as given
from tests.models.gguf_files import gguf


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What an office hands out: a list, its signature and the key, and another key."""
    (tmp_path / "office.txt").write_text(given.LIST)
    (tmp_path / "office.txt.sig").write_text(given.SIGNATURE)
    (tmp_path / "office.pub").write_text(given.KEY)
    (tmp_path / "other.pub").write_text(given.OTHER_KEY)
    return tmp_path


@pytest.fixture
def lists(tmp_path: Path) -> TrustedLists:
    return TrustedLists(tmp_path / "trusted")


def test_the_first_list_needs_a_key_and_the_next_do_not(stick: Path, lists: TrustedLists):
    assert lists.all() == ()
    with pytest.raises(ModelError, match="No key is known yet"):
        lists.add(stick / "office.txt")
    added = lists.add(stick / "office.txt", stick / "office.pub")
    assert (len(added.files), added.is_new_key, added.key.comment) == (2, True, "IT office")
    again = lists.add(stick / "office.txt")
    assert not again.is_new_key
    assert lists.all() == added.files
    with pytest.raises(ModelError, match="only"):
        lists.add(stick / "office.txt", stick / "other.pub")


def test_a_file_is_known_by_its_bytes_and_one_of_that_name_with_others_is_refused(
    stick: Path, lists: TrustedLists
):
    lists.add(stick / "office.txt", stick / "office.pub")
    found = lists.found(given.OFFICE_SHA256, "renamed.gguf")
    assert found is not None
    assert (found.name, found.list_name) == ("office.gguf", "office.txt")
    assert lists.found("1" * 64, "stranger.gguf") is None
    with pytest.raises(ModelChanged, match=r"the trusted list “office\.txt” names"):
        lists.found("1" * 64, "Office.GGUF")


def test_a_model_that_a_list_names_otherwise_is_not_added(stick: Path, lists: TrustedLists):
    (stick / "tiny.gguf").write_bytes(gguf())
    remembered = RememberedModels(stick / "models.json", lists)
    assert remembered.add(stick / "tiny.gguf").trusted is None
    lists.add(stick / "office.txt", stick / "office.pub")
    with pytest.raises(ModelChanged, match="names so"):
        remembered.add(stick / "tiny.gguf")


def test_a_list_that_is_changed_later_is_noticed(stick: Path, lists: TrustedLists):
    lists.add(stick / "office.txt", stick / "office.pub")
    kept = stick / "trusted" / "office.txt"
    kept.write_text(given.LIST.replace("tiny", "tina"))
    with pytest.raises(ModelError, match="was changed after it was signed"):
        lists.all()


@pytest.mark.parametrize("missing", ["office.txt", "office.txt.sig", "office.pub"])
def test_what_is_not_there_is_named_and_nothing_is_kept(
    stick: Path, lists: TrustedLists, missing: str
):
    (stick / missing).unlink()
    with pytest.raises(ModelMissing, match=missing):
        lists.add(stick / "office.txt", stick / "office.pub")
    assert not (stick / "trusted").exists()


def test_a_list_by_another_key_is_refused_and_nothing_is_kept(stick: Path, lists: TrustedLists):
    (stick / "office.txt.sig").write_text(given.OTHER_SIGNATURE)
    with pytest.raises(ModelError, match="another key signed it"):
        lists.add(stick / "office.txt", stick / "office.pub")
    assert not (stick / "trusted").exists()
    (stick / "..txt").write_text("x")
    (stick / "..txt.sig").write_text("x")
    with pytest.raises(ModelError, match="can't be the name of a list"):
        lists.add(stick / "..txt", stick / "office.pub")
