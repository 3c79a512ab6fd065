"""All rules together: what in a text may be personal data, in its order, without overlaps; pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from engine.personal.accounts import find_cards, find_ibans
from engine.personal.births import find_births
from engine.personal.contact import find_emails, find_ips, find_phones
from engine.personal.national import find_national
from engine.personal.own_words import OwnWords
from engine.records import PersonalHit

VERSION = 1  # of all rules; another one means that everything is looked at again
Find = Callable[[str], Iterable[PersonalHit]]


class Finder:
    """The rules with a user's words and a document's language."""

    def __init__(self, words: OwnWords, language: str = "") -> None:
        # Where two finds overlap, the one whose rule comes first here stays.
        self._rules: Sequence[Find] = (
            words.find,
            find_emails,
            find_ibans,
            find_births,
            find_national,
            find_cards,
            find_ips,
            partial(find_phones, language=language),
        )

    def find(self, text: str) -> list[PersonalHit]:
        """Everything found, in the order of the text; no two overlap."""
        taken = list[PersonalHit]()
        for hit in self._all(text):
            if all(hit.end <= one.start or one.end <= hit.start for one in taken):
                taken.append(hit)
        return sorted(taken, key=lambda hit: hit.start)

    def _all(self, text: str) -> Iterator[PersonalHit]:
        has_digit = any(map(str.isdigit, text))
        for rule in self._rules if has_digit else self._rules[:2]:
            yield from rule(text)
