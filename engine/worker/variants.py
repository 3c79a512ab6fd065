"""Which of llama.cpp's libraries for processors a worker loads: the best one, or a lower one.

A packaged build has one for each family of processors, and the best that the processor names is
loaded. A virtual machine may name instructions that it does not have: the worker is then ended by
the system at the first of them. So the best is passed over, then the next, each once; how many
were is remembered for this processor and this build. It is forgotten where no library is left,
since the fault then lies elsewhere.

Nothing here loads a library: only their files are looked at.
"""

import hashlib
import json
import os
import platform
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from engine.config import config_folder

NOTICE = (
    "This computer's processor lacks an instruction that it names, which the fastest library of "
    "llama.cpp uses; a slower library is used from now on."
)
_MOST = 24  # more than llama.cpp has for any kind of processor
_CPU_FACTS = Path("/proc/cpuinfo")
_lock = threading.Lock()
_passed_over = dict[Path, int]()  # by the file it is kept in, which may not be writable
_given_up = set[Path]()  # the same: no library was left


def passed_over() -> int:
    """How many libraries, the best first, are not to be loaded on this computer."""
    with _lock:
        return _known(_file())


def pass_over(used: int) -> bool:
    """The best but `used` failed here. Says whether another may be tried."""
    file = _file()
    with _lock:
        if file in _given_up or used + 1 > _MOST:
            return False
        _keep(file, max(_known(file), used + 1))
    return True


def give_up() -> None:
    """None was left: they are all to be used again, and none is passed over in this process."""
    file = _file()
    with _lock:
        _keep(file, 0)
        _given_up.add(file)


def forget() -> bool:
    """Try the best one again; says whether one was passed over."""
    file = _file()
    with _lock:
        was = _known(file)
        _given_up.discard(file)
        _keep(file, 0)
    return was > 0


def _file() -> Path:
    return config_folder() / "processor.json"


def _known(file: Path) -> int:
    if file not in _passed_over:
        _passed_over[file] = _read(file)
    return _passed_over[file]


def _read(file: Path) -> int:
    try:
        content: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # none, or one that says nothing
        return 0
    fields = cast("dict[str, Any]", content) if isinstance(content, dict) else {}
    number = fields.get("passed_over")
    is_ours = fields.get("for") == stamp()
    return number if is_ours and type(number) is int and 0 <= number <= _MOST else 0


def _keep(file: Path, number: int) -> None:
    _passed_over[file] = number
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):  # then the best is tried again at the next start, and passed over again
        if not number:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_text(json.dumps({"for": stamp(), "passed_over": number}), encoding="utf-8")
        draft.replace(file)


@cache
def stamp() -> str:
    """Changes with the processor or the build."""
    seen = hashlib.sha256(f"{platform.machine()} {platform.processor()}".encode())
    seen.update("\n".join(_facts()).encode())
    spec = find_spec("llama_cpp")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for library in sorted(Path(place, "lib").glob("*ggml-cpu*")):
            facts = library.stat()
            seen.update(f"{library.name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]


def _facts() -> Iterator[str]:
    """What Linux says of the first processor; other systems say it in `platform`."""
    with suppress(OSError):
        first = _CPU_FACTS.read_text(encoding="utf-8", errors="replace").partition("\n\n")[0]
        for line in first.splitlines():
            if line.startswith(("model name", "flags", "Features", "CPU part")):
                yield line
