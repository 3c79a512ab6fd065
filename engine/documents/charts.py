"""Read charts of Office documents: titles, and the categories and values of series as rows."""

from dataclasses import dataclass, field

from engine.documents.package import Package

_MOST_POINTS = 10_000


@dataclass(slots=True)
class _Series:
    name: str = ""
    categories: dict[int, str] = field(default_factory=dict[int, str])
    values: dict[int, str] = field(default_factory=dict[int, str])


class _Chart:
    """Takes in a chart part."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.series: list[_Series] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._index = 0
        self._points = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        self._path.append(name)
        if name == "ser":
            self.series.append(_Series())
        elif name == "pt":
            index = values.get("idx", "")
            self._index = int(index) if index.isdecimal() and len(index) < 8 else 0
        elif name in ("v", "p"):
            self._text.clear()

    def end(self, name: str) -> None:
        self._path.pop()
        text = " ".join("".join(self._text).split())
        if name == "p" and "rich" in self._path and text:
            self.titles.append(text)
        elif name == "v" and "ser" in self._path and self.series:
            self._value(text)

    def characters(self, text: str) -> None:
        if self._path[-1] in ("t", "v"):
            self._text.append(text)

    def _value(self, text: str) -> None:
        series = self.series[-1]
        self._points += 1
        if self._points > _MOST_POINTS:
            return
        if "tx" in self._path:
            series.name = f"{series.name} {text}".strip()
        elif "cat" in self._path or "xVal" in self._path:
            found = series.categories.get(self._index, "")
            series.categories[self._index] = f"{found} {text}".strip()
        elif "val" in self._path or "yVal" in self._path:
            series.values[self._index] = _number(text)

    def rows(self) -> list[str]:
        """A head of the series' names where they have any, and a row for each category."""
        if not self.series:
            return []
        rows: list[str] = []
        if any(series.name for series in self.series):
            rows.append("\t".join(["", *(series.name for series in self.series)]))
        places = sorted(
            {place for each in self.series for place in (*each.categories, *each.values)}
        )
        for place in places:
            named = (each.categories[place] for each in self.series if place in each.categories)
            values = [series.values.get(place, "") for series in self.series]
            rows.append("\t".join([next(named, ""), *values]).rstrip())
        return rows


def chart_text(package: Package, part: str, *, with_values: bool = True) -> str:
    """The titles of a chart and the rows of what it draws; empty if it has neither.

    In a workbook the values stand in cells already: there the names of the series are enough.
    """
    chart = _Chart()
    package.walk(part, chart.start, chart.end, chart.characters)
    if with_values:
        return "\n".join([*chart.titles, *chart.rows()])
    return "\n".join(dict.fromkeys([*chart.titles, *(each.name for each in chart.series)])).strip()


def _number(text: str) -> str:
    """A value without the noise of binary fractions."""
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text
