"""Looking at a file before reading it: what it is, how large unpacked, its hash, its encoding.

Everything is bounded before anything is unpacked into memory; nothing is fetched or evaluated.
"""

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

from marketplace.intake.encodings import Detector
from marketplace.intake.errors import (
    EncodingUnknown,
    FileDamaged,
    FileEmpty,
    FileIsFolder,
    FileMissing,
    FileTooLarge,
    FileTypeUnknown,
    OldWorkbook,
)

MEGABYTE = 1024 * 1024
LARGEST_TEXT = 512 * MEGABYTE
LARGEST_WORKBOOK = 192 * MEGABYTE  # sum of the unpacked parts
BLOCK = MEGABYTE
_ZIP, _GZIP, _OLE = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
_SUFFIXES = (".csv", ".csv.gz", ".tsv", ".txt", ".xlsx", ".xlsm", ".jsonl", ".jsonl.gz", ".ndjson")


class Form(StrEnum):
    """How a file is laid out."""

    DELIMITED = "delimited"
    JSON_LINES = "json_lines"
    WORKBOOK = "workbook"


@dataclass(frozen=True)
class SourceFile:
    """A file that was looked at and is safe to read."""

    path: Path
    name: str
    form: Form
    digest: str
    encoding: str = ""
    packed: bool = False

    def open_binary(self) -> IO[bytes]:
        """Open the file for reading, unpacked."""
        return cast("IO[bytes]", gzip.open(self.path)) if self.packed else self.path.open("rb")

    @property
    def stem(self) -> str:
        """The name without its endings: the source, where none is named."""
        bare = self.name.lower()
        ending = next((s for s in _SUFFIXES[::-1] if bare.endswith(s)), "")
        return self.name[: len(self.name) - len(ending)] or self.name


def inspect(path: Path, name: str = "") -> SourceFile:
    """Look at a file; `name` is how people know it.

    Raises FileMissing, FileIsFolder, FileTypeUnknown, OldWorkbook, FileDamaged, FileTooLarge,
    FileEmpty, EncodingUnknown.
    """
    name = name or path.name
    if path.is_dir():
        raise FileIsFolder(name=str(path), field="file")
    if not path.is_file():
        raise FileMissing(name=str(path), field="file")
    with path.open("rb") as stream:
        magic = stream.read(4)
    if not magic:
        raise FileEmpty(name=name, field="file")
    if magic.startswith(_OLE):
        raise OldWorkbook(name=name, field="file")
    if not name.lower().endswith(_SUFFIXES):
        raise FileTypeUnknown(name=name, field="file")
    return _workbook(path, name) if magic == _ZIP else _text(path, name, magic[:2] == _GZIP)


def _workbook(path: Path, name: str) -> SourceFile:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise FileDamaged(name=name, field="file") from error
    if sum(part.file_size for part in parts) > LARGEST_WORKBOOK:
        raise FileTooLarge(name=name, limit=LARGEST_WORKBOOK // MEGABYTE, field="file")
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise FileTypeUnknown(name=name, field="file")
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SourceFile(path, name, Form.WORKBOOK, digest)


def _text(path: Path, name: str, packed: bool) -> SourceFile:
    file = SourceFile(path, name, Form.DELIMITED, "", packed=packed)
    hashed, detector = hashlib.sha256(), Detector()
    try:
        for block in _blocks(file):
            hashed.update(block)
            detector.feed(block)
    except (EOFError, OSError, zlib.error) as error:
        raise FileDamaged(name=name, field="file") from error
    if not detector.sample.strip():
        raise FileEmpty(name=name, field="file")
    encoding = detector.encoding()
    if encoding is None:
        raise EncodingUnknown(name=name, field="file")
    start = detector.sample.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    form = Form.JSON_LINES if start.startswith("{") else Form.DELIMITED
    return SourceFile(path, name, form, hashed.hexdigest(), encoding, packed)


def _blocks(file: SourceFile) -> Iterator[bytes]:
    size = 0
    with file.open_binary() as stream:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > LARGEST_TEXT:
                raise FileTooLarge(name=file.name, limit=LARGEST_TEXT // MEGABYTE, field="file")
            yield block
