"""What a statement may do inside a worker: SQLite itself refuses the rest. Light to import, for the workers do."""

import apsw

_SCALARS = """-> ->> abs ceil ceiling char coalesce concat concat_ws floor format glob hex if ifnull iif instr length
    like likelihood likely lower ltrim max min mod nullif octet_length printf quote random randomblob replace round
    rtrim sign substr substring trim trunc typeof unhex unicode unistr unistr_quote unlikely upper zeroblob"""
_MATHEMATICS = """acos acosh asin asinh atan atan2 atanh cos cosh degrees exp ln log log10 log2 pi pow power radians
    sin sinh sqrt tan tanh"""
_TIMES = (
    "current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch"
)
_AGGREGATES = "avg count group_concat median percentile percentile_cont percentile_disc string_agg sum total"
_WINDOWS = (
    """cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number"""
)
_JSON = """json json_array json_array_insert json_array_length json_error_position json_extract json_group_array
    json_group_object json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set
    json_type json_valid jsonb jsonb_array jsonb_array_insert jsonb_extract jsonb_group_array jsonb_group_object
    jsonb_insert jsonb_object jsonb_patch jsonb_remove jsonb_replace jsonb_set subtype"""
_FULL_TEXT = "bm25 highlight match matchinfo offsets snippet"
_POLYGONS = """geopoly_area geopoly_bbox geopoly_blob geopoly_ccw geopoly_contains_point geopoly_json geopoly_overlap
    geopoly_regular geopoly_svg geopoly_within geopoly_xform"""
_ALLOWED = (_SCALARS, _MATHEMATICS, _TIMES, _AGGREGATES, _WINDOWS, _JSON, _FULL_TEXT, _POLYGONS)
FUNCTIONS = frozenset(name for names in _ALLOWED for name in names.split())

# The schema is the value index's to tell; the others show the file's pages or the connection's inside.
_SCHEMA_TABLES = {"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"}
_TABLES_DENIED = _SCHEMA_TABLES | {"sqlite_dbpage", "sqlite_stmt", "dbstat", "bytecode", "tables_used"}
MODULES = ("fts3", "fts4", "fts5", "fts5vocab", "geopoly", "rtree", "rtree_i32")

_ACTIONS = {
    apsw.SQLITE_ATTACH: "ATTACH",
    apsw.SQLITE_DETACH: "DETACH",
    apsw.SQLITE_PRAGMA: "PRAGMA",
    apsw.SQLITE_TRANSACTION: "a transaction",
    apsw.SQLITE_SAVEPOINT: "a savepoint",
}


class Authorizer:
    """SQLite asks it about every action of a statement that it prepares. `denied` keeps the first refusal."""

    def __init__(self) -> None:
        self.denied = ""

    def __call__(
        self, action: int, first: str | None, second: str | None, _database: str | None, _within: str | None
    ) -> int:
        refusal = _refusal(action, (first or "").lower(), (second or "").lower())
        if refusal and not self.denied:
            self.denied = refusal
        return apsw.SQLITE_DENY if refusal else apsw.SQLITE_OK


def _refusal(action: int, first: str, second: str) -> str:
    """What is not allowed, in words; empty for what is."""
    match action:
        case apsw.SQLITE_SELECT | apsw.SQLITE_RECURSIVE:
            return ""
        case apsw.SQLITE_READ:
            return f"reading {first}" if first in _TABLES_DENIED or first.startswith("pragma_") else ""
        case apsw.SQLITE_FUNCTION:
            return "" if second in FUNCTIONS else f"the function {second}()"
        case apsw.SQLITE_PRAGMA if first == "data_version":  # full-text search asks for it
            return ""
        case _:
            return _ACTIONS.get(action, "anything but reading")


def bound(connection: apsw.Connection, *, cell_bytes: int, sql_bytes: int) -> None:
    """Sets every limit of SQLite; measured to stop what explodes in the parser or the planner."""
    for limit, value in {
        apsw.SQLITE_LIMIT_LENGTH: cell_bytes,
        apsw.SQLITE_LIMIT_SQL_LENGTH: sql_bytes,
        apsw.SQLITE_LIMIT_COLUMN: 256,
        apsw.SQLITE_LIMIT_EXPR_DEPTH: 100,
        apsw.SQLITE_LIMIT_PARSER_DEPTH: 200,
        apsw.SQLITE_LIMIT_COMPOUND_SELECT: 50,
        apsw.SQLITE_LIMIT_VDBE_OP: 100_000,
        apsw.SQLITE_LIMIT_FUNCTION_ARG: 100,
        apsw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 5_000,
        apsw.SQLITE_LIMIT_VARIABLE_NUMBER: 100,
        apsw.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
        apsw.SQLITE_LIMIT_ATTACHED: 0,
        apsw.SQLITE_LIMIT_WORKER_THREADS: 0,
    }.items():
        connection.limit(limit, value)
