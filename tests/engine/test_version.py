from engine.version import app_version


def test_the_version_is_that_of_the_installed_distribution():
    assert app_version().split(".")[0].isdigit()


def test_a_tree_that_was_never_installed_has_an_unknown_version():
    assert app_version("no-such-distribution-of-ours") == "unknown"
