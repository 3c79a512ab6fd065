"""The packaged program starts its children with itself: they must learn at once that they are."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_first_thing_the_program_does_is_to_ask_whether_it_is_a_child():
    tree = ast.parse((ROOT / "desktop" / "launch.py").read_text(encoding="utf-8"))
    main = next(node for node in tree.body if getattr(node, "name", "") == "main")
    first = main.body[1]  # after the docstring
    assert ast.unparse(first) == "multiprocessing.freeze_support()"


def test_importing_the_entry_starts_nothing():
    """A spawned child imports it."""
    tree = ast.parse((ROOT / "desktop" / "__main__.py").read_text(encoding="utf-8"))
    calls = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    assert [type(node) for node in calls[1:]] == [ast.If]
    assert ast.unparse(calls[1].test) == "__name__ == '__main__'"


def test_before_that_only_the_standard_library_is_imported():
    tree = ast.parse((ROOT / "desktop" / "launch.py").read_text(encoding="utf-8"))
    modules = {
        alias.name.split(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    modules |= {
        str(node.module).split(".")[0] for node in tree.body if isinstance(node, ast.ImportFrom)
    }
    assert modules <= {"collections", "multiprocessing", "os", "pathlib", "sys"}
