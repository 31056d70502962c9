"""Databases that a worker opens without ever naming a path: SQLite gets descriptors that the service handed over.

A worker can then be forbidden to open anything at all, and a file that is replaced meanwhile stays the one it was.
"""

import ctypes
import errno

import apsw

from services.executor.kernel_filters import LIBC

_NAME = "/turnwise-handed-over"
_URI = f"file:{_NAME}?mode=ro&immutable=1"
_VFS = "handed-over"


class HandedFiles:
    """SQLite's way to files in this process, once and for all: `connect` is the only one that finds one.

    SQLite's own unix layer does all the reading; of it only open() is replaced.
    """

    def __init__(self) -> None:
        self._descriptor = -1
        # Both must live as long as SQLite may call them.
        self._open = _OPEN(self._opened)
        self._vfs = apsw.VFS(_VFS, base="unix")
        self._vfs.xSetSystemCall("open", ctypes.cast(self._open, ctypes.c_void_p).value or 0)

    def connect(self, descriptor: int) -> apsw.Connection:
        """A connection that takes no lock, for a file without live WAL or journal. Nothing but the header is read yet.

        The descriptor stays the caller's. Raises apsw.Error.
        """
        self._descriptor = descriptor
        try:
            return apsw.Connection(
                _URI, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI, vfs=_VFS, statementcachesize=32
            )
        finally:
            self._descriptor = -1

    def _opened(self, path: bytes, _flags: int, _mode: int) -> int:
        if path != _NAME.encode() or self._descriptor < 0:
            ctypes.set_errno(errno.EACCES)
            return -1
        return int(LIBC.dup(self._descriptor))


# int open(const char *path, int flags, int mode)
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int, use_errno=True)
