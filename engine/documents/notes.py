"""Put together what a reader has to say of what it left out, guessed or could not read; pure."""

from collections.abc import Iterable


def joined(sentences: Iterable[str]) -> str:
    """The sentences that say anything, each once, in one line."""
    return " ".join(dict.fromkeys(sentence for sentence in sentences if sentence))


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 chart", "1,200 charts"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(parts: Iterable[str]) -> str:
    """Parts of a sentence: "a, b and c"; empty if there are none."""
    found = [part for part in parts if part]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


_MANY = {" its ": " their "}


def left_out(**numbers: int) -> str:
    """How many parts of which kind were left out, by noun; `_` stands for a space."""
    parts = [_counted(number, noun.split("_")) for noun, number in numbers.items() if number]
    return f"{listed(parts)} left out." if parts else ""


def _counted(number: int, words: list[str]) -> str:
    """The noun of several words is the first, or the last where the others say which."""
    noun = 0 if len(words) > 2 else -1
    plural = [*words]
    plural[noun] += "s"
    many = " ".join(plural)
    for one, more in _MANY.items():
        many = many.replace(one, more)
    return counted(number, " ".join(words), many)
