"""What goes into the packaged program: our data whole, foreign parts left out."""

import importlib.util
import re
import sys
from pathlib import Path, PurePath

import contents
import pytest

from models.library import merged_path

ROOT = Path(__file__).resolve().parent.parent.parent


def binary(name: str) -> contents.Entry:
    return (name, f"/lib/{name}", "BINARY")


def test_every_data_file_that_the_program_reads_is_shipped():
    shipped = {Path(file).relative_to(ROOT).as_posix() for file, _folder in contents.own_data(ROOT)}
    wanted = {"desktop/theme.qss", "models/catalogue.toml"}
    wanted.add(merged_path().relative_to(ROOT).as_posix())
    wanted |= {f"models/wordings/{name}.toml" for name in ("bonito", "general", "smollm2")}
    wanted |= {"models/families.toml", "models/frames.toml"}
    wanted |= {
        path.relative_to(ROOT).as_posix()
        for folder in ("desktop/icons", "engine/samples")
        for path in (ROOT / folder).iterdir()
        if path.is_file() and path.suffix != ".py"
    }
    assert wanted <= shipped


def test_pictures_that_the_style_sheet_names_can_be_read_by_a_plugin_inside():
    sheet = (ROOT / "desktop" / "theme.qss").read_text(encoding="utf-8")
    kinds = {name.rpartition(".")[2] for name in re.findall(r'url\("([^"]+)"\)', sheet)}
    assert kinds
    for kind in kinds:
        assert contents.is_kept(f"PySide6/Qt/plugins/imageformats/libq{kind}.so")


@pytest.mark.parametrize(
    ("name", "is_shipped"),
    [
        ("models/licences/MIT.txt", True),
        ("engine/export/verify.py", True),
        ("engine/export/verify_rows.py", True),
        ("engine/export/bundle.py", False),
        ("desktop/__pycache__/app.cpython-311.pyc", False),
        ("desktop/pictures/review.png", False),
        ("models/nano/build/mix.toml", False),
        ("engine/cluster/slurm.sh", False),
        ("engine/cluster/README.md", False),
        ("models/nano/nano.gguf", False),  # merged into the embedded file
    ],
)
def test_what_is_no_module_is_shipped_unless_it_is_said_to_stay(name: str, is_shipped: bool):
    assert contents.is_data(PurePath(name)) is is_shipped


def test_no_set_up_installs_what_drives_a_cluster():
    """It opens sockets: only who asks for the extra by its name gets it."""
    for place in ("Makefile", ".ci/run", "packaging/set_up.py", "packaging/build.py"):
        text = (ROOT / place).read_text(encoding="utf-8")
        assert "cluster" not in text
        assert "--all-extras" not in text
    assert {"engine.cluster", "ray"} <= set(contents.NETWORK_MODULES)


def test_what_stands_in_for_a_package_is_one():
    """PyInstaller tells by the name of the file; the bindings are modules below it."""
    found = contents.stand_ins(ROOT / "packaging" / "stand_ins")
    assert {name: Path(file).name for name, file in found.items()} == {
        "llama_cpp": "__init__.py",
        "sqlite3": "sqlite3.py",
    }


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("libvulkan.so.1", False),
        ("vulkan-1.dll", False),
        ("llama_cpp/lib/libggml-vulkan.so", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqpdf.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("bonito_desktop-0.1.0.dist-info/METADATA", True),
        ("bonito_desktop-0.1.0.dist-info/direct_url.json", False),
        ("libstdc++.so.6", False),
        ("libGL.so.1", False),
        ("libgomp.so.1", True),
        ("libxcb-cursor.so.0", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
    ],
)
def test_a_file_is_kept_or_not_by_its_name(name: str, is_kept: bool):
    assert contents.is_kept(name) is is_kept


def test_a_library_that_only_a_dropped_plugin_needed_falls_away():
    links = {
        "/lib/a.abi3.so": ["libQt6Gui.so.6", "libc.so.6"],
        "/lib/Qt/lib/libQt6Gui.so.6": ["LIBQT6CORE.SO.6"],
    }
    names = ["a.abi3.so", "Qt/lib/libQt6Gui.so.6", "Qt/lib/libQt6Core.so.6", "libQt6Network.so.6"]
    kept = contents.needed(map(binary, names), contents.is_root, lambda file: links.get(file, []))
    assert [name for name, _source, _code in kept] == names[:3]


@pytest.mark.parametrize(
    ("name", "is_root"),
    [
        ("lxml/etree.cpython-311-x86_64-linux-gnu.so", True),
        ("PySide6/QtCore.abi3.so", True),
        ("lxml/etree.cp312-win_amd64.pyd", True),
        ("llama_cpp/lib/libggml-cpu-haswell.so", True),
        ("pypdfium2_raw/libpdfium.so", True),
        ("libpython3.11.so.1.0", True),
        ("PySide6/libpyside6.abi3.so.6.11", False),
        ("libQt6Network.so.6", False),
    ],
)
def test_roots_are_what_something_loads_by_its_path(name: str, is_root: bool):
    assert contents.is_root(name) is is_root


def test_a_link_to_a_library_that_is_left_out_is_left_out():
    datas = [
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Network.so.6", "PySide6/Qt/lib/libQt6Network.so.6", "SYMLINK"),
        ("models/catalogue.toml", "/source/catalogue.toml", "DATA"),
    ]
    binaries = [binary("PySide6/Qt/lib/libQt6Core.so.6")]
    assert contents.without_dangling_links(datas, binaries) == [datas[0], datas[2]]


def test_a_build_for_one_computer_is_not_packaged(tmp_path: Path):
    (tmp_path / "libggml-cpu.so").touch()
    if sys.platform == "darwin":
        pytest.skip("one build fits every Apple processor")
    with pytest.raises(FileNotFoundError, match="no CPU variants"):
        contents.compute_libraries(tmp_path)


def test_pictures_and_chat_of_llama_cpp_are_left_out(tmp_path: Path):
    names = ["libggml-cpu-x64.so", "libllama-common.so", "libllama.so", "libmtmd.so", "llama.txt"]
    for name in names:
        (tmp_path / name).touch()
    found = [file.name for file in contents.compute_libraries(tmp_path)]
    assert found == ["libggml-cpu-x64.so", "libllama.so"]


@pytest.mark.parametrize("name", contents.NETWORK_MODULES)
def test_nothing_that_the_program_loads_is_a_network_client(name: str):
    """The excluded modules are real ones: a name that was misspelt would exclude nothing."""
    if name in {"httpx", "huggingface_hub", "ray", "requests", "urllib3"}:
        pytest.skip("not installed for tests")
    assert importlib.util.find_spec(name) is not None
