"""Near-duplicates: postings of one employer that a reader would take for the same job."""

import hashlib
import re

from language.cleaning import fold
from marketplace.postings import PublishedPosting

_NO_WORD = re.compile(r"\W+|_")
_KEY_BYTES = 8


def fold_key(posting: PublishedPosting) -> str:
    """Return the key that postings share which differ in nothing a list shows.

    Same tenant and employer, same title but for case, width, blanks and punctuation, same
    place, same pay. What the texts say further on may differ.
    """
    same = (
        posting.tenant_id,
        posting.employer_id,
        _NO_WORD.sub("", fold(posting.title)),
        posting.place_code,
        posting.pay_low_fen,
        posting.pay_high_fen,
    )
    return hashlib.sha256(repr(same).encode()).hexdigest()[: 2 * _KEY_BYTES]
