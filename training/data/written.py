"""The databases and dialogues that were written for this project: `training/written/<id>.sql` and `<id>.json`.

The published sets hardly hold what people in business ask: who has not paid yet, what that brought in per month, who
approved it. `validation_databases.txt` beside them names the databases that nothing is trained on.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "written"


def written_databases(out: Path, folder: Path = FOLDER) -> dict[str, Path]:
    """The SQLite files by database id, built in `out` where one is missing or older than its script.

    Raises sqlite3.Error for a script that fails, or whose rows break a foreign key.
    """
    out.mkdir(parents=True, exist_ok=True)
    files = {path.stem: out / f"{path.stem}.sqlite" for path in sorted(folder.glob("*.sql"))}
    for name, file in files.items():
        script = folder / f"{name}.sql"
        if not file.exists() or file.stat().st_mtime < script.stat().st_mtime:
            _build(script, file)
    return files


def _build(script: Path, file: Path) -> None:
    partial = file.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # the script can build it again
        connection.executescript(f"BEGIN; {script.read_text(encoding='utf-8')}; COMMIT")
        if faults := connection.execute("PRAGMA foreign_key_check").fetchall():
            raise sqlite3.IntegrityError(f"{script}: rows that refer to none: {faults[:3]}")
    partial.replace(file)
