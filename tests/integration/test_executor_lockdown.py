"""What code inside a worker can do, should a statement ever get that far: each layer is tried, not believed."""

import asyncio
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from services.contracts.errors import StageUnavailable
from services.executor import process
from services.executor.executor import SandboxedExecutor
from services.executor.messages import Layer
from services.executor.settings import ExecutorSettings, SandboxLevel
from tests.executor_shop import create, execute, with_executor

ROOT = Path(__file__).parents[2]
# Locks itself down as a worker does, with the layers named in the arguments left out, tries everything, and tells what
# worked. Whatever fails with another error than a refusal is told too.
INTRUDER = """
import ctypes, json, mmap, os, resource, signal, socket, sys
from services.executor import kernel_filters, lockdown
from services.executor.messages import Setup

def refuse(*_):
    raise OSError
for name in sys.argv[2:]:
    setattr(kernel_filters, name, refuse)
layers = lockdown.lock_down(Setup(1 << 26, 1 << 30, 1000, 1000))
folder, libc, parent = sys.argv[1], ctypes.CDLL(None, use_errno=True), os.getppid()

def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")

def executable_memory():
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)

def fork():
    if os.fork() == 0:
        os._exit(0)

attempts = {
    "read a file": lambda: open("/etc/passwd").read(),
    "read a file of the same folder": lambda: open(folder + "/secret").read(),
    "list a folder": lambda: os.listdir("/"),
    "list its descriptors": lambda: os.listdir("/proc/self/fd"),
    "create a file": lambda: open(folder + "/new", "x"),
    "create a file in /tmp": lambda: open("/tmp/turnwise-intruder", "x"),
    "create a file in memory": lambda: os.memfd_create("x"),
    "append to a file": lambda: open(folder + "/secret", "a").write("x"),
    "truncate a file": lambda: os.truncate(folder + "/secret", 0),
    "delete a file": lambda: os.unlink(folder + "/secret"),
    "rename a file": lambda: os.rename(folder + "/secret", folder + "/stolen"),
    "make a folder": lambda: os.mkdir(folder + "/folder"),
    "make a link": lambda: os.symlink("/etc/passwd", folder + "/link"),
    "make a pipe": lambda: os.mkfifo(folder + "/pipe"),
    "change a mode": lambda: os.chmod(folder + "/secret", 0o777),
    "change an owner": lambda: os.chown(folder + "/secret", 0, 0),
    "open a TCP socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "open a UDP socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "open a Unix socket": lambda: socket.socket(socket.AF_UNIX),
    "open a socket pair": socket.socketpair,
    "open a netlink socket": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "start a process": fork,
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "signal its parent": lambda: os.kill(parent, 0),
    "stop its parent": lambda: os.kill(parent, signal.SIGCONT),
    "trace its parent": lambda: call(101, 16, parent, 0, 0),
    "read its parent's memory": lambda: call(310, parent, 0, 0, 0, 0, 0),
    "become root": lambda: os.setresuid(0, 0, 0),
    "enter new namespaces": lambda: call(272, 0x10000000),
    "mount": lambda: call(165, b"none", folder.encode(), b"tmpfs", 0, None),
    "change its root": lambda: os.chroot("/"),
    "change its folder": lambda: os.chdir(folder),
    "raise its limits": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    "make memory executable": executable_memory,
    "load a library": lambda: ctypes.CDLL("libanl.so.1"),
    "watch performance": lambda: call(298, None, 0, -1, -1, 0),
    "load a BPF program": lambda: call(321, 5, None, 0),
    "start a kernel ring": lambda: call(425, 8, None),
    "make a user fault descriptor": lambda: call(323, 0),
    "set the clock": lambda: call(227, 0, None),
    "ask for another name": lambda: socket.sethostname("x"),
}
worked = []
for name, attempt in attempts.items():
    try:
        attempt()
        worked.append(name)
    except (OSError, ValueError):
        pass
os.write(1, json.dumps([list(map(str, layers)), worked, len(attempts)]).encode())
os._exit(0)
"""


def intrude(folder: Path, *left_out: str, prefix: tuple[str, ...] = ()) -> tuple[set[Layer], list[str]]:
    """The layers in force, and what worked all the same."""
    if os.uname().machine != "x86_64":
        pytest.skip("the intruder's system calls are numbered as on x86-64")
    (folder / "secret").write_text("hush")
    folder.chmod(0o777)
    (folder / "secret").chmod(0o666)
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [*prefix, sys.executable, "-c", INTRUDER, str(folder), *left_out],
        capture_output=True,
        env=environment,
        timeout=20,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    layers, worked, tried = json.loads(done.stdout)
    assert tried >= 40
    return set(map(Layer, layers)), worked


def test_nothing_works_inside_a_worker(tmp_path: Path) -> None:
    layers, worked = intrude(tmp_path)
    assert worked == []
    assert layers >= SandboxLevel.CONTAINER.layers
    assert (tmp_path / "secret").read_text() == "hush"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret"]


def test_without_system_call_filter_the_file_system_stays_closed(tmp_path: Path) -> None:
    layers, worked = intrude(tmp_path, "forbid_system_calls")
    if Layer.FILES not in layers:
        pytest.skip("this kernel has no Landlock")
    assert Layer.SYSTEM_CALLS not in layers
    assert not [what for what in worked if "file" in what and what != "create a file in memory"]
    assert not {"list a folder", "start a process", "run a program", "signal its parent", "mount"} & set(
        worked
    )
    assert "open a Unix socket" in worked  # as docs/security.md says of this layer's absence


def test_without_landlock_nothing_more_works(tmp_path: Path) -> None:
    layers, worked = intrude(tmp_path, "forbid_files")
    assert Layer.FILES not in layers
    assert worked == []


def container() -> tuple[str, ...]:
    """A user without rights who cannot make namespaces: what an unprivileged container's default profile leaves."""
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        pytest.skip("needs unshare and setpriv")
    script = (
        "echo 0 > /proc/sys/user/max_user_namespaces && "
        'exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all -- "$@"'
    )
    prefix = ("unshare", "--user", "--map-root-user", "sh", "-c", script, "sh")
    if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no user namespace can be made here")
    return prefix


def test_level_of_an_unprivileged_container(tmp_path: Path) -> None:
    layers, worked = intrude(tmp_path, prefix=container())
    assert layers >= SandboxLevel.CONTAINER.layers
    assert Layer.NETWORK not in layers
    assert worked == []


# ----------------------------------------------------------------------------------------------------- the level


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create(tmp_path_factory.mktemp("shop") / "shop.sqlite")


async def nothing(_: SandboxedExecutor) -> None: ...


def test_what_is_in_force_is_said(shop: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "services.executor.pool")
    with_executor(shop, nothing, sandbox="container")
    (said,) = [record.getMessage() for record in caplog.records if "locked down" in record.getMessage()]
    assert all(str(layer) in said for layer in SandboxLevel.CONTAINER.layers)


@pytest.fixture
def weak_worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[set[Layer]], None]:
    def install(layers: set[Layer]) -> None:
        impostor = f"""
import os
from services.executor.messages import Layer, Ready, pack_ready
os.read(0, 1000)
os.write(0, pack_ready(Ready("3", tuple(map(Layer, {sorted(map(str, layers))})))))
os.read(0, 1000)
"""
        monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-S", "-c", impostor))

    return install


@pytest.mark.parametrize("level", SandboxLevel)
def test_below_its_level_the_executor_does_not_start(
    shop: Path, weak_worker: Callable[[set[Layer]], None], level: SandboxLevel
) -> None:
    for missing in level.layers:
        weak_worker(set(Layer) - {missing})
        with pytest.raises(StageUnavailable, match=f"without {missing} .* the level '{level}' demands"):
            with_executor(shop, nothing, sandbox=level)
    weak_worker(set(level.layers))
    with_executor(shop, nothing, sandbox=level)


def test_levels_are_ordered() -> None:
    assert (
        SandboxLevel.PROCESS.layers < SandboxLevel.CONTAINER.layers < SandboxLevel.HOST.layers == set(Layer)
    )
    assert ExecutorSettings().sandbox is SandboxLevel.CONTAINER


def test_a_worker_reads_a_file_that_it_could_not_open(tmp_path: Path) -> None:
    """The service opens it, so the worker's user needs no right to it."""
    path = create(tmp_path / "private.sqlite")
    path.chmod(0o600)
    tmp_path.chmod(0o700)

    assert execute(path, "SELECT * FROM orders").row_count == 3


def test_start_up_is_quick(shop: Path) -> None:
    async def work(executor: SandboxedExecutor) -> float:
        clock = asyncio.get_running_loop().time
        times = []
        for _ in range(5):
            started = clock()
            worker = process.WorkerProcess(executor._pool._setup, on_exit=lambda _: None)
            await worker.ready(seconds=10)
            times.append(clock() - started)
            worker.kill()
            await worker.bury()
        return min(times)

    assert with_executor(shop, work) < 0.2  # the bench holds it to 50 ms; here other work runs besides
