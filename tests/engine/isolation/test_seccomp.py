"""The filter, first walked through step by step, then in a kernel that has one."""

import errno
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.isolation import seccomp, system_calls
from engine.isolation.seccomp import LOCAL, NONE, PROCESSORS, bars_of, program

ALLOWED, REFUSED = 0x7FFF0000, 0x00050000 | errno.EPERM
UNIX, INET, INET6, NETLINK, PACKET, VSOCK = 1, 2, 10, 16, 17, 40
SOCKETPAIR = {"x86_64": 53, "aarch64": 199}
READ = {"x86_64": 0, "aarch64": 63}


HEADERS = (
    Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    Path("/usr/include/asm-generic/unistd.h"),
)
NUMBER = re.compile(r"#define __NR(?:3264)?_(\w+)\s+(\d+)")
COMPARE = {0x15: int.__eq__, 0x35: int.__ge__, 0x45: lambda loaded, bits: loaded & bits > 0}
UNKNOWN = 0x00050000 | errno.ENOSYS


def walk(steps, name, number, argument=0, architecture=None):
    """What the kernel would do: run the steps on one call."""
    processor = PROCESSORS[name]
    words = {0: number, 4: processor.audit_name if architecture is None else architecture}
    words[16] = argument & 0xFFFFFFFF
    line, loaded = 0, None
    while True:
        step = steps[line]
        if step.code == 0x20:
            loaded = words[step.value]
        elif step.code == 0x06:
            return step.value
        else:
            is_so = COMPARE[step.code](loaded, step.value)
            line += step.yes if is_so else step.no
        line += 1


@pytest.mark.parametrize("name", PROCESSORS)
@pytest.mark.parametrize("family", [INET, INET6, NETLINK, PACKET, VSOCK])
def test_no_family_that_leaves_the_computer_passes(name, family):
    number = PROCESSORS[name].socket
    assert walk(program(PROCESSORS[name], LOCAL), name, number, family) == REFUSED
    assert walk(program(PROCESSORS[name], NONE), name, number, family) == REFUSED


@pytest.mark.parametrize("name", PROCESSORS)
def test_a_local_socket_passes_where_it_is_meant_to(name):
    number = PROCESSORS[name].socket
    assert walk(program(PROCESSORS[name], LOCAL), name, number, UNIX) == ALLOWED
    assert walk(program(PROCESSORS[name], NONE), name, number, UNIX) == REFUSED


@pytest.mark.parametrize("name", PROCESSORS)
def test_the_kernel_reads_the_family_as_32_bits_and_so_does_the_filter(name):
    number = PROCESSORS[name].socket
    assert walk(program(PROCESSORS[name], LOCAL), name, number, INET | 1 << 32) == REFUSED
    assert walk(program(PROCESSORS[name], LOCAL), name, number, UNIX | 1 << 32) == ALLOWED


@pytest.mark.parametrize("families", [LOCAL, NONE])
@pytest.mark.parametrize("name", PROCESSORS)
def test_the_ring_is_refused_and_all_other_calls_pass(name, families):
    steps = program(PROCESSORS[name], families)
    assert walk(steps, name, 425) == REFUSED
    for number in (READ[name], SOCKETPAIR[name], 424, 426, 444):
        assert walk(steps, name, number) == ALLOWED


@pytest.mark.parametrize("families", [LOCAL, NONE])
@pytest.mark.parametrize("name", PROCESSORS)
def test_calls_under_another_processor_s_numbers_are_refused(name, families):
    steps = program(PROCESSORS[name], families)
    i386 = 0x40000003
    assert walk(steps, name, 1, architecture=i386) == REFUSED


def test_x32_calls_are_refused():
    steps = program(PROCESSORS["x86_64"], LOCAL)
    assert walk(steps, "x86_64", 0x40000000 + 41, UNIX) == REFUSED


def test_the_filter_is_as_short_as_it_is_said_to_be():
    assert len(program(PROCESSORS["x86_64"], LOCAL)) == 10
    assert len(program(PROCESSORS["aarch64"], NONE)) == 7


def barred(name):
    return program(PROCESSORS[name], NONE, bars_of(name, own_process=700))


def refused_calls():
    for call, numbers in system_calls.REFUSED.items():
        for name, number in zip(PROCESSORS, numbers, strict=True):
            if number is not None:
                yield pytest.param(name, number, id=f"{call}-{name}")


@pytest.mark.parametrize(("name", "number"), list(refused_calls()))
def test_what_a_child_has_no_use_for_is_refused_there_and_only_there(name, number):
    assert walk(barred(name), name, number) == REFUSED
    assert walk(program(PROCESSORS[name], LOCAL), name, number) == ALLOWED


@pytest.mark.parametrize("name", PROCESSORS)
def test_a_child_may_start_threads_and_no_process(name):
    clone, thread, fork = PROCESSORS[name].clone, 0x3D0F00, 0x1200011
    assert walk(barred(name), name, clone, thread) == ALLOWED
    assert walk(barred(name), name, clone, fork) == REFUSED
    assert walk(barred(name), name, 435) == UNKNOWN, "libc then asks for clone()"


@pytest.mark.parametrize("name", PROCESSORS)
def test_a_child_may_send_signals_to_itself_alone(name):
    for number in PROCESSORS[name].signals:
        assert walk(barred(name), name, number, 700) == ALLOWED
        for other in (1, 701, 0, 0xFFFFFFFF):
            assert walk(barred(name), name, number, other) == REFUSED


@pytest.mark.parametrize("name", PROCESSORS)
def test_a_child_keeps_what_it_works_with(name):
    steps = barred(name)
    for number in (READ[name], SOCKETPAIR[name], 424 - 1, 444, 445, 446):
        assert walk(steps, name, number) == ALLOWED
    assert walk(steps, name, PROCESSORS[name].socket, UNIX) == REFUSED
    assert max(max(step.yes, step.no) for step in steps) <= 255, "a jump is one byte"


@pytest.mark.skipif(not Path("/usr/include/asm-generic/unistd.h").is_file(), reason="no headers")
def test_the_numbers_are_those_of_the_kernel_s_own_headers():
    for column, header in enumerate(HEADERS):
        known = dict(NUMBER.findall(header.read_text())) if header.is_file() else {}
        for call, numbers in system_calls.REFUSED.items():
            if call in known:
                assert str(numbers[column]) == known[call], call


@pytest.mark.parametrize(("platform", "machine"), [("win32", "AMD64"), ("linux", "riscv64")])
def test_where_there_is_no_such_filter_it_says_so(monkeypatch, platform, machine):
    monkeypatch.setattr(seccomp.sys, "platform", platform)
    monkeypatch.setattr(seccomp.platform, "machine", lambda: machine)
    assert seccomp.install(LOCAL) == f"there is no such filter for {platform} on {machine}"


def test_a_kernel_that_refuses_is_reported_and_no_error(monkeypatch):
    def refuse(*_arguments):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(seccomp.sys, "platform", "linux")
    monkeypatch.setattr(seccomp.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(seccomp, "prctl", lambda *_arguments: 0)
    monkeypatch.setattr(seccomp, "syscall", refuse)
    assert seccomp.install(LOCAL) == "the kernel refuses it (Invalid argument)"
    monkeypatch.setattr(seccomp, "prctl", refuse)
    assert seccomp.install(LOCAL) == "the kernel refuses it (Invalid argument)"
    assert seccomp.is_on() is None


LATE = """
import ctypes, socket, subprocess, sys, threading
from engine.isolation import native, seccomp
asked, may_ask = [], threading.Event()
def ask():
    may_ask.wait()
    asked.append(native.socket_error(socket.AF_INET))
older = threading.Thread(target=ask)
older.start()
problem = seccomp.install(seccomp.LOCAL)
if problem:
    may_ask.set()
    sys.exit(f"skip: {problem}")
may_ask.set()
older.join()
socket.socket(socket.AF_UNIX).close()
a, b = socket.socketpair()
a.sendall(b"x")
child = "import socket\\ntry: socket.socket()\\nexcept OSError as error: print(error.errno)"
done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True)
print(asked, b.recv(1), done.stdout.strip(), seccomp.is_on())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_it_binds_threads_that_exist_already_and_programs_started_later():
    done = subprocess.run(
        [sys.executable, "-c", LATE], capture_output=True, text=True, timeout=300, check=False
    )
    if done.stderr.startswith("skip: "):
        pytest.skip(done.stderr.strip())
    assert done.stderr == ""
    assert done.stdout.split() == ["[1]", "b'x'", "1", "True"]
