from pathlib import Path

from desktop.tables.models import COL_FITS, COL_PLACE, model_rows, models_table
from models import library
from models.catalogue import catalogue
from models.errors import ModelError
from models.library import BrokenModel

ROOMY = 10**12  # bytes


def test_what_is_here_comes_first_with_its_path_and_whether_it_fits():
    here = library.find("")
    row = model_rows([here], ROOMY)[0]
    assert row.cells[COL_PLACE] == "on this computer"
    assert row.cells[COL_FITS] in {"fits", "just fits"}
    assert str(here.path) in row.said
    assert row.command == ""


def test_each_known_model_that_is_not_here_names_the_command_that_brings_it():
    known = [entry for entry in catalogue() if not entry.embedded]
    rows = model_rows([], ROOMY)
    assert [row.command.split()[3] for row in rows] == [entry.name for entry in known]
    assert all(entry.file in row.said for entry, row in zip(known, rows, strict=True))
    assert {row.cells[COL_PLACE] for row in rows} == {"not here"}


def test_a_model_that_is_too_big_for_the_memory_says_so():
    assert {row.cells[COL_FITS] for row in model_rows([], 10**9)} == {"too big"}
    assert {row.cells[COL_FITS] for row in model_rows([], ROOMY)} == {"should fit"}


def test_a_file_that_can_not_be_used_says_why():
    broken = BrokenModel("x", Path("/x.gguf"), ModelError("It is cut short."))
    row = model_rows([broken], ROOMY)[0]
    assert (row.cells[COL_FITS], row.said) == ("can't be used", "It is cut short.")
    assert models_table([row]).rowCount() == 1
