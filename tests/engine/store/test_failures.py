from pathlib import Path

import pytest

from engine.errors import ProjectDamaged, ProjectError, ProjectReadOnly
from engine.store.failures import driver, translated

HERE = Path("harbour.bonito")


def fail(sql: str, *, writing: bool = False):
    connection = driver.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE notes (text TEXT NOT NULL) STRICT")
    connection.execute("INSERT INTO notes VALUES (cast(x'ff' AS TEXT))")
    connection.execute("PRAGMA query_only = ON")
    try:
        with translated(HERE, writing=writing):
            connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_writing_where_only_reading_is_allowed_says_so():
    with pytest.raises(ProjectReadOnly, match=r"“harbour\.bonito” or its folder") as caught:
        fail("DELETE FROM notes", writing=True)
    assert isinstance(caught.value.__cause__, driver.Error)


def test_text_that_is_not_utf_8_is_damage():
    with pytest.raises(ProjectDamaged):
        fail("SELECT text FROM notes")


def test_a_mistake_in_our_own_sql_stays_what_it_is():
    with pytest.raises(driver.OperationalError, match="no such table"):
        fail("SELECT * FROM missing")


def test_a_use_after_closing_is_a_sentence():
    connection = driver.connect(":memory:")
    connection.close()
    with pytest.raises(ProjectError, match="was closed meanwhile"), translated(HERE):
        connection.execute("SELECT 1")


def test_a_length_that_no_memory_holds_is_damage():
    """A damaged index can name one; the driver then raises what Python does."""
    with pytest.raises(ProjectDamaged, match="asks for more memory"), translated(HERE):
        raise MemoryError
