"""Opens the settings and makes them hold: at once, and at the next start."""

from collections.abc import Callable

from desktop.appearance import Appearance
from desktop.dialogs.palette import PaletteDialog
from desktop.dialogs.settings import Settings, SettingsDialog
from desktop.main_window import MainWindow
from desktop.menus import every_action
from desktop.preferences import Preferences
from desktop.widgets.sampling import SamplingSettings


class Choices:
    """What can be chosen of the whole program: its settings, and what to do (Ctrl+K)."""

    def __init__(
        self,
        window: MainWindow,
        appearance: Appearance,
        preferences: Preferences,
        sampling: SamplingSettings,
        rename: Callable[[str], None],
    ) -> None:
        self._window, self._appearance, self._preferences = window, appearance, preferences
        self._sampling, self._rename = sampling, rename
        sampling.limit.setValue(preferences.pilot_units)
        sampling.begin_with(preferences.usual_sampling)
        window.settings_requested.connect(self.ask)
        window.palette_requested.connect(self.offer)

    def ask(self) -> None:
        """Show the settings; use what was chosen."""
        dialog = SettingsDialog(self._window, self._now())
        if dialog.exec():
            self.use(dialog.settings())
        dialog.deleteLater()

    def _now(self) -> Settings:
        kept = self._preferences
        return Settings(
            kept.scheme,
            kept.zoom,
            kept.reviewer,
            kept.backs_up_daily,
            kept.pilot_units,
            kept.language,
            kept.usual_sampling,
        )

    def use(self, wanted: Settings) -> None:
        """Make settings hold from now on."""
        kept = self._preferences
        if wanted.name != kept.reviewer:
            self._rename(wanted.name)
        kept.backs_up_daily, kept.pilot_units = wanted.backs_up_daily, wanted.pilot_units
        self._sampling.limit.setValue(wanted.pilot_units)
        if wanted.sampling != kept.usual_sampling:  # else what is being put together stays
            kept.usual_sampling = wanted.sampling
            self._sampling.begin_with(wanted.sampling)
        kept.zoom, kept.language = wanted.zoom, wanted.language
        self._appearance.choose(self._window, wanted.scheme)

    def offer(self) -> None:
        """Show everything that can be done now, and do what is chosen."""
        dialog = PaletteDialog(self._window, every_action(self._window.menuBar()))
        if dialog.exec() and dialog.chosen is not None:
            dialog.chosen.trigger()
        dialog.deleteLater()
