"""The house rules that can be checked: who may import whom, how long a room may grow."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pytest_archon import archrule

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("desktop", "engine", "models")
TOP_LEVEL = {"pyproject.toml", "README.md", *PACKAGES, "tests", "packaging"}
CONVENTION = {"LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "uv.lock", "Makefile"}
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40
DOORS = {
    "engine/worker/main.py",
    "engine/documents/reading.py",
    "desktop/background.py",
    "desktop/errors.py",
}
MOST_MODULES_AT_THE_TOP = 8
ARROWS = {  # a room of the engine -> what it may import, beside errors and its own files
    "records": set[str](),
    "likeness": set[str](),
    "personal": {"records"},
    "passages": {"records"},
    "tasks": {"records", "likeness"},
    "processes": set[str](),
    "isolation": {"processes"},
    "documents": {"records", "processes", "isolation"},
    "store": {"records", "version"},
    "worker": {"records", "processes", "isolation", "config"},
    "devices": {"records", "processes", "worker", "config", "version"},
    "runs": {
        "records",
        "passages",
        "tasks",
        "processes",
        "store",
        "worker",
        "config",
        "devices",
    },
    "export": {"records", "likeness", "personal", "tasks", "store", "version"},
    "planning": {"runs"},
    "cluster": {"planning"},
    "importing": {"records", "documents", "store"},
    "rereading": {"records", "documents", "store", "importing"},
    "demo": {"records", "tasks", "processes", "store", "worker", "runs", "export", "importing"},
}
ARROWS["selftest"] = ARROWS["demo"] | {"devices"}
IMPORTED_BY = re.compile(r"Imported by ([\w, \n]+)\.")
SOURCES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
ALL_PYTHON = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *(ROOT / "packaging").glob("*.py")]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
        ):
            yield f"{name_of(path)}: {node.name}"


def is_broad(node: ast.AST) -> bool:
    """An `except` that catches everything."""
    return isinstance(node, ast.ExceptHandler) and (
        node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
    )


@cache
def imported_rooms(path: Path) -> set[str]:
    """The rooms and top modules of the engine that a file imports, `desktop` and `cli` included."""
    found = set[str]()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "engine":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engine."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("engine.")]
            found |= {name.split(".")[1] for name in names}
    return found


def room_of(path: Path) -> str:
    """`store` for engine/store/tasks.py, `importing` for engine/importing.py, else the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "engine" else parts[0]


def importers(room: str) -> set[str]:
    """Who imports a room of the engine; the scripts that built Nano don't count."""
    files = [path for path in SOURCES if not name_of(path).startswith("models/nano/build/")]
    return {room_of(path) for path in files if room in imported_rooms(path)} - {room}


def is_standard_or_models(_module: str, direct: set[str], _all: dict[str, set[str]]) -> bool:
    return all(name.split(".")[0] in {"models", *sys.stdlib_module_names} for name in direct)


def names_ray(path: Path) -> bool:
    """A file imports Ray, in a statement or by its name as a word."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import) and any(n.name.split(".")[0] == "ray" for n in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ray":
            return True
        if isinstance(node, ast.Constant) and node.value == "ray":
            return True
    return False


def test_models_imports_only_the_standard_library():
    """But for the download on a connected machine, and the scripts that built Nano."""
    rule = archrule("models stands alone").match("models", "models.*")
    rule = rule.exclude("models.fetch", "models.nano.build*")
    rule.should(is_standard_or_models).check("models", only_direct_imports=True)


@pytest.mark.parametrize("room", sorted(ARROWS))
def test_a_room_imports_only_the_rooms_below_it(room: str):
    allowed = {room, "errors", "__init__"} | ARROWS[room]
    files = [path for path in SOURCES if room_of(path) == room]
    assert files
    assert [name_of(path) for path in files if imported_rooms(path) - allowed] == []


ROOMS = sorted(path.parent for path in (ROOT / "engine").glob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_says_who_imports_it(room: Path):
    said = ast.get_docstring(tree_of(room / "__init__.py")) or ""
    match = IMPORTED_BY.search(said)
    assert match, f"engine/{room.name}/__init__.py lacks its line “Imported by ...”"
    assert {name.strip() for name in match[1].split(",")} - {"nothing"} == importers(room.name)


def test_the_top_of_the_engine_stays_small():
    modules = [path.name for path in (ROOT / "engine").glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES_AT_THE_TOP


def test_the_engine_knows_no_window():
    rule = archrule("engine below desktop").match("engine", "engine.*")
    rule.should_not_import("desktop*", "PySide6*").check("engine")


def test_the_database_is_opened_in_the_store_alone():
    rule = archrule("store owns SQLite").match("engine.*").exclude("engine.store*")
    rule.should_not_import("sqlite3*", "sqlcipher3*", "sqlite_utils*").check(
        "engine", only_direct_imports=True
    )


def test_llama_cpp_is_imported_in_the_worker_alone():
    rule = archrule("worker owns llama.cpp").match("engine.*").exclude("engine.worker*")
    rule.should_not_import("llama_cpp*").check("engine", only_direct_imports=True)


def test_the_cluster_and_ray_stay_outside_the_program():
    """Nobody imports the cluster, which is run by its own name; it alone names Ray to use it."""
    rule = archrule("nothing needs the cluster").match("desktop*", "engine*", "models*")
    rule = rule.exclude("engine.cluster*")
    for package in PACKAGES:
        rule.should_not_import("engine.cluster*", "ray*").check(package)
    named = {name_of(path) for path in SOURCES if names_ray(path)}
    assert named == {"engine/cluster/on_ray.py", "engine/isolation/observation.py"}


def test_the_worker_never_sees_the_store():
    rule = archrule("worker without store").match("engine.worker*")
    rule.should_not_import("engine.store*").check("engine")


def test_the_reader_processes_never_see_the_store_or_the_model():
    rule = archrule("readers without store").match("engine.documents*")
    rule.should_not_import("engine.store*", "llama_cpp*").check("engine")


def test_the_window_reaches_the_database_and_llama_cpp_through_the_engine():
    rule = archrule("desktop above engine").match("desktop", "desktop.*")
    rule.should_not_import("sqlite3*", "sqlcipher3*", "sqlite_utils*", "llama_cpp*").check(
        "desktop", only_direct_imports=True
    )


def test_importing_every_engine_module_loads_neither_qt_nor_llama_cpp_nor_a_network_client():
    program = """
import importlib, pkgutil, sys, engine
for module in pkgutil.walk_packages(engine.__path__, "engine."):
    if not module.name.endswith("__main__") and not module.name.startswith("engine.worker."):
        importlib.import_module(module.name)
heavy = {"PySide6", "llama_cpp", "huggingface_hub", "http.client", "ssl", "urllib3"}
sys.exit(", ".join(sorted(heavy & set(sys.modules))) or None)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""
    assert done.returncode == 0


def test_files_stay_short():
    lines = {name_of(p): p.read_text(encoding="utf-8").count("\n") for p in ALL_PYTHON}
    assert [name for name, count in lines.items() if count > MAX_FILE_LINES] == []


def test_functions_stay_short():
    assert [long for path in ALL_PYTHON for long in long_functions(path)] == []


def test_everything_is_caught_only_at_the_doors():
    broad = {name_of(p) for p in SOURCES if any(map(is_broad, ast.walk(tree_of(p))))}
    assert broad - DOORS == set()


def test_every_module_says_what_it_is_for():
    assert [name_of(path) for path in SOURCES if not ast.get_docstring(tree_of(path))] == []


def test_no_room_is_called_utils():
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [name_of(path) for path in SOURCES if vague & set(path.with_suffix("").parts)] == []


def test_the_top_level_is_the_agreed_one():
    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607  the git on PATH is the one that made the checkout
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    if not listed:
        pytest.skip("not a git checkout, so build outputs can't be told from sources")
    top = {line.split("/")[0] for line in listed}
    assert {name for name in top if not name.startswith(".")} - CONVENTION == TOP_LEVEL


def test_packaging_is_a_folder_of_scripts_and_no_package():
    """`packaging` is a package on PyPI that others import; ours must not shadow it."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
