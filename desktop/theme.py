"""The look: a designed light and a designed dark palette and one small stylesheet, all pure.

Fusion is the base because it obeys a palette on every platform. Widgets that paint themselves ask
`colours_of(self.palette())`, so nothing has to be told when the scheme changes. Text colours keep
a contrast of at least 4.5 to 1 against every ground they stand on; a test computes it.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import resources
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

SMALLEST_POINTS = 10.0  # some desktops default to 9, too small to read all day


class Scheme(StrEnum):
    """Which colours the user wants; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme: grounds, lines, inks, the one accent, and three tones that carry meaning."""

    name: str
    window: str
    surface: str
    sunken: str
    hover: str
    line: str
    line_strong: str
    edge: str  # of what can be used: 3 to 1 against its grounds, as WCAG 1.4.11 has it
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    good: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    evidence: str


LIGHT = Colours(
    name="light", window="#F3F5F6", surface="#FFFFFF", sunken="#F7F9FA", hover="#EDF1F3",
    line="#DCE3E7", line_strong="#B4C0C8", text="#15222B", muted="#52626D", faint="#8B99A3",
    accent="#0B6B84", accent_hover="#095A70", accent_text="#FFFFFF", accent_soft="#DDEEF3",
    good="#1B7449", warn="#865800", warn_soft="#FBF1DA", bad="#AD3328", bad_soft="#FBE9E6",
    evidence="#FFE79B", edge="#7F8D97",
)  # fmt: skip

DARK = Colours(
    name="dark", window="#10171C", surface="#182127", sunken="#141C21", hover="#212C33",
    line="#2A363E", line_strong="#465661", text="#E4EBEF", muted="#9DADB8", faint="#6C7B86",
    accent="#56BEDA", accent_hover="#7BCFE6", accent_text="#06222B", accent_soft="#17353F",
    good="#63C697", warn="#E2B352", warn_soft="#2F2817", bad="#F18C80", bad_soft="#351F1D",
    evidence="#5C4A10", edge="#647785",
)  # fmt: skip


def colours_for(choice: Scheme, system: Qt.ColorScheme) -> Colours:
    """The scheme to show, given what the user chose and what the desktop shows."""
    if choice is Scheme.SYSTEM:
        return DARK if system is Qt.ColorScheme.Dark else LIGHT
    return DARK if choice is Scheme.DARK else LIGHT


def colours_of(palette: QPalette) -> Colours:
    """The scheme that a widget's palette belongs to; asks a role that no stylesheet rule sets."""
    is_dark = palette.color(QPalette.ColorRole.Mid).lightness() < 128
    return DARK if is_dark else LIGHT


def tone(colours: Colours, name: str) -> QColor:
    """The colour of a tone: good, warn, bad, accent, muted, faint or text."""
    return QColor(getattr(colours, name or "text"))


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21, after WCAG 2."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def palette_of(colours: Colours) -> QPalette:
    """A complete Qt palette, so that even what the stylesheet doesn't name fits."""
    role, palette = QPalette.ColorRole, QPalette()
    for wanted, name in {
        role.Window: colours.window, role.WindowText: colours.text, role.Base: colours.surface,
        role.AlternateBase: colours.sunken, role.Text: colours.text, role.Button: colours.surface,
        role.ButtonText: colours.text, role.BrightText: colours.bad, role.Link: colours.accent,
        role.LinkVisited: colours.accent, role.Highlight: colours.accent_soft,
        role.HighlightedText: colours.text, role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text, role.PlaceholderText: colours.muted,
        role.Light: colours.surface, role.Midlight: colours.hover, role.Mid: colours.line,
        role.Dark: colours.line_strong, role.Shadow: colours.line_strong,
        role.Accent: colours.accent,
    }.items():  # fmt: skip
        palette.setColor(wanted, QColor(name))
    for wanted in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, wanted, QColor(colours.faint))
    return palette


def stylesheet(colours: Colours, points: float) -> str:
    """The stylesheet for one scheme; `points` is the size of running text."""
    sheet = resources.files("desktop").joinpath("theme.qss").read_text(encoding="utf-8")
    icons = str(resources.files("desktop") / "icons").replace("\\", "/")
    sizes = {
        "title": f"{points * 1.7:.1f}pt",
        "section": f"{points * 1.12:.1f}pt",
        "figure": f"{points * 1.55:.1f}pt",
        "small": f"{points * 0.92:.1f}pt",
        "reading": f"{points * 1.05:.1f}pt",
    }
    return Template(sheet).substitute(asdict(colours), icons=icons, **sizes)


def usual_points(application: QApplication) -> float:
    """The desktop's own size of text, if it is large enough to be read all day."""
    return max(SMALLEST_POINTS, application.font().pointSizeF())


def dress(application: QApplication, colours: Colours, points: float) -> None:
    """Give the whole application one scheme and size of text; only if that is new."""
    sheet = stylesheet(colours, points)
    if application.styleSheet() == sheet:
        return
    # One stylesheet over another takes six times as long as none and then the other.
    application.setStyleSheet("")
    prepare(application, colours, points)
    application.setStyleSheet(sheet)


def prepare(application: QApplication, colours: Colours, points: float) -> None:
    """All of a scheme but its stylesheet: what widgets take over while they are made.

    Under a stylesheet each layout that is set polishes what is in it once more: the window took
    0.7 s of processor time to build, and takes 0.15 s without one.
    """
    application.setStyle("Fusion")
    font = QFont(application.font())
    font.setPointSizeF(points)
    application.setFont(font)
    application.setPalette(palette_of(colours))
