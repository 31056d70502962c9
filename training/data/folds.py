"""Two halves of the databases, so that each half's questions can be asked of a network that does not know it."""

from zlib import crc32


def fold_of(database_id: str) -> int:
    """1 or 2: of the name alone, so that it is the same in every run and for every data set."""
    return 1 + crc32(database_id.encode()) % 2
