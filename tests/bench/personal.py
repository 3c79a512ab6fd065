"""Plant personal data among clean text, and print recall and precision of the rules by kind.

    python -m tests.bench.personal [SENTENCES]

Of each kind 200 values are made, with their check digits where they have some, and written in the
ways people write them into sentences; beside them stand sentences with what looks alike and
is nothing of the kind: invoice and order numbers, ISBN, dates, versions, sections, amounts, IBANs,
cards and national numbers with a wrong check digit, DOIs, coordinates. A find counts if it is of the
planted kind and covers the planted characters. The baseline is one plain regular expression a kind,
as found in many tools. Names are not planted: only the user's own list finds them.
"""

# ruff: noqa: E501 one form of a number a line

import random
import re
import string
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.personal.check_digits import codice_fiscale, ean_13, luhn, mod_11_10, mod_97, weighed
from engine.personal.finding import Finder
from engine.personal.own_words import OwnWords
from engine.records import PersonalHit, PersonalKind

SEED = 11
USUAL = 200  # of each kind
_BASELINE = {
    PersonalKind.EMAIL: r"[\w.+-]+@[\w-]+\.[\w.-]+",
    PersonalKind.PHONE: r"\+?\d[\d ()/.-]{6,}\d",
    PersonalKind.IBAN: r"\b[A-Z]{2}\d{2}[A-Z0-9 ]{11,30}\b",
    PersonalKind.CARD: r"\b(?:\d[ -]?){13,16}\b",
    PersonalKind.NATIONAL: r"\b\d{3}-\d{2}-\d{4}\b|\b\d{9,11}\b",
    PersonalKind.IP: r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
    PersonalKind.BIRTH: r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b",
}
_MONTHS = ("January", "March", "May", "June", "October", "December")


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence, and the personal datum in it; None for one that is clean."""

    text: str
    kind: PersonalKind | None = None
    value: str = ""
    language: str = "en"


class Maker:
    """Makes values of each kind, always the same ones."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311 no secret

    def digits(self, count: int) -> str:
        return "".join(self.random.choices(string.digits, k=count))

    def until(self, make: Callable[[], str], is_right: Callable[[str], bool]) -> str:
        """One that passes its check."""
        while not is_right(made := make()):
            pass
        return made

    def word(self) -> str:
        return "".join(self.random.choices(string.ascii_lowercase, k=self.random.randint(4, 9)))

    def email(self) -> str:
        return f"{self.word()}{self.random.choice(['.', '_', '-', '+'])}{self.word()}@{self.word()}.{self.random.choice(['org', 'de', 'co.uk', 'museum'])}"

    def phone(self) -> tuple[str, str]:
        return self.random.choice(
            (
                (f"+49 30 {self.random.randint(2, 8)}{self.digits(6)}", "de"),
                (f"Tel. 030 / {self.random.randint(2, 8)}{self.digits(6)}", "de"),
                (f"(040) {self.random.randint(2, 7)}{self.digits(3)}-{self.digits(3)}", "de"),
                (f"+44 20 7{self.digits(3)} {self.digits(4)}", "en"),
                (f"phone: (212) {self.random.randint(2, 9)}36-{self.digits(4)}", "en"),
                (
                    f"+33 1 4{self.digits(1)} {self.digits(2)} {self.digits(2)} {self.digits(2)}",
                    "fr",
                ),
                (f"01 4{self.digits(1)} {self.digits(2)} {self.digits(2)} {self.digits(2)}", "fr"),
            )
        )

    def iban(self) -> str:
        country, length = self.random.choice((("DE", 22), ("AT", 20), ("CH", 21), ("ES", 24)))
        body = self.digits(length - 4)
        check = next(f"{n:02}" for n in range(2, 99) if mod_97(f"{country}{n:02}{body}"))
        return f"{country}{check}{body}"

    def card(self) -> str:
        start = self.random.choice(("4", "51", "55"))
        return self.until(lambda: start + self.digits(16 - len(start)), luhn)

    def national(self) -> str:
        return self.random.choice(
            (self._cf, self._ahv, self._ssn, self._tax, self._nhs, self._se)
        )()

    def _cf(self) -> str:
        body = lambda: (  # noqa: E731 short
            "".join(self.random.choices("BCDFGLMNPRST", k=6)) + f"{self.digits(2)}"
            + self.random.choice("ABCDEHLMPRST") + f"{self.random.randint(1, 28):02}"
            + self.random.choice("ABCDEFGHIL") + self.digits(3)
            + self.random.choice(string.ascii_uppercase)
        )  # fmt: skip
        return self.until(body, codice_fiscale)

    def _ahv(self) -> str:
        plain = self.until(lambda: f"756{self.digits(10)}", ean_13)
        return f"{plain[:3]}.{plain[3:7]}.{plain[7:11]}.{plain[11:]}"

    def _ssn(self) -> str:
        return f"{self.random.randint(100, 665)}-{self.random.randint(10, 99)}-{self.random.randint(1000, 9999)}"

    def _tax(self) -> str:
        def is_right(digits: str) -> bool:
            return digits[0] != "0" and len(set(digits[:10])) in {8, 9} and mod_11_10(digits)

        plain = self.until(lambda: self.digits(11), is_right)
        return f"Steuer-ID {plain[:2]} {plain[2:5]} {plain[5:8]} {plain[8:]}"

    def _nhs(self) -> str:
        def is_right(digits: str) -> bool:
            return (11 - weighed(digits, range(10, 1, -1), 11)) % 11 == int(digits[9])

        plain = self.until(lambda: self.digits(10), is_right)
        return f"NHS {plain[:3]} {plain[3:6]} {plain[6:]}"

    def _se(self) -> str:
        day = f"{self.digits(1)}{self.random.randint(0, 9)}{self.random.randint(1, 12):02}{self.random.randint(1, 28):02}"
        plain = self.until(lambda: day + self.digits(4), luhn)
        return f"{plain[:6]}-{plain[6:]}"

    def ip(self) -> str:
        if self.random.random() < 0.25:
            return ":".join(
                ["2001", "db8", *(f"{self.random.randrange(1, 65536):x}" for _ in range(6))]
            )
        return ".".join(str(self.random.randint(2, 254)) for _ in range(4))

    def date(self) -> str:
        day, month, year = (
            self.random.randint(1, 28), self.random.randint(1, 12), self.random.randint(1930, 2015),
        )  # fmt: skip
        return self.random.choice(
            (f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{day}/{month}/{year}",
             f"{day} {self.random.choice(_MONTHS)} {year}",
             f"{self.random.choice(_MONTHS)} {day}, {year}")
        )  # fmt: skip


_SENTENCES = (
    "The file of the tenant says {}, and nothing else.", "Please note {} for the archive.",
    "It reads: {}.", "({})", "In the second paragraph stands {} beside the stamp.",
)  # fmt: skip
_BORN = ("She was born on {}.", "Date of birth: {}", "geboren am {}", "DOB {}", "né le {}")


def planted(count: int) -> Iterator[Planted]:
    """Sentences with a datum of each kind."""
    maker = Maker()
    made: dict[PersonalKind, Callable[[], str]] = {
        PersonalKind.EMAIL: maker.email,
        PersonalKind.IBAN: maker.iban,
        PersonalKind.CARD: maker.card,
        PersonalKind.NATIONAL: maker.national,
        PersonalKind.IP: maker.ip,
        PersonalKind.BIRTH: maker.date,
    }
    for _ in range(count):
        for kind, make in made.items():
            yield _sentence(maker, kind, make())
        number, language = maker.phone()
        yield _sentence(maker, PersonalKind.PHONE, number, language)


def _sentence(maker: Maker, kind: PersonalKind, value: str, language: str = "en") -> Planted:
    if kind is PersonalKind.IBAN and maker.random.random() < 0.5:
        value = " ".join(value[place : place + 4] for place in range(0, len(value), 4))
    if kind is PersonalKind.CARD and maker.random.random() < 0.7:
        mark = maker.random.choice(" -")
        value = mark.join(value[place : place + 4] for place in range(0, len(value), 4))
    forms = _BORN if kind is PersonalKind.BIRTH else _SENTENCES
    text = maker.random.choice(forms).format(value)
    core = re.sub(r"^(?:Tel\. |phone: |Steuer-ID |NHS )", "", value)
    return Planted(text, kind, core, language)


def clean(count: int) -> Iterator[Planted]:
    """Sentences with numbers that are nothing of the kind."""
    maker = Maker()
    wrong_card = lambda: maker.until(lambda: "4" + maker.digits(15), lambda d: not luhn(d))  # noqa: E731
    makes: tuple[Callable[[], str], ...] = (
        lambda: f"Invoice no. {maker.digits(10)} of {maker.date()}",
        lambda: f"Rechnungsnummer 0{maker.digits(3)}-{maker.digits(6)}",
        lambda: f"order {maker.digits(4)}-{maker.digits(7)}",
        lambda: f"ISBN 978-{maker.digits(1)}-{maker.digits(3)}-{maker.digits(5)}-{maker.digits(1)}",
        lambda: f"version {maker.random.randint(1, 20)}.{maker.digits(1)}.{maker.digits(2)}.{maker.digits(1)}",
        lambda: f"section {maker.digits(1)}.{maker.digits(1)}.{maker.digits(1)}.{maker.digits(1)}",
        lambda: f"the contract of {maker.date()}",
        lambda: f"a budget of {maker.digits(3)},{maker.digits(3)},{maker.digits(3)} euros",
        lambda: f"the card {wrong_card()}",
        lambda: f"account DE{maker.digits(2)}{maker.digits(17)}",
        lambda: f"doi:10.{maker.digits(4)}/{maker.digits(7)}",
        lambda: f"at {maker.random.randint(1, 80)}.{maker.digits(6)}, {maker.random.randint(1, 80)}.{maker.digits(6)}",
        lambda: f"parcel {maker.digits(11)}",
        lambda: f"from {maker.random.randint(1900, 2000)}-{maker.random.randint(2001, 2024)}",
        lambda: f"open 08:{maker.digits(2)}-12:00 and 13:00-17:30",
        lambda: f"Aktenzeichen 0{maker.digits(3)} / {maker.digits(6)}",
        lambda: f"{maker.digits(2)} visitors @ {maker.digits(1)} euros",
        lambda: f"package numpy@{maker.digits(1)}.{maker.digits(2)}.{maker.digits(1)}",
        lambda: f"part 0{maker.digits(3)}-{maker.digits(6)}",
        lambda: f"a population of {maker.random.randint(10, 99)} {maker.digits(3)} {maker.digits(3)}",
    )  # fmt: skip
    for _ in range(count):
        for number, make in enumerate(makes):
            text = maker.random.choice(_SENTENCES).format(make())
            yield Planted(text, language="de" if number % 2 else "en")


Find = Callable[[str, str], list[PersonalHit]]


def ours() -> Find:
    finders = {code: Finder(OwnWords(""), code) for code in ("en", "de", "fr")}
    return lambda text, language: finders[language].find(text)


def trivial() -> Find:
    """One regular expression a kind."""
    patterns = {kind: re.compile(pattern) for kind, pattern in _BASELINE.items()}

    def find(text: str, _language: str) -> list[PersonalHit]:
        return [PersonalHit(kind, match.start(), match.end(), match[0])
                for kind, pattern in patterns.items() for match in pattern.finditer(text)]  # fmt: skip

    return find


@dataclass(slots=True)
class Score:
    """What was found of each kind: planted, elsewhere, and how many sentences raise an alarm."""

    found: Counter[PersonalKind]
    wrong: Counter[PersonalKind]
    seconds: float = 0.0


def score(find: Find, sentences: list[Planted]) -> Score:
    result, began = Score(Counter(), Counter()), time.process_time()
    for one in sentences:
        start = one.text.find(one.value) if one.value else -1
        is_found = False
        for hit in find(one.text, one.language):
            covers = hit.start <= start and start + len(one.value) <= hit.end
            if one.kind is hit.kind and covers and not is_found:
                result.found[hit.kind] += 1
                is_found = True
            else:
                result.wrong[hit.kind] += 1
    result.seconds = time.process_time() - began
    return result


def lines(count: int) -> Iterator[str]:
    sentences = [*planted(count), *clean(count)]
    scores = {"ours": score(ours(), sentences), "plain": score(trivial(), sentences)}
    yield f"{len(sentences):,} sentences, {count} of each kind planted, the others clean"
    yield f"{'kind':<16}{'recall':>8}{'precision':>11}   {'baseline: recall':>16}{'precision':>11}"
    for kind in _BASELINE:
        cells = [_cells(one, kind, count) for one in scores.values()]
        yield f"{kind:<16}{cells[0][0]:>8}{cells[0][1]:>11}   {cells[1][0]:>16}{cells[1][1]:>11}"
    characters = sum(len(one.text) for one in sentences)
    for name, one in scores.items():
        yield f"{name}: {one.seconds / characters * 1e6:.2f} s of processor time a million characters"


def _cells(one: Score, kind: PersonalKind, count: int) -> tuple[str, str]:
    told = one.found[kind] + one.wrong[kind]
    precision = f"{one.found[kind] / told:.3f}" if told else "-"
    return f"{one.found[kind] / count:.3f}", precision


UNUSUAL = (
    ("en", "Write to anna (at) example.org today"), ("en", "anna[at]example[dot]org"),
    ("en", "anna @ example.org"), ("en", "anna at example dot org"), ("de", "Telefon 030901820"),
    ("de", "+49 (0)30 901820"), ("de", "030.90.18.20"), ("en", "555 736 5000 (home)"),
    ("en", "(212) 736-5000"), ("en", "212-736-5000"), ("de", "0049(0)30/901820"),
    ("de", "0171-1234567"), ("fr", "06.12.34.56.78"), ("de", "de89 3704 0044 0532 0130 00"),
    ("de", "DE89-3704-0044-0532-0130-00"), ("en", "4111.1111.1111.1111"),
    ("en", "SSN: 536 90 4399"), ("en", "SSN 536904399"), ("de", "IdNr. 86095742719"),
    ("de", "Anna Weber (*12.03.1980)"), ("de", "am 12.03.1980 in Kiel geboren"),
    ("en", "b. 12 March 1980"), ("en", "birthdate 12-Mar-1980"), ("de", "geboren 1980"),
    ("en", "at 10.0.0.17/24"),
)  # fmt: skip
"""Forms that people also use, one datum each; some rules were widened for them afterwards."""


def unusual_lines() -> Iterator[str]:
    find = ours()
    missed = [text for language, text in UNUSUAL if not find(text, language)]
    yield f"{len(UNUSUAL) - len(missed)} of {len(UNUSUAL)} unusual forms found; missed:"
    yield from (f"  {text}" for text in missed)


if __name__ == "__main__":
    print("\n".join(lines(int(sys.argv[1]) if len(sys.argv) > 1 else USUAL)))
    print("\n".join(unusual_lines()))
