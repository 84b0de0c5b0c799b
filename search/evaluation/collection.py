"""Rows of the file contract as the product would publish them, without a tenant or a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from language.fields import Raw, list_of, text_of
from marketplace.intake.posting_rows import (
    LONGEST_COMPANY,
    LONGEST_TEXT,
    LONGEST_TITLE,
    PostingRow,
    posting_row,
)
from marketplace.postings import PublishedPosting
from marketplace.postings.content import columns_of
from search.documents import Document
from search.postings import posting_document, posting_text
from search.terms import FloatArray

TENANT_ID = 0
"""No real tenant has this number."""

Encode = Callable[[Sequence[str]], FloatArray]
_LIMITS = {"title": LONGEST_TITLE, "company": LONGEST_COMPANY, "text": LONGEST_TEXT}
_VALIDITY = ("valid_from", "valid_to")


@dataclass(frozen=True)
class Collection:
    """Postings of a file: rows as read, and each as an import would publish it.

    Row n is document n of every index. A row that holds no posting (a title without a
    letter) is None: only the plain system, which reads rows, can find it. Validity is left
    out and all are published at one instant, so that every system ranks the same rows.
    """

    rows: Sequence[Raw]
    published: Sequence[PublishedPosting | None]

    @classmethod
    def of(cls, rows: Sequence[Raw], at: datetime) -> Collection:
        """Understand rows of the contract; they are published `at` an instant."""
        employers: dict[str, int] = {}
        return cls(rows, [_published(n, row, at, employers) for n, row in enumerate(rows)])

    def documents(self, encode: Encode) -> Iterator[Document]:
        """Yield the product's document of every posting, with its vector."""
        postings = [posting for posting in self.published if posting is not None]
        vectors = encode([posting_text(posting) for posting in postings])
        for posting, vector in zip(postings, vectors, strict=True):
            yield posting_document(posting, vector)

    def plain(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield (id, body) of every row for an index as Elasticsearch makes it: title and text.

        Tags stand with the text: they are all that many a row says of the work.
        """
        for number, row in enumerate(self.rows):
            text = "\n".join([text_of(row, "text"), *(list_of(row, "tags") or ())])
            yield str(number), {"title": text_of(row, "title"), "text": text}


def _published(
    number: int, row: Raw, at: datetime, employers: dict[str, int]
) -> PublishedPosting | None:
    told = {field: value for field, value in row.items() if field not in _VALIDITY}
    cut = {field: text_of(row, field)[:most] for field, most in _LIMITS.items()}
    read = posting_row(told | cut, TENANT_ID)
    if not isinstance(read, PostingRow):
        return None
    return PublishedPosting(
        tenant_id=TENANT_ID,
        posting_id=number,
        employer_id=employers.setdefault(read.company, len(employers)),
        employer_name=read.company,
        published_at=at,
        version=1,
        **columns_of(read.content),
    )
