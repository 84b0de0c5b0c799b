"""Reading delimited text: the delimiter found, quotes that never close mended."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from marketplace.intake.files import LARGEST_TEXT, SourceFile

Record = tuple[int, list[str]]  # line in the file, cells
DELIMITERS = ",\t;|，"
SAMPLE_CHARACTERS = 200_000
SAMPLE_RECORDS = 60
csv.field_size_limit(LARGEST_TEXT)


def records(file: SourceFile) -> Iterator[Record]:
    """Yield every record that is not blank, with the line it begins in."""
    delimiter = find_delimiter(_start(file))
    with _open(file) as stream:
        yield from _parsed(stream, delimiter, 1)


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts most records into the same number of cells."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _start(file: SourceFile) -> str:
    with _open(file) as stream:
        return stream.read(SAMPLE_CHARACTERS)


def _open(file: SourceFile) -> io.TextIOWrapper:
    binary = file.open_binary()
    return io.TextIOWrapper(binary, encoding=file.encoding, errors="replace", newline="")


def _evenness(text: str, delimiter: str) -> float:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths = [len(record) for _, record in zip(range(SAMPLE_RECORDS), reader, strict=False)]
    width, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
    return 0.0 if width < 2 else times / len(widths) + width / 1000  # noqa: PLR2004 - a table


def _parsed(
    lines: Iterator[str] | io.TextIOWrapper, delimiter: str, first: int
) -> Iterator[Record]:
    """Parse lines. A quote still open at the end is taken for a mere character: the lines it
    swallowed are read again without it.
    """
    fed = _Fed(iter(lines))
    reader = csv.reader(fed, delimiter=delimiter, strict=False)
    while True:
        before = fed.count
        fed.kept = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        if fed.ended and len(fed.kept) > 1 and _left_open(fed.kept, delimiter):
            plain = fed.kept[0].rstrip("\r\n").split(delimiter)
            yield first + before, plain
            yield from _parsed(iter(fed.kept[1:]), delimiter, first + before + 1)
            return
        if any(cell.strip() for cell in cells):
            yield first + before, cells


def _left_open(lines: list[str], delimiter: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


class _Fed:
    """Lines handed to the parser, counted, those of the record in hand kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.count = 0
        self.kept: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            self.ended = True
            raise
        self.count += 1
        self.kept.append(line)
        return line
