"""How the whole application looks: the colour scheme and the size of text, both remembered."""

from PySide6.QtWidgets import QApplication

from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Colours, Scheme, colours_for, dress, prepare, usual_points

ZOOMS = (85, 100, 115, 130, 150, 175)  # percent of the desktop's own size of text
USUAL = 100


class Appearance:
    """Dresses the application as the preferences and the desktop ask for.

    Made before any widget: later ones would get another font.
    """

    def __init__(self, application: QApplication, preferences: Preferences) -> None:
        self._application, self._preferences = application, preferences
        self._usual = usual_points(application)
        prepare(application, self._colours(), self._points())

    def follow(self, window: MainWindow) -> None:
        """Obey the menus of the window, and the desktop when it changes its scheme."""
        window.scheme_chosen.connect(lambda scheme: self.choose(window, scheme))
        window.zoom_requested.connect(self.zoom)
        hints = self._application.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self.dress())
        window.show_scheme(self._preferences.scheme)

    def dress(self) -> None:
        """Show the scheme and the size of text; quick if they are what is shown."""
        dress(self._application, self._colours(), self._points())

    def choose(self, window: MainWindow, scheme: Scheme) -> None:
        """Show a scheme from now on."""
        self._preferences.scheme = scheme
        window.show_scheme(scheme)
        self.dress()

    def zoom(self, step: int) -> None:
        """Make text larger (1), smaller (-1) or as it usually is (0)."""
        place = ZOOMS.index(USUAL) if step == 0 else self._place() + step
        self._preferences.zoom = ZOOMS[max(0, min(place, len(ZOOMS) - 1))]
        self.dress()

    def _place(self) -> int:
        """Where the remembered size is among the steps, or the step that is nearest to it."""
        zoom = self._preferences.zoom
        return min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - zoom))

    def _points(self) -> float:
        return self._usual * ZOOMS[self._place()] / 100

    def _colours(self) -> Colours:
        system = self._application.styleHints().colorScheme()
        return colours_for(self._preferences.scheme, system)
