"""What a worker gives up before it sees the first statement, and what each step stops. See docs/security.md.

Every layer that the machine allows is put in force, whatever the settings demand; the service compares the report
with its level. Light to import, for the workers do.
"""

import os
import resource
from collections.abc import Callable

import apsw

from services.executor import kernel_filters
from services.executor.messages import Layer, Setup

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_NEW_IPC, _NEW_USER, _NEW_NETWORK = 0x08000000, 0x10000000, 0x40000000
_NOBODY = 65534
_SIGKILL = 9


def lock_down(setup: Setup) -> tuple[Layer, ...]:
    """The layers in force. Whatever is needed from a file must be loaded before."""
    _prepare()
    layers = [Layer.LIMITS, *_leave_network_and_root()]
    # Set after the user changes, which would clear it. Without it a worker inside one long call outlives its service.
    kernel_filters.prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    kernel_filters.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    layers.append(Layer.NO_NEW_PRIVILEGES)
    _limit(setup)
    layers += [Layer.FILES] * _done(kernel_filters.forbid_files)
    layers += [Layer.SYSTEM_CALLS] * _done(kernel_filters.forbid_system_calls)
    return tuple(layers)


def _prepare() -> None:
    """What would open a file later: the seed of random(), the time zone, the codecs of UTF-16 databases."""
    connection = apsw.Connection(":memory:")
    connection.execute("SELECT random(), datetime('now', 'localtime')").fetchall()
    for codec in ("utf-16-le", "utf-16-be"):
        "".encode(codec)


def _leave_network_and_root() -> list[Layer]:
    """In an order that needs the privileges of root first, or else a user namespace, which containers mostly refuse."""
    network = _done(kernel_filters.unshare, _NEW_NETWORK | _NEW_IPC)
    not_root = os.getuid() != 0 or _done(_become_nobody)
    network = network or _done(kernel_filters.unshare, _NEW_USER | _NEW_NETWORK | _NEW_IPC)
    return [Layer.NETWORK] * network + [Layer.NOT_ROOT] * not_root


def _become_nobody() -> None:
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _done(step: Callable[..., None], *arguments: object) -> bool:
    """Whether the kernel allows it."""
    try:
        step(*arguments)
    except OSError:
        return False
    return True


def _limit(setup: Setup) -> None:
    """Below what SQLite counts: no file grows, no process is started, no core is dumped."""
    for limit, value in {
        resource.RLIMIT_AS: setup.process_bytes,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(limit, (value, value))
    apsw.hard_heap_limit(setup.heap_bytes)
