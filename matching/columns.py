"""The facts of many postings and many people as numpy columns.

Columns are what eligibility, retrieval, features and ranking read: no session,
no Python object a row. Unknown values have a fixed stand-in a column, named in
the attribute's comment. Rows of `PostingColumns` ascend by id, so that a row
number orders like the id and ties never depend on who is in the same batch.
"""

from matching.posting_columns import PostingColumns, Vocabularies
from matching.seeker_columns import UNKNOWN_EDUCATION, SeekerColumns

__all__ = ["UNKNOWN_EDUCATION", "PostingColumns", "SeekerColumns", "Vocabularies"]
