"""Which language the window speaks: the chosen one, else the system's, else English.

Asked before the modules of the window are imported; so nothing here may import one of them.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator

from desktop import language
from desktop.preferences import Preferences

APPLICATION = "Bonito Desktop"
_LOCALES = {language.GERMAN: QLocale.Language.German}


def choose_language() -> None:
    """Let the language hold that the settings of this computer name."""
    kept = Preferences(QSettings(APPLICATION, APPLICATION)).language
    language.use(kept or spoken(QLocale.system().uiLanguages()))


def spoken(wanted: list[str]) -> str:
    """The first of the languages, as `de-AT`, that the window speaks; English if it speaks none."""
    codes = [name.replace("_", "-").partition("-")[0].lower() for name in wanted]
    return next((code for code in codes if code in language.NAMES), language.ENGLISH)


def speak(application: QCoreApplication) -> None:
    """Let Qt's own texts, dates and decimals be in the language that holds, too."""
    wanted = _LOCALES.get(language.code())
    if wanted is None:
        return
    QLocale.setDefault(QLocale(wanted))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(wanted), "qtbase", "_", folder):
        application.installTranslator(translator)
