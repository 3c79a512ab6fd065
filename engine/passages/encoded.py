"""Find base64 and hex in a text: pictures and keys, nothing that a task can be made from; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.records import Span

_BASE64_LINE = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{40,}={0,2}")
_NEXT_LINE = re.compile(r"\n[ \t>]{0,40}\Z")  # indented, or quoted in a mail
_LAST_LINE = re.compile(
    r"\n[ \t>]{0,40}(?:[A-Za-z0-9+/_-]{1,59}={1,2}|[A-Za-z0-9+/]{2,39})(?=\s|\Z)"
)
# Pairs of hex digits as programs write them: "0a1b", "0a 1b", "0A:1B", "0x0a, 0x1b".
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:0x|\\x)?[0-9a-fA-F]{2}(?:(?:,?[ \n]|[:,-]\n?)[ \t]{0,8})?){100,2000}"
    r"(?<![\s,:-])"
)
_HEX_LETTERS = re.compile(r"[0-9a-fA-FxX\\ :,\n\t-]{200,}")
_DUMP_LINE = re.compile(
    r"^([0-9a-fA-F]{4,16}):?[ \t]+(?:[0-9a-fA-F]{2,4}[ \t]{1,2}){4,}[^\n]{0,80}$", re.MULTILINE
)
_DUMP_STEPS = (8, 16, 32)  # bytes of a line
_LETTER = re.compile("[a-fA-F]")
_BEFORE = re.compile(r"(?:!\[[^\]\n]*\]\()?[\"'(<]?(?:data:[\w/+.;=-]*,)?\Z")
_AFTER = re.compile(r"[)\"'>]*")
_LOOK_BACK = 200  # characters of what introduces a picture in Markdown or HTML
_FEWEST = 200  # characters
_VARIETY = 1_000  # characters that are looked at


def runs(text: str) -> list[tuple[int, int]]:
    """The slices of a text that are base64 or hex, in order and disjoint.

    What has no digit or no letter is none: a line of one letter, a column of numbers.
    """
    found = sorted([*_base64(text), *_hex(text), *_dumps(text)])
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if (not kept or start >= kept[-1][1]) and _is_mixed(text[start : start + _VARIETY]):
            first, last = _with_frame(text, start, end)
            kept.append((max(first, kept[-1][1] if kept else 0), last))
    return kept


def excluded(spans: Sequence[Span], found: Sequence[tuple[int, int]]) -> list[Span]:
    """The same spans, those marked as left out that lie within the runs that were found."""
    left = iter(found)
    run = next(left, None)
    marked: list[Span] = []
    for span in spans:
        while run is not None and run[1] <= span.start:
            run = next(left, None)
        is_within = run is not None and run[0] <= span.start and span.end <= run[1]
        marked.append(replace(span, is_excluded=True) if is_within else span)
    return marked


def _base64(text: str) -> Iterator[tuple[int, int]]:
    """Long lines of base64, those that follow each other as one, with a short last line."""
    start = end = -2
    for match in _BASE64_LINE.finditer(text):
        if end >= 0 and _NEXT_LINE.fullmatch(text, end, match.start()):
            end = match.end()
            continue
        if end - start >= _FEWEST and _is_scattered(text[start : start + _VARIETY]):
            yield start, _with_last_line(text, end)
        start, end = match.span()
    if end - start >= _FEWEST and _is_scattered(text[start : start + _VARIETY]):
        yield start, _with_last_line(text, end)


def _is_scattered(sample: str) -> bool:
    """No address or name in which words are joined: capitals and figures all over."""
    if "-" not in sample and "_" not in sample:
        return True
    capitals, figures = sum(map(str.isupper, sample)), sum(map(str.isdigit, sample))
    return capitals * 8 > len(sample) and figures * 20 > len(sample)


def _hex(text: str) -> Iterator[tuple[int, int]]:
    """Runs of hex. `_HEX` takes memory for each pair, so columns of numbers are passed over."""
    for block in _HEX_LETTERS.finditer(text):
        if not _LETTER.search(text, *block.span()):
            continue
        start = end = -2
        for match in _HEX.finditer(text, *block.span()):
            if match.start() > end + 2:
                if end > start:
                    yield start, end
                start = match.start()
            end = match.end()
        if end > start:
            yield start, end


def _dumps(text: str) -> Iterator[tuple[int, int]]:
    """Lines of a dump: an address that counts by the bytes of a line, and the bytes in hex."""
    start = end = -2
    address = step = 0
    for match in _DUMP_LINE.finditer(text):
        place = int(match[1], 16)
        if match.start() == end + 1 and place - address == step:
            end = match.end()
        elif match.start() == end + 1 and not step and place - address in _DUMP_STEPS:
            end, step = match.end(), place - address
        else:
            if end - start >= _FEWEST:
                yield start, end
            (start, end), step = match.span(), 0
        address = place
    if end - start >= _FEWEST:
        yield start, end


def _with_last_line(text: str, end: int) -> int:
    last = _LAST_LINE.match(text, end)
    return last.end() if last else end


def _with_frame(text: str, start: int, end: int) -> tuple[int, int]:
    """The run with `![name](data:image/png;base64,` before it and the bracket after it."""
    low = max(0, start - _LOOK_BACK)
    before = _BEFORE.search(text[low:start])
    after = _AFTER.match(text, end)
    return low + before.start() if before else start, after.end() if after else end


def _is_mixed(sample: str) -> bool:
    return any(mark.isdigit() for mark in sample) and any(mark.isalpha() for mark in sample)
