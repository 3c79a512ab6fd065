"""What the charts with columns show: lengths by their size, and what happened by its time; pure."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop import wording
from desktop.language import plural, tr

MOST_COLUMNS = 32
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MADE_IN = (5, 15, _MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 6 * _HOUR, _DAY, 7 * _DAY, 30 * _DAY)
_SETTLED_IN = (15 * _MINUTE, _HOUR, 6 * _HOUR, _DAY, 7 * _DAY, 30 * _DAY)
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
_NEARLY_ALL = 0.98  # of the texts; the few longest ones share the last column
_LENGTHS = 14  # columns at most


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `part` of `whole` high, with what it says in words."""

    label: str  # below the axis, short
    said: str
    part: float
    whole: float


def lengths(counts: Mapping[int, int], unit: str, many: Callable[[int], str]) -> list[Column]:
    """How many texts have which length; `unit` is of the length, `many` counts the texts."""
    if not counts:
        return []
    step = _step(_nearly_longest(counts))
    last = min(_nearly_longest(counts), max(counts)) // step
    bins = Counter[int]()
    for length, count in counts.items():
        bins[min(length // step, last)] += count
    spans = [_span(place, last, step, unit) for place in range(last + 1)]
    return [
        Column(
            wording.number(place * step),
            tr("{span}: {many}", span=span, many=many(bins[place])),
            bins[place],
            max(bins.values()),
        )
        for place, span in enumerate(spans)
    ]


def _span(place: int, last: int, step: int, unit: str) -> str:
    low, high = wording.number(place * step), wording.number((place + 1) * step - 1)
    if place == last and last:
        return tr("{low} {unit} and more", low=low, unit=unit)
    return tr("{low} to {high} {unit}", low=low, high=high, unit=unit)


def _nearly_longest(counts: Mapping[int, int]) -> int:
    """The length that nearly all texts stay below."""
    left = _NEARLY_ALL * sum(counts.values())
    for length in sorted(counts):
        left -= counts[length]
        if left <= 0:
            return length
    return max(counts)


def _step(longest: int) -> int:
    """The smallest round width with which the columns are few enough."""
    scale = 1
    while True:
        for step in _STEPS:
            if longest // (step * scale) < _LENGTHS:
                return step * scale
        scale *= 1_000


def throughput(made: Mapping[int, int]) -> list[Column]:
    """Units a minute of a run, over its time; stretches in which nothing ended are left out."""
    size, bins = _by_time(made, _MADE_IN)
    rates = {start: units * _MINUTE / size for start, units in bins.items()}
    highest = max(rates.values(), default=0)
    return [
        Column(
            _label(start, size),
            tr(
                "{when}: {units}, {rate} a minute",
                when=_when(start, size),
                units=plural(bins[start], "{n} unit", "{n} units"),
                rate=wording.decimal(rate),
            ),
            rate,
            highest,
        )
        for start, rate in rates.items()
    ]


def acceptance(settled: Mapping[int, int], kept: Mapping[int, int]) -> list[Column]:
    """Which share of what was settled is kept, over the time of the review."""
    size, bins = _by_time(settled, _SETTLED_IN)
    good = Counter[int]()
    for second, count in kept.items():
        good[_start(second, size)] += count
    return [
        Column(
            _label(start, size),
            tr(
                "{when}: {part} accepted ({share})",
                when=_when(start, size),
                part=wording.part_of(good[start], whole),
                share=wording.share(good[start], whole),
            ),
            good[start],
            whole,
        )
        for start, whole in bins.items()
    ]


def _by_time(counts: Mapping[int, int], sizes: tuple[int, ...]) -> tuple[int, dict[int, int]]:
    """The finest size of a stretch with which the columns are few enough, and their counts."""
    size = sizes[-1]
    for size in sizes:
        bins = Counter[int]()
        for second, count in counts.items():
            bins[_start(second, size)] += count
        if len(bins) <= MOST_COLUMNS:
            break
    else:
        bins = Counter({start: bins[start] for start in sorted(bins)[-MOST_COLUMNS:]})
    return size, {start: bins[start] for start in sorted(bins)}


def _start(second: int, size: int) -> int:
    """Where the stretch begins that holds a second, days from midnight here."""
    offset = _local(second).utcoffset()
    shift = int(offset.total_seconds()) if offset else 0
    return (second + shift) // size * size - shift


def _local(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC).astimezone()


def _label(start: int, size: int) -> str:
    moment = _local(start)
    if size >= _DAY:
        return wording.day(moment)
    return f"{moment:%H:%M:%S}" if size < _MINUTE else f"{moment:%H:%M}"


def _when(start: int, size: int) -> str:
    moment = _local(start)
    return wording.day(moment) if size >= _DAY else f"{wording.day(moment)} {_label(start, size)}"
