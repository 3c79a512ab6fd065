"""Decode text by the charset that a web page or an e-mail message declares, as browsers do.

Declarations are often a little wrong: Windows programs write "iso-8859-1" over text in its larger
relative, and whoever sees bytes that are sound UTF-8 may believe them before any single-byte label.
"""

import codecs

_LARGER = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
}
# No page is written in these: they are for other things than text, or old ways to hide it.
_NO_TEXT = frozenset(
    ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs")
)


def decode_declared(data: bytes, name: str) -> str:
    """The text of `data` in the charset called `name`.

    Raises `LookupError` for a name that is none, `ValueError` where the bytes are not in it.
    """
    codec = codecs.lookup(name).name
    if codec in _NO_TEXT:
        raise LookupError(name)
    if codec.startswith(("iso8859", "cp125")):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        return data.decode(_LARGER.get(codec, codec))
    except UnicodeDecodeError:
        return data.decode(codec)
