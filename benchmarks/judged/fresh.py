"""`python -m benchmarks.judged.fresh DIR`: both files for seekers whom no weight was set by.

Their grades, `fresh_qrels.tsv`, were given once the ranking stood; whoever moves a
weight by them has to find new persons.
"""

from __future__ import annotations

import sys

from benchmarks.judged.people import fresh
from benchmarks.judged.pool import folder_outside, write_rows
from benchmarks.judged.tables import postings


def main() -> None:
    """Write `postings.jsonl` and `profiles.jsonl` for `pes evaluate matching`."""
    folder = folder_outside(sys.argv[1])
    write_rows(folder / "postings.jsonl", postings())
    write_rows(folder / "profiles.jsonl", fresh())


if __name__ == "__main__":
    main()
