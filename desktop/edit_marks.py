"""What an edit took away: a comparison word by word, for marking in the text before it; pure."""

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+")
_MOST_WORDS = 2_000  # comparing takes the square of it in the worst case; longer texts get no marks


def removed(before: str, after: str) -> list[tuple[int, int]]:
    """The places `[start, end)` of `before` whose words are not in `after` at that place."""
    old, new = list(_WORD.finditer(before)), _WORD.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return []
    matcher = SequenceMatcher(None, [word.group() for word in old], new, autojunk=False)
    return [
        (old[first].start(), old[last - 1].end())
        for kind, first, last, _, _ in matcher.get_opcodes()
        if kind in {"replace", "delete"}
    ]
