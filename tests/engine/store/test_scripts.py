from engine.store.connection import Database
from engine.store.scripts import run_script

SCRIPT = """
CREATE TABLE notes (text TEXT);
CREATE TRIGGER twice AFTER INSERT ON notes WHEN NEW.text = 'a;b'
BEGIN
    INSERT INTO notes VALUES ('first; of two');
    INSERT INTO notes VALUES ('second; of two');
END;
INSERT INTO notes VALUES ('a;b');
"""


def test_a_semicolon_in_a_trigger_or_a_text_ends_no_statement():
    database = Database(memory=True)
    run_script(database, SCRIPT)
    texts = [row["text"] for row in database.query("SELECT text FROM notes ORDER BY rowid")]
    assert texts == ["a;b", "first; of two", "second; of two"]


def test_nothing_is_committed():
    database = Database(memory=True)
    database.conn.execute("BEGIN")
    run_script(database, SCRIPT)
    database.conn.rollback()
    assert database.table_names() == []
