"""Confinement: what a process gives up before it reads what strangers sent.

The workers that evaluate queries and the parsers of uploaded files call these first, so that a
fault in a library reaches no network, no other program, and no more memory than its share.
"""

import ctypes
import errno
import json
import os
import platform
import resource
import select
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER = 38, 22, 2  # prctl
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000  # seccomp answers
# Per machine: its name to the kernel, and the numbers of socket, io_uring_setup and execve.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 425, 59, 322)),
    "aarch64": (0xC00000B7, (198, 425, 221, 281)),
}
_DIE_WITH_PARENT = 1  # prctl: PR_SET_PDEATHSIG
_PARSER_SPACE, _PARSER_SECONDS = 2_000_000_000, 60
_IDLE, _BLOCK = 60.0, 1 << 16  # seconds that a parser waits for the next file; bytes of an answer
# Lines about a file: of its name, what else is given, and its bytes.
Parser = Callable[[str, Any, bytes], Iterable[str]]


def die_with_parent() -> None:
    """End this process when the one that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def confine_parser() -> None:
    """Leave this process what a parser needs: no network, no file, two gigabytes."""
    leave_network()
    limit_space(_PARSER_SPACE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def serve_parser(parser: Parser) -> None:
    """Parse one file after another from standard input, each in a fork that ends with it.

    A fork has a minute of the processor, and ends when the one that asked has ended.
    """
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while select.select([asked], [], [], _IDLE)[0] and (head := asked.readline()):
        name, given, size = json.loads(head)
        data = asked.read(size)
        out, into = os.pipe()
        fork = os.fork()
        if not fork:
            _parse(parser, into, name, given, data)
        os.close(into)
        del data
        block = b"."
        while block:
            if asked in select.select([asked, out], [], [])[0]:
                return  # Nothing is asked before the answer: there is nobody to ask.
            block = os.read(out, _BLOCK)
            told.write(b"%d\n%b" % (len(block), block))
            told.flush()
        os.close(out)
        told.write(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]))
        told.flush()


def _parse(parser: Parser, into: int, name: str, given: Any, data: bytes) -> NoReturn:
    """Write what the parser says of a file, and end this process."""
    status = 1
    try:
        die_with_parent()
        resource.setrlimit(resource.RLIMIT_CPU, (_PARSER_SECONDS, _PARSER_SECONDS))
        with os.fdopen(into, "w", encoding="ascii") as out:
            out.writelines(f"{line}\n" for line in parser(name, given, data))
        status = 0
    except BaseException:  # noqa: BLE001  # whatever it is, this process ends with it
        status = 2 if "MemoryError" in traceback.format_exc() else 1
    finally:
        os._exit(status)


def limit_space(size: int, *, for_good: bool = True) -> None:
    """Limit the address space, in bytes; unless for good, it can be raised again."""
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    size = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_AS, (size, size if for_good else most))


def leave_network() -> bool:
    """Make sockets impossible for this process, by every means this system has."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    apart = bool(library.unshare(_NEW_NETWORK) == 0)
    arch, calls = _MACHINES.get(platform.machine(), (0, ()))
    if not arch:
        return apart
    program = _program(arch, calls)
    code = ctypes.create_string_buffer(program, len(program))
    # The kernel reads a length and a pointer, aligned.
    pointer = ctypes.addressof(code)
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program) // 8, pointer))
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    filtered = bool(library.prctl(_SET_FILTER, _FILTER, head, 0, 0) == 0)
    return apart or filtered


def _program(arch: int, calls: tuple[int, ...]) -> bytes:
    """A filter that refuses some system calls: code, jumps if true and false, value."""
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    steps = [(load, 0, 0, 4), (equal, 1, 0, arch), (answer, 0, 0, _KILL), (load, 0, 0, 0)]
    steps.append((at_least, len(calls) + 1, 0, 0x40000000))  # the other x86 numbering
    for place, call in enumerate(calls):
        steps.append((equal, len(calls) - place, 0, call))
    steps += [(answer, 0, 0, _ALLOW), (answer, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
