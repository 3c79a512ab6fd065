"""Cut a document's text into passages that fit the model's context; pure.

From the top down: the text is split at headings and where the file itself starts a slide, sheet or
section; what does not fit is split at blank lines, then at
rows and sentences, lines, words and in the end characters. A heading stays with what follows it,
a row of a table is whole while it fits, and base64 or hex is a passage of its own that no task is
made from. On each level neighbours that fit together are
packed into pieces of about the same size. Tokens don't add up (a tokenizer may merge or split at a
seam), so sums only propose a piece and the count of the very slice decides. Each step asks the
counter once for all its texts, and a long text is worked through in stretches, so it costs few
calls, time linear in its length and memory for one stretch.
"""

import math
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from engine.errors import BadSetting
from engine.passages import clusters, encoded, headings, sentences, tables
from engine.records import PassageKind, PassageSettings, Span, TokenCounter

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
_LINE_BREAK = re.compile(r"\n")
_SURELY_OVER = 16  # characters a token; prose has about four
_NOT_COUNTED = 50_000  # characters of one piece: counting takes 110 bytes of memory for each
_STRETCH = 400_000  # characters cut at a time
_MANY = 2_000  # words of one sentence, lines of one paragraph, paragraphs of one section
_CRUMBS = 4  # a join has a quarter of the limit in characters, and so far fewer tokens
_WORD_BREAK = re.compile(r"\s+")


_Slice = tuple[int, int]
_Splitter = Callable[[str, Span], list[_Slice]]


def cut(
    text: str, settings: PassageSettings, count: TokenCounter, starts: Sequence[int] = ()
) -> list[Span]:
    """Cut `text` into spans of at most `settings.max_tokens`, each counted by `count`.

    `starts` are offsets at which sections are known to start, beside those that the text shows
    (`headings.marked_starts`).

    The spans are disjoint, in order, cover everything but white space, and start and end on a
    character that is none. The kind SENTENCE gives one span a sentence; PARAGRAPH merges spans
    under `min_tokens` with a neighbour where the two fit together. A single character over the
    limit stays a span of its own. Raises `BadSetting` for sizes that make no sense.
    """
    steps = in_steps(text, settings, count, starts)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def in_steps(
    text: str, settings: PassageSettings, count: TokenCounter, starts: Sequence[int] = ()
) -> Generator[int, None, list[Span]]:
    """`cut` in steps: yields the offset up to which the text is cut, and returns the spans.

    Whoever closes it, or asks no more, gives the work up.
    """
    if settings.max_tokens < 1 or settings.min_tokens > settings.max_tokens:
        raise BadSetting(
            f"Passages of {settings.min_tokens} to {settings.max_tokens} tokens can't be made; "
            "choose a maximum of at least 1 and a minimum not above it."
        )
    cutter = _Cutter(text, settings.max_tokens, count)
    is_sentences = settings.kind is PassageKind.SENTENCE
    runs = encoded.runs(text)
    sections = _sections(text, starts, runs)
    spans: list[Span] = []
    for stretch in _stretches(text, sections):
        spans += cutter.sentences(stretch) if is_sentences else cutter.paragraphs(stretch)
        yield stretch[-1][1]
    spans = encoded.excluded(spans, runs)
    if is_sentences:
        return spans
    merged = cutter.merge_small(spans, settings.min_tokens)
    return tables.with_headers(text, merged, settings.max_tokens, count)


class _Cutter:
    """One text being cut: `count` is asked about slices of it."""

    def __init__(self, text: str, limit: int, count: TokenCounter) -> None:
        self._text = text
        self._limit = limit
        self._count = count

    def paragraphs(self, sections: Sequence[_Slice]) -> list[Span]:
        """Sections, and where one does not fit, packed paragraphs, rows, sentences, lines ..."""
        spans = self._weigh(sections, _SURELY_OVER * self._limit)
        for split in (_paragraphs, _rows, _sentences, _lines, _words):
            spans = self._refine(spans, split)
        return self._break(spans)

    def sentences(self, sections: Sequence[_Slice]) -> list[Span]:
        """Single sentences, and where one does not fit, packed lines and words."""
        blocks = (Span(start, end, 0) for start, end in sections)
        paragraphs = (
            Span(*piece, 0)
            for block in blocks
            for piece in _between(self._text, block, _PARAGRAPH_BREAK)
        )
        pieces = [
            place
            for each in paragraphs
            for place in _bare_sentences(self._text, each.start, each.end)
        ]
        spans = self._weigh(pieces, self._most_counted)
        for split in (_lines, _words):
            spans = self._refine(spans, split)
        return self._break(spans)

    def merge_small(self, spans: Sequence[Span], minimum: int) -> list[Span]:
        """Merge spans under `minimum` tokens forward, or else backward, where the sum fits.

        Joined they can have fewer tokens than apart, so that another one fits.
        """
        while True:
            merged = self._merged_once(spans, minimum)
            if len(merged) == len(spans):
                return merged
            spans = merged

    def _merged_once(self, spans: Sequence[Span], minimum: int) -> list[Span]:
        groups: list[list[Span]] = []
        sizes: list[int] = []
        for span in spans:
            fits = groups and sizes[-1] + span.tokens <= self._limit
            if fits and sizes[-1] < minimum and groups[-1][0].is_excluded == span.is_excluded:
                groups[-1].append(span)
                sizes[-1] += span.tokens
                continue
            self._merge_last_back(groups, sizes, minimum)
            groups.append([span])
            sizes.append(span.tokens)
        self._merge_last_back(groups, sizes, minimum)
        return self._verify(groups)

    def _merge_last_back(self, groups: list[list[Span]], sizes: list[int], minimum: int) -> None:
        if len(groups) < 2 or sizes[-1] >= minimum or sizes[-2] + sizes[-1] > self._limit:
            return
        if groups[-2][0].is_excluded == groups[-1][0].is_excluded:
            group, size = groups.pop(), sizes.pop()
            groups[-1] += group
            sizes[-1] += size

    def _measure(self, slices: Iterable[_Slice]) -> list[Span]:
        places = list(slices)
        counts: list[int] = []
        for batch in _batches(places):
            counts += self._count([self._text[start:end] for start, end in batch])
        return [Span(*place, tokens) for place, tokens in zip(places, counts, strict=True)]

    @property
    def _most_counted(self) -> int:
        """The characters of the longest piece that is counted, once it is no section any more."""
        return max(_SURELY_OVER * self._limit, _NOT_COUNTED)

    def _weigh(self, slices: Sequence[_Slice], most: int) -> list[Span]:
        """Slices measured, but for those over `most` characters: they are over the limit.

        If one isn't after all, its parts are packed into one passage again.
        """
        long = {place for place in slices if place[1] - place[0] > most}
        counted = iter(self._measure(place for place in slices if place not in long))
        return [
            Span(*place, self._limit + 1) if place in long else next(counted) for place in slices
        ]

    def _refine(self, spans: list[Span], split: _Splitter) -> list[Span]:
        """Split the spans that are over the limit, and pack their parts again."""
        wide = [span for span in spans if span.tokens > self._limit]
        most = self._limit // _CRUMBS
        parts = [_swept(split(self._text, span), most) for span in wide]
        pieces = [place for places in parts for place in places]
        measured = iter(self._weigh(pieces, self._most_counted))
        packed = {
            span.start: self._pack([next(measured) for _ in places])
            for span, places in zip(wide, parts, strict=True)
        }
        kept = (packed.get(span.start, [[span]]) for span in spans)
        return self._verify([group for groups in kept for group in groups])

    def _pack(self, spans: Sequence[Span]) -> list[list[Span]]:
        """Group neighbours that fit together; one that is over the limit stays alone."""
        groups: list[list[Span]] = []
        run: list[Span] = []
        for span in spans:
            if span.tokens <= self._limit:
                run.append(span)
                continue
            groups += [*_balance(run, self._limit), [span]]
            run = []
        return groups + _balance(run, self._limit)

    def _verify(self, groups: list[list[Span]]) -> list[Span]:
        """Make each group one span; halve the groups whose slice is over the limit after all."""
        while True:
            joined = [group for group in groups if len(group) > 1]
            places = ((group[0].start, group[-1].end) for group in joined)
            whole = {span.start: span for span in self._measure(places)}
            over = {start for start, span in whole.items() if span.tokens > self._limit}
            is_out = {group[0].start for group in joined if group[0].is_excluded}
            whole = {
                start: replace(span, is_excluded=start in is_out) for start, span in whole.items()
            }
            groups = [
                part for group in groups for part in _settle(group, whole.get(group[0].start), over)
            ]
            if not over:
                return [group[0] for group in groups]

    def _break(self, spans: list[Span]) -> list[Span]:
        """Cut words that are over the limit into characters, evenly, until all parts fit."""
        while any(_is_breakable(span, self._limit) for span in spans):
            pieces = [self._characters(span) for span in spans]
            broken = [place for places in pieces if len(places) > 1 for place in places]
            measured = iter(self._weigh(broken, self._most_counted))
            spans = [
                each
                for span, places in zip(spans, pieces, strict=True)
                for each in ([span] if len(places) == 1 else [next(measured) for _ in places])
            ]
        return spans

    def _characters(self, span: Span) -> list[_Slice]:
        """The parts of a word that is over the limit; or the span itself, if it fits."""
        if not _is_breakable(span, self._limit):
            return [(span.start, span.end)]
        length = span.end - span.start
        by_tokens = math.ceil(span.tokens * 1.1 / self._limit)
        parts = min(length, max(2, by_tokens, math.ceil(length / self._most_counted)))
        edges = clusters.edges(self._text, span.start, span.end, parts)
        return list(pairwise(edges))


def _balance(spans: Sequence[Span], limit: int) -> list[list[Span]]:
    """Greedy groups close to the same size, none with a sum over `limit`."""
    total = sum(span.tokens for span in spans)
    target = total / math.ceil(total / limit) if total else 0
    groups: list[list[Span]] = []
    size = 0
    for span in spans:
        if not groups or size + span.tokens > limit or size + span.tokens / 2 > target:
            groups.append([])
            size = 0
        groups[-1].append(span)
        size += span.tokens
    return groups


def _settle(group: list[Span], whole: Span | None, over: set[int]) -> list[list[Span]]:
    if whole is None:
        return [group]
    if group[0].start not in over:
        return [[whole]]
    middle = len(group) // 2
    return [group[:middle], group[middle:]]


def _sections(text: str, starts: Sequence[int], runs: Sequence[_Slice]) -> list[_Slice]:
    """The text cut where sections start and where base64 or hex does; headings with their text."""
    known = sorted({start for start in starts if 0 < start < len(text)} | {*chain(*runs)})
    edges = [0, *sorted({*headings.section_starts(text), *known} - {0, len(text)}), len(text)]
    places = [place for start, end in pairwise(edges) for place in _trimmed(text, start, end)]
    return headings.joined(text, places, known)


def _stretches(text: str, sections: Sequence[_Slice]) -> Iterator[list[_Slice]]:
    """Sections in lists of about `_STRETCH` characters; a longer one comes in several parts."""
    stretch: list[_Slice] = []
    for start, end in (part for section in sections for part in _parts(text, *section)):
        if stretch and end - stretch[0][0] > _STRETCH:
            yield stretch
            stretch = []
        stretch.append((start, end))
    if stretch:
        yield stretch


def _batches(places: Sequence[_Slice]) -> Iterator[list[_Slice]]:
    """Slices in lists of about `_STRETCH` characters, so that their texts take little memory."""
    batch: list[_Slice] = []
    room = _STRETCH
    for start, end in places:
        if batch and end - start > room:
            yield batch
            batch, room = [], _STRETCH
        batch.append((start, end))
        room -= end - start
    if batch:
        yield batch


def _parts(text: str, start: int, end: int) -> Iterator[_Slice]:
    """A section, or where it is longer than a stretch, its parts, at best at blank lines."""
    while end - start > _STRETCH:
        low, high = start + _STRETCH // 2, start + _STRETCH
        found = (text.rfind(mark, low, high) for mark in ("\n\n", "\n", " "))
        edge = next((place for place in found if place > 0), None)
        if edge is None:
            edge = clusters.edges(text, start, start + _STRETCH, 2)[1]
        yield from _trimmed(text, start, edge)
        start = edge
    yield from _trimmed(text, start, end)


def _paragraphs(text: str, span: Span) -> list[_Slice]:
    return headings.joined(text, _between(text, span, _PARAGRAPH_BREAK))


def _rows(text: str, span: Span) -> list[_Slice]:
    """Sentences, but the rows of tables whole."""
    places: list[_Slice] = []
    for start, end, is_row in tables.stretches(text, span.start, span.end):
        places += _trimmed(text, start, end) if is_row else _bare_sentences(text, start, end)
    return headings.joined(text, places)


def _sentences(text: str, span: Span) -> list[_Slice]:
    return headings.joined(text, _bare_sentences(text, span.start, span.end))


def _bare_sentences(text: str, start: int, end: int) -> list[_Slice]:
    return [(start + first, start + last) for first, last in sentences.split(text[start:end])]


def _lines(text: str, span: Span) -> list[_Slice]:
    return headings.joined(text, _between(text, span, _LINE_BREAK))


def _words(text: str, span: Span) -> list[_Slice]:
    return _between(text, span, _WORD_BREAK)


def _between(text: str, span: Span, separator: re.Pattern[str]) -> list[_Slice]:
    places: list[_Slice] = []
    start = span.start
    for match in separator.finditer(text, span.start, span.end):
        places += _trimmed(text, start, match.start())
        start = match.end()
    return places + _trimmed(text, start, span.end)


def _trimmed(text: str, start: int, end: int) -> list[_Slice]:
    """The slice without white space at its ends, or none where nothing is left."""
    piece = text[start:end]
    inner = piece.strip()
    first = start + len(piece) - len(piece.lstrip())
    return [(first, first + len(inner))] if inner else []


def _swept(places: list[_Slice], most: int) -> list[_Slice]:
    """The same slices, or where they are very many, neighbours joined up to `most` characters.

    Millions of words in one piece are not counted one by one; that the joins fit is counted after.
    """
    if len(places) < _MANY:
        return places
    joined = places[:1]
    for start, end in places[1:]:
        if end - joined[-1][0] <= most:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_breakable(span: Span, limit: int) -> bool:
    return span.tokens > limit and span.end - span.start > 1
