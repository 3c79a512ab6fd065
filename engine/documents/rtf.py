"""Read RTF with a small reader of its own: one pass over groups, words and characters.

The specification lets a reader skip every destination marked as optional that it does not know; the
others that hold no text are listed here. Kept: paragraphs, tables, list numbers, footnotes (at the
end), text boxes. Left out: hidden and deleted text, field codes, headers and footers, pictures.
"""

import codecs
import re
from dataclasses import dataclass, replace

from engine.documents import signs
from engine.documents.archive import Kind
from engine.documents.composing import Composer, chained
from engine.documents.docx import HIDDEN_NOTE
from engine.documents.signs import CLOSE, LOWERED, RAISED
from engine.documents.sniffing import looks_like
from engine.records import Extract

KIND = Kind("RTF document", "Word", ".rtf")
_DEEPEST = 1_000
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])"
    rb"|([{}])|([^\\{}\r\n]+)",
    re.DOTALL,
)
_BRACE = re.compile(rb"[{}]|\\bin([0-9]{1,10}) ?|\\[{}\\]")
_DROPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object objdata header headerl headerr headerf footer "
    b"footerl footerr footerf fldinst filetbl revtbl listtable listoverridetable rsidtbl generator "
    b"themedata colorschememapping datastore latentstyles xmlnstbl annotation atnid atnauthor "
    b"atntime atnref atndate bkmkstart bkmkend pgptbl nonshppict sp sn sv tc xe private1 "
    b"ftnsep ftnsepc aftnsep aftnsepc nonesttables".split()
)
_KEPT_OPTIONAL = frozenset(
    b"shppict shpinst shptxt footnote listtext pntext fldrslt nesttableprops cs ds ts".split()
)
_CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
    b"qmspace": " ", b"softline": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
_CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SCRIPTS = {b"super": RAISED, b"up": RAISED, b"sub": LOWERED, b"dn": LOWERED, b"nosupersub": ""}
_PARAGRAPH_ENDS = frozenset(b"par sect page".split())
_HEADING_LEVELS = range(9)
_LONGEST_FONT_NAME = 100


def read(data: bytes) -> Extract:
    """The text of a .rtf file; raises `DocumentRefused` (DAMAGED)."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise KIND.not_one(f"it looks like {looks_like(data)}")
    reader = _Rtf(data)
    reader.run()
    notes = "\n\n".join(f"[{number}] {note}" for number, note in enumerate(reader.notes, start=1))
    found = chained([("", reader.composer.extract()), ("", Extract(notes))])
    return replace(found, note=HIDDEN_NOTE if reader.has_hidden else "")


@dataclass(slots=True)
class _State:
    """What a group takes over from the one around it."""

    is_dropped: bool = False
    is_hidden: bool = False
    is_in_fonts: bool = False
    code_page: str = "cp1252"
    skip_after_unicode: int = 1  # characters of the plain form that follows \\u
    font: int = -1
    script: str = ""  # raised or lowered letters
    kind: str = ""  # the destination that ends with this very group: "footnote", "shptxt"


class _Rtf:
    """One pass over a file."""

    def __init__(self, data: bytes) -> None:
        self.composer = Composer()
        self.notes: list[str] = []
        self.has_hidden = False
        self._data = data
        self._state = _State()
        self._outer: list[_State] = []
        self._composers: list[Composer] = []
        self._bytes = bytearray()  # characters of a code page, until one is complete
        self._to_skip = 0
        self._surrogate = ""
        self._is_optional = False
        self._is_table = self._is_item = self._is_heading = False
        self._cells: list[str] = []
        self._cell: Composer | None = None
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._font_names: dict[int, str] = {}
        self._is_group_start = False

    def run(self) -> None:
        """Read to the end."""
        place = 0
        data = self._data
        while place < len(data):
            match = _TOKEN.match(data, place)
            if match is None:
                place += 1
                continue
            place = match.end()
            if match[1]:
                number = int(match[2]) if match[2] else None
                if match[1] == b"bin" and number:
                    place += max(0, number)
                else:
                    self._word(match[1], number)
                    if self._state.is_dropped and not self._state.is_in_fonts:
                        place = _end_of_group(data, place)
            else:
                self._other(match)
        self._flush()
        self._end_row()
        while self._outer:  # groups that a torn file leaves open
            self._close_group()

    def _other(self, match: re.Match[bytes]) -> None:
        is_group_start, self._is_group_start = self._is_group_start, match[5] == b"{"
        if match[3]:
            self._byte(int(match[3], 16))
        elif match[4] == b"*":  # StarOffice writes it inside of groups too, where it says nothing
            self._is_optional = is_group_start
        elif match[4] in (b"\n", b"\r"):
            self._word(b"par", None)
        elif match[4]:
            self._write(_SYMBOLS.get(match[4], ""))
        elif match[5] == b"{":
            self._open()
        elif match[5] == b"}":
            self._close_group()
        else:
            self._plain(match[6])

    def _open(self) -> None:
        self._flush()
        if len(self._outer) >= _DEEPEST:
            raise KIND.damaged(f"its groups are nested more than {_DEEPEST:,} levels deep")
        self._outer.append(self._state)
        state = self._state
        self._state = _State(
            state.is_dropped, state.is_hidden, state.is_in_fonts, state.code_page,
            state.skip_after_unicode, state.font, state.script,
        )  # fmt: skip
        self._to_skip = 0

    def _close_group(self) -> None:
        self._flush()
        if not self._outer:
            return
        self._close(self._state.kind)
        self._state = self._outer.pop()
        self._to_skip = 0

    def _close(self, kind: str) -> None:
        """What was opened by a destination ends with its group."""
        if kind == "shptxt":
            self._text().close_aside()
        elif kind == "footnote" and self._composers:
            self.notes.append(self.composer.text())
            self.composer = self._composers.pop()
            self._write(f"[{len(self.notes)}]")

    def _word(self, word: bytes, number: int | None) -> None:
        is_optional, self._is_optional = self._is_optional, False
        self._is_group_start = False
        if word == b"u" and number is not None:
            self._unicode(number)
            return
        if word == b"uc":
            self._state.skip_after_unicode = max(0, number or 0)
            return
        self._flush()
        if word in _DROPPED or (is_optional and word not in _KEPT_OPTIONAL):
            self._state.is_dropped = True
            self._state.is_in_fonts = word == b"fonttbl"
        elif word in (b"f", b"fcharset", b"ansicpg", b"plain", b"mac"):
            self._encoding(word, number or 0)
        elif not self._state.is_dropped:
            self._text_word(word)
            self._property(word, number)

    def _encoding(self, word: bytes, number: int) -> None:
        state = self._state
        if word == b"f":
            self._font = number
            if not state.is_in_fonts:
                state.font = number
                state.code_page = self._fonts.get(number, self._fonts.get(-1, "cp1252"))
        elif word == b"fcharset" and state.is_in_fonts and number in _CODE_PAGES and number:
            self._fonts[self._font] = _CODE_PAGES[number]
        elif word in (b"ansicpg", b"mac"):
            name = "mac_roman" if word == b"mac" else f"cp{number}"
            state.code_page = self._fonts[-1] = name if _is_known(name) else "cp1252"
        elif word == b"plain":
            state.is_hidden, state.script = False, ""

    def _property(self, word: bytes, number: int | None) -> None:
        if word in {b"v", b"deleted"}:
            self._state.is_hidden = number != 0
        elif word in _SCRIPTS:
            self._state.script = _SCRIPTS[word] if number != 0 else ""
        elif word == b"pard":
            self._is_table = self._is_item = self._is_heading = False
        elif word == b"intbl":
            self._is_table = True
        elif word in (b"ls", b"listtext", b"pntext"):
            self._is_item = True
        elif word == b"outlinelevel":
            self._is_heading = number in _HEADING_LEVELS

    def _text_word(self, word: bytes) -> None:
        if word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word in (b"cell", b"nestcell"):
            # Programs that don't say before that a cell begins say so here.
            text = self._cell.text() if self._cell else self.composer.take_line()
            self._cells.append(text)
            self._cell = None
        elif word in (b"row", b"nestrow"):
            self._end_row()
        elif word == b"footnote":
            self._state.kind = "footnote"
            self._composers.append(self.composer)
            self.composer = Composer()
        elif word == b"shptxt":
            self._state.kind = "shptxt"
            self._text().open_aside()

    def _end_paragraph(self) -> None:
        if self._is_table and not self._composers:
            self._text().end_paragraph()
            return
        self._end_row()
        self.composer.end_paragraph(
            is_tight=self._is_item and not self._is_heading, is_heading=self._is_heading
        )

    def _end_row(self) -> None:
        if self._cell is not None:  # text after the last cell mark
            self._cells.append(self._cell.text())
            self._cell = None
        if self._cells:
            self.composer.end_paragraph()
            self.composer.add_row(self._cells)
            self._cells = []

    def _text(self) -> Composer:
        """Where text goes: into the table cell being filled, or into the body."""
        if not self._is_table or self._composers:
            return self.composer
        self._cell = self._cell or Composer()
        return self._cell

    def _unicode(self, number: int) -> None:
        letter = chr(number & 0xFFFF)
        self._flush()
        if "\ud800" <= letter <= "\udbff":
            self._surrogate = letter
        else:
            if "\uf000" <= letter <= "\uf0ff":
                letter = signs.of_font(ord(letter), self._font_names.get(self._state.font, ""))
            pair = (self._surrogate + letter).encode("utf-16-le", "surrogatepass")
            self._surrogate = ""
            self._write(pair.decode("utf-16-le", "replace"))
        self._to_skip = self._state.skip_after_unicode

    def _plain(self, text: bytes) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        self._bytes += text[skipped:]

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(value)

    def _flush(self) -> None:
        if self._bytes:
            text = self._letters(bytes(self._bytes))
            self._bytes.clear()
            self._write(text)

    def _letters(self, data: bytes) -> str:
        state = self._state
        if state.is_in_fonts:
            self._name_font(data)
        font = self._font_names.get(state.font, "")
        if not state.is_in_fonts and signs.is_of_signs(font):
            return "".join(signs.of_font(byte, font) if byte > 32 else chr(byte) for byte in data)
        return data.decode(state.code_page, "replace")

    def _name_font(self, data: bytes) -> None:
        named = self._font_names.get(self._font, "") + data.decode("latin-1")
        self._font_names[self._font] = named[:_LONGEST_FONT_NAME]

    def _write(self, text: str) -> None:
        self._flush()
        if not text or self._state.is_dropped:
            return
        if self._state.is_hidden:
            self.has_hidden |= bool(text.strip())
            return
        script = self._state.script
        self._text().write(f"{script}{text}{CLOSE}" if script and text.strip() else text)


def _end_of_group(data: bytes, place: int) -> int:
    """Where the group that is open at `place` ends: pictures need not be looked at any closer."""
    depth = 0
    while True:
        match = _BRACE.search(data, place)
        if match is None:
            return len(data)
        place = match.end()
        if match[1]:
            place += int(match[1])
        elif match[0] == b"{":
            depth += 1
        elif match[0] == b"}":
            depth -= 1
            if depth < 0:
                return match.start()


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
