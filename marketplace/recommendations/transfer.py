"""Thousands of rows to PostgreSQL in one statement: sent as one JSON document, read as a table.

Row by row the protocol costs more than the insert; `COPY FROM` is refused under row-level
security.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import TableValuedAlias, Text, cast, column, func, literal
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute


def sent_as_table(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[InstrumentedAttribute[Any]]
) -> TableValuedAlias:
    """Return rows of JSON values as a table with the named columns and their types; NaN is null."""
    document = orjson.dumps(rows).decode()
    typed = [column(each.key, each.type) for each in columns]
    records = func.jsonb_to_recordset(cast(literal(document, Text), JSONB))
    return records.table_valued(*typed, name="sent").render_derived(with_types=True)
