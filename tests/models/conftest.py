import pytest

from models.library import embedded_path


@pytest.fixture(scope="session")
def embedded_file():
    return embedded_path("nano-adapter")
