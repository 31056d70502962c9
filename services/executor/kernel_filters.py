"""Two filters that a process puts on itself for good, straight on the kernel's interface: Landlock and seccomp.

Neither needs privileges once `no_new_privs` is set, and what the kernel refuses it refuses to every library in the
process. Sources: the kernel's userspace-api/landlock and userspace-api/seccomp_filter, and its unistd.h for the
numbers. Light to import, for the workers do.
"""

import ctypes
import errno
import os
import struct

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long

# ------------------------------------------------------------------------------------------------------ Landlock

_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same on every architecture
_VERSION_FLAG = 1
_NET_BIND_AND_CONNECT_TCP = 0b11  # from ABI 4
_SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11  # from ABI 6


def forbid_files() -> None:
    """From now on no path can be opened, made, renamed, removed or run; descriptors that are open stay usable.

    Newer kernels refuse TCP, and sockets and signals to processes outside as well. Raises OSError where the kernel
    has no Landlock.
    """
    abi = _checked(LIBC.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG))
    attributes = struct.pack("Q", _file_rights(abi))
    if abi >= 4:
        attributes += struct.pack("Q", _NET_BIND_AND_CONNECT_TCP)
    if abi >= 6:
        attributes += struct.pack("Q", _SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS)
    ruleset = _checked(LIBC.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0))
    try:
        _checked(LIBC.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _file_rights(abi: int) -> int:
    """All that this version knows; a right that is not named would stay allowed."""
    known = 13 + (abi >= 2) + (abi >= 3) + (abi >= 5)  # then REFER, TRUNCATE, IOCTL_DEV
    return (1 << known) - 1


# ------------------------------------------------------------------------------------------------------- seccomp

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
# What a worker still needs: descriptors that are open, memory, the clock, its end. Numbers on x86-64 and on aarch64,
# where the lack of one is None.
_CALLS: dict[str, tuple[int, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "recvmsg": (47, 212),
    "sendto": (44, 206),
    "close": (3, 57),
    "dup": (32, 23),
    "pread64": (17, 67),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "lstat": (6, None),
    "brk": (12, 214),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    "futex": (202, 98),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "getrandom": (318, 278),
    "clock_gettime": (228, 113),
    "gettimeofday": (96, 169),
    "clock_nanosleep": (230, 115),
    "restart_syscall": (219, 128),
    "sched_yield": (24, 124),
    "getpid": (39, 172),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
# By `os.uname().machine`: AUDIT_ARCH_… of <linux/audit.h>, and the place of its numbers above.
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

_LOAD, _IF_EQUAL, _IF_SET, _RETURN = 0x20, 0x15, 0x45, 0x06  # of <linux/bpf_common.h>
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
# Offsets in struct seccomp_data; of an argument, its lower half (both machines are little-endian).
_NUMBER, _ARCHITECTURE, _THIRD_ARGUMENT, _FOURTH_ARGUMENT = 0, 4, 32, 40
_PROT_EXEC, _AT_EMPTY_PATH = 4, 0x1000

_Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


def forbid_system_calls() -> None:
    """From now on everything but `_CALLS` fails with EPERM: no file, socket, process or signal.

    Memory cannot be made executable; looking at a path finds nothing. Needs no_new_privs. Raises OSError where the
    kernel has no seccomp, or the machine is none that the numbers are known of.
    """
    machine = os.uname().machine
    if machine not in _MACHINES:
        raise OSError(errno.ENOSYS, f"the system calls of {machine} are not known")
    architecture, place = _MACHINES[machine]
    known = {name: number for name, numbers in _CALLS.items() if (number := numbers[place]) is not None}
    program = _program(architecture, known)
    packed = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    _checked(LIBC.prctl(_PR_SET_SECCOMP, _MODE_FILTER, header, 0, 0))


def _program(architecture: int, numbers: dict[str, int]) -> list[_Instruction]:
    """Each check of the number is followed by what it leads to, and skips it where it does not fit."""
    not_executable = _if_argument_has(_THIRD_ARGUMENT, _PROT_EXEC, _ERRNO | errno.EPERM, _ALLOW)
    # SQLite takes a path that is not there for one without links in it, and goes on to open it.
    only_descriptors = _if_argument_has(_FOURTH_ARGUMENT, _AT_EMPTY_PATH, _ALLOW, _ERRNO | errno.ENOENT)
    checked = {
        "mmap": not_executable,
        "mprotect": not_executable,
        "newfstatat": only_descriptors,
        "lstat": [(_RETURN, 0, 0, _ERRNO | errno.ENOENT)],
    }
    program = [(_LOAD, 0, 0, _ARCHITECTURE), (_IF_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL_PROCESS)]
    program.append((_LOAD, 0, 0, _NUMBER))
    for name, number in numbers.items():
        then = checked.get(name, [(_RETURN, 0, 0, _ALLOW)])
        program += [(_IF_EQUAL, 0, len(then), number), *then]
    return [*program, (_RETURN, 0, 0, _ERRNO | errno.EPERM)]


def _if_argument_has(offset: int, bits: int, then: int, otherwise: int) -> list[_Instruction]:
    return [(_LOAD, 0, 0, offset), (_IF_SET, 0, 1, bits), (_RETURN, 0, 0, then), (_RETURN, 0, 0, otherwise)]


# --------------------------------------------------------------------------------------------------------- prctl


def prctl(option: int, value: int) -> None:
    """Raises OSError."""
    _checked(LIBC.prctl(option, value, 0, 0, 0))


def unshare(namespaces: int) -> None:
    """Leaves the namespaces of these CLONE_NEW… flags for empty ones. Raises OSError where that is not allowed."""
    _checked(LIBC.unshare(namespaces))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
