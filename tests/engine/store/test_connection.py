import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import BadSetting
from engine.store.connection import Connection, peek, storable

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def connection(path):
    path.touch()
    connection = Connection(path)
    connection.write("CREATE TABLE notes (text TEXT UNIQUE, number INTEGER) STRICT")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("locking_mode", "exclusive"),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),
    ],
)
def test_every_setting_that_keeps_data_safe_is_on(connection, pragma, value):
    [row] = connection.rows(f"PRAGMA {pragma}")
    assert list(row.values()) == [value]


def test_the_file_is_never_mapped_into_memory(connection):
    assert connection.rows("PRAGMA mmap_size") in ([], [{"mmap_size": 0}])


def test_no_shared_memory_file_stands_beside_an_open_project(connection, path):
    connection.write("INSERT INTO notes VALUES ('a', 1)")
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name, path.name + "-wal"]


def test_rows_come_as_mappings_and_the_first_one_or_none(connection):
    connection.write_many(
        "INSERT INTO notes VALUES (:text, :number)",
        [{"text": "a", "number": 1}, {"text": "b", "number": None}],
    )
    assert connection.rows("SELECT * FROM notes") == [
        {"text": "a", "number": 1},
        {"text": "b", "number": None},
    ]
    assert connection.row("SELECT text FROM notes WHERE number = :n", n=1) == {"text": "a"}
    assert connection.row("SELECT text FROM notes WHERE number = :n", n=2) is None
    assert connection.number("SELECT number FROM notes WHERE text = 'x'") == 0


def write_and_fail(connection):
    with connection.transaction():
        connection.write("INSERT INTO notes VALUES ('lost', 1)")
        raise BadSetting("stop")


def test_a_transaction_that_fails_leaves_nothing(connection):
    with pytest.raises(BadSetting):
        write_and_fail(connection)
    assert connection.rows("SELECT * FROM notes") == []


def test_an_inner_transaction_that_fails_takes_only_its_own_part(connection):
    with connection.transaction():
        connection.write("INSERT INTO notes VALUES ('outer', 1)")
        with pytest.raises(BadSetting):
            write_and_fail(connection)
    assert connection.rows("SELECT text FROM notes") == [{"text": "outer"}]


def test_many_rows_are_all_written_or_none(connection):
    rows = [{"text": text, "number": 1} for text in ("a", "b", "a")]
    with pytest.raises(Exception, match="UNIQUE"):
        connection.write_many("INSERT INTO notes VALUES (:text, :number)", rows)
    assert connection.rows("SELECT * FROM notes") == []


def test_text_with_a_null_character_comes_back_whole(connection):
    connection.write("INSERT INTO notes VALUES (:text, 1)", text="a\0b")
    assert connection.row("SELECT text FROM notes") == {"text": "a\0b"}


def test_a_lone_surrogate_is_stored_as_a_replacement_of_the_same_length(connection):
    connection.write("INSERT INTO notes VALUES (:text, 1)", text="caf\udce9!")
    assert connection.row("SELECT text FROM notes") == {"text": "caf\ufffd!"}
    assert storable("é 𝄞") == "é 𝄞"


def test_a_number_beyond_64_bits_is_a_setting_out_of_range(connection):
    with pytest.raises(BadSetting, match="too large"):
        connection.rows("SELECT * FROM notes WHERE number = :number", number=2**70)


def test_searching_folds_case_beyond_ascii(connection):
    assert connection.number("SELECT holds('ÉTÉ und STRASSE', 'straße')") == 0
    assert connection.number("SELECT holds('ÉTÉ und STRASSE', 'été')") == 1


def test_peeking_reads_the_header_and_makes_no_file(path):
    path.touch()
    connection = Connection(path)
    connection.write("PRAGMA application_id = 7")
    connection.write("PRAGMA user_version = 3")
    connection.close()
    before = path.read_bytes()
    assert peek(path) == (7, 3)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_opening_the_store_loads_no_array_library_and_does_not_hide_it_either():
    program = "import sys, engine.store; assert 'numpy' not in sys.modules; import numpy"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
