"""Where this application keeps the little that is not in a project, and what it keeps there."""

from pathlib import Path

from platformdirs import user_config_path

from models.remembered import RememberedModels
from models.trust import TrustedLists

_APPLICATION = "Bonito Desktop"


def config_folder() -> Path:
    """The user's own folder for settings; it may not exist yet."""
    return user_config_path(_APPLICATION, appauthor=False)


def remembered_models() -> RememberedModels:
    """The models that this user has added."""
    return RememberedModels(config_folder() / "models.json", trusted_lists())


def trusted_lists() -> TrustedLists:
    """The signed lists of models that this user's office trusts."""
    return TrustedLists(config_folder() / "trusted")
