"""Search over tasks: which rows of `task_index` hold what was typed, as text on the screen.

A task is found where its shown input or output holds the typed text, or, if nothing came of the
unit, its raw text; case and accents don't matter, nor what stands between words. One typed word may
be any part of a word: the index finds those through its list of words (`Vocabulary`), in which the
typed part is looked up. Of several words the first begins a word of the text, and the last may be
unfinished: to try all words that end like the first took 16 s for "to of" in 100,000 tasks.
"""

# ruff: noqa: S608 only names of columns are put together; every value is bound

import unicodedata
from json import dumps

from engine.store.connection import Connection
from engine.store.filters import Where

MOST_WORDS = 200  # that hold the typed part; beyond, reading the texts is faster than the index
_WORDS_AT_ONCE = 250  # about 5 ms, in which nobody else has the connection

_MATCHED = (
    "r.task_id IN (SELECT rowid FROM task_index WHERE task_index MATCH :query"
    " AND rowid > :after AND rowid <= :until)"
)
_READ = "r.task_id IN (SELECT id FROM task_texts WHERE id > :after AND id <= :until AND ({texts}))"


class Vocabulary:
    """The words of all tasks as the index folds them; read again when the project has changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._words = ""  # one a line
        self._seen = -1  # changes of the connection when it was read

    def holding(self, part: str) -> list[str]:
        """The words that hold `part`."""
        return [word for word in self._lines(part) if part in word]

    def ending(self, part: str) -> list[str]:
        """The words that end with `part`."""
        return [word for word in self._lines(part) if word.endswith(part)]

    def _lines(self, part: str) -> list[str]:
        """The words that hold `part`, found without looking at each of them."""
        self._read()
        found, place = list[str](), self._words.find(part)
        while place >= 0 and len(found) <= MOST_WORDS:
            start, end = self._words.rfind("\n", 0, place) + 1, self._words.find("\n", place)
            found.append(self._words[start:end])
            place = self._words.find(part, end)
        return found

    def _read(self) -> None:
        """In pieces, so that nobody waits long for the connection."""
        changes = self._connection.changes
        if changes == self._seen:
            return
        self._connection.write(_VOCABULARY)
        words = list[str]()
        while part := self._connection.texts(
            _WORDS, last=words[-1] if words else "", most=_WORDS_AT_ONCE
        ):
            words += part
        self._words, self._seen = "\n" + "\n".join(words) + "\n", self._connection.changes


_VOCABULARY = """
CREATE VIRTUAL TABLE IF NOT EXISTS temp.task_words USING fts5vocab(main, task_index, row)
"""
_WORDS = "SELECT term FROM temp.task_words WHERE term > :last ORDER BY term LIMIT :most"


def narrowed(text: str, vocabulary: Vocabulary) -> Where | None:
    """The tasks of `(after, until]` that hold `text`; None if it says nothing."""
    wanted = text.strip()
    if not wanted:
        return None
    query = expression(folded_words(wanted), wanted, vocabulary)
    if query is None:
        return _read_texts(wanted)
    return Where(_MATCHED, {"query": query})


def expression(words: list[str], typed: str, vocabulary: Vocabulary) -> str | None:
    """What FTS5 is to look for; None if its list of words is no help."""
    if not words:
        return None  # nothing but punctuation, which no index of words holds
    ends_inside = _is_word(typed[-1])
    if len(words) > 1:
        return _quoted(" ".join(words)) + (" *" if ends_inside else "")
    if not _is_word(typed[0]):
        return _quoted(words[0]) + (" *" if ends_inside else "")
    found = vocabulary.holding(words[0]) if ends_inside else vocabulary.ending(words[0])
    return None if len(found) > MOST_WORDS else " OR ".join(map(_quoted, found)) or _NOTHING


_NOTHING = '"\ufdd0"'  # no character by definition: in no text


def folded_words(text: str) -> list[str]:
    """The words of a text as `unicode61 remove_diacritics 2` cuts and folds them."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)
    )
    return "".join(sign.lower() if _is_word(sign) else " " for sign in plain).split()


def _is_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "Co"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _read_texts(wanted: str) -> Where:
    """Reads the texts themselves: for punctuation, and for letters that stand everywhere."""
    forms = sorted({wanted, wanted.lower(), wanted.upper()})
    texts = " OR ".join(
        f"{column} LIKE form.value ESCAPE '\\'" for column in ("input", "output", "raw")
    )
    condition = f"EXISTS (SELECT 1 FROM json_each(:forms) form WHERE {texts})"
    likes = [f"%{_escaped(form)}%" for form in forms]
    return Where(_READ.format(texts=condition), {"forms": dumps(likes)})


def _escaped(text: str) -> str:
    for sign in "\\%_":
        text = text.replace(sign, "\\" + sign)
    return text
