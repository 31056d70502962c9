"""Records of a JSON file with the lines on which they stand: a list of objects, or one object per line."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from services.contracts.errors import InvalidRequest

ModelT = TypeVar("ModelT", bound=BaseModel)
_BLANKS = " \t\r\n"


@dataclass(frozen=True)
class Record:
    """`number` counts from 0, as the ids of rows do; `line` from 1, as editors do."""

    number: int
    line: int
    value: dict[str, Any]
    file: str

    @property
    def place(self) -> str:
        return f"{self.file}, line {self.line} (record {self.number})"

    def read_as(self, model: type[ModelT]) -> ModelT:
        """Raises InvalidRequest that names the place and the field."""
        try:
            return model.model_validate(self.value)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise InvalidRequest(f"{self.place}: {field + ': ' if field else ''}{first['msg']}") from error


@dataclass(frozen=True)
class RecordFile:
    name: str
    sha256: str
    records: tuple[Record, ...]


def read_records(path: Path) -> RecordFile:
    """Raises InvalidRequest for a file that cannot be read or holds something else, with the line."""
    text, sha256 = read_text(path)
    return RecordFile(path.name, sha256, tuple(_records(text, path.name)))


def read_object(path: Path) -> tuple[dict[str, Any], str]:
    """A file that is one JSON object, and its sha256. Raises InvalidRequest."""
    text, sha256 = read_text(path)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidRequest(f"{path.name}, line {error.lineno}: no JSON: {error.msg}") from error
    if not isinstance(value, dict):
        raise InvalidRequest(f"{path.name}: one JSON object is expected, not a {type(value).__name__}")
    return value, sha256


def read_text(path: Path) -> tuple[str, str]:
    """The text and the sha256 of the bytes. Raises InvalidRequest."""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig"), hashlib.sha256(content).hexdigest()
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidRequest(f"{path}, line {line}: no UTF-8 text") from error


def _records(text: str, file: str) -> Iterator[Record]:
    """Decodes one object after the other, so that each is known with its line."""
    decoder = json.JSONDecoder()
    place = _after_blanks(text, 0)
    is_list = text[place : place + 1] == "["
    place = _after_blanks(text, place + is_list)
    line, counted, number = 1, 0, 0
    while place < len(text) and not (is_list and text[place] == "]"):
        line, counted = line + text.count("\n", counted, place), place
        try:
            value, end = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            raise InvalidRequest(f"{file}, line {error.lineno}: no JSON: {error.msg}") from error
        if not isinstance(value, dict):
            raise InvalidRequest(f"{file}, line {line}: an object is expected, not {str(value)[:40]!r}")
        yield Record(number, line, value, file)
        number += 1
        place = _after_blanks(text, end)
        if is_list:
            place = _after_comma(text, place, file)
    if is_list and place >= len(text):
        raise InvalidRequest(f"{file}, line {text.count(chr(10)) + 1}: the file ends within its list")


def _after_comma(text: str, place: int, file: str) -> int:
    if text[place : place + 1] == ",":
        return _after_blanks(text, place + 1)
    if place < len(text) and text[place] != "]":
        line = text.count("\n", 0, place) + 1
        raise InvalidRequest(f"{file}, line {line}: ',' or ']' is expected after a record")
    return place


def _after_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place] in _BLANKS:
        place += 1
    return place
