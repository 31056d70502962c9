"""Files named on the command line as a catalogue."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from services.contracts.catalogue import Catalogue
from services.contracts.errors import InvalidRequest


def catalogue_of(file: Path, *, unique: bool = False) -> tuple[Catalogue, str]:
    """A catalogue that holds this file alone, and the file's id in it.

    With `unique`, two files of one name in different folders get different ids, so that a stored session never
    meets the wrong database. Raises DatabaseUnusable at once for a file that cannot be read as one.
    """
    if file == Path():
        raise InvalidRequest("--db names no file", field="db")
    place = hashlib.sha256(str(file.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    database_id = f"{_name_of(file)}-{place}" if unique else _name_of(file)
    # The catalogue refuses links, which may change under a service; here the person who asks names the file.
    catalogue = Catalogue.of({database_id: file.resolve()})
    catalogue.database(database_id).check()
    return catalogue, database_id


def served_catalogue(files: Sequence[Path]) -> Catalogue:
    """Every file under its own name without the suffix. Raises InvalidRequest where two have the same."""
    named = {_name_of(file): file.resolve() for file in files}
    if len(named) < len(files):
        raise InvalidRequest("two files have the same name; list them in a catalogue instead", field="db")
    catalogue = Catalogue.of(named)
    for database_id in catalogue.ids():
        catalogue.database(database_id).check()
    return catalogue


def _name_of(file: Path) -> str:
    """The file's name as a database id."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", file.stem)[:40] or "database"
