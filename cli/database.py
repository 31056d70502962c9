"""`--db FILE` as a catalogue of one database."""

import hashlib
import re
from pathlib import Path

from services.contracts.catalogue import Catalogue


def catalogue_of(file: Path) -> tuple[Catalogue, str]:
    """A catalogue that holds this file alone, and the file's id in it.

    Two files of one name in different folders get different ids, so that a stored session never meets the wrong
    database. Raises DatabaseUnusable at once for a file that cannot be read as one.
    """
    path = file.resolve()
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", path.stem)[:40] or "database"
    place = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    database_id = f"{name.lstrip('-') or 'database'}-{place}"
    catalogue = Catalogue.of({database_id: file})
    catalogue.database(database_id).check()
    return catalogue, database_id
