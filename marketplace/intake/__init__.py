"""Taking in files: postings and people of other systems, whatever their tables are like."""

from marketplace.intake.agreement import agree_on_columns, guessed_columns, saved_columns
from marketplace.intake.columns import LABELS, ImportKind, known_fields
from marketplace.intake.files import SourceFile, inspect
from marketplace.intake.jobs import access_job, finish_job, list_jobs, list_rows, open_job
from marketplace.intake.mapping import Columns
from marketplace.intake.models import ImportJob, ImportRow, ImportState, Outcome
from marketplace.intake.preview import preview_rows
from marketplace.intake.report import count_drafts, list_warned, report_lines, things_said
from marketplace.intake.running import run_import
from marketplace.intake.tables import Table, read_table
from marketplace.intake.uploads import (
    change_columns,
    drop_upload,
    due_uploads,
    fail_upload,
    keep_upload,
    open_upload,
    start_upload,
)

__all__ = [
    "LABELS",
    "Columns",
    "ImportJob",
    "ImportKind",
    "ImportRow",
    "ImportState",
    "Outcome",
    "SourceFile",
    "Table",
    "access_job",
    "agree_on_columns",
    "change_columns",
    "count_drafts",
    "drop_upload",
    "due_uploads",
    "fail_upload",
    "finish_job",
    "guessed_columns",
    "inspect",
    "keep_upload",
    "known_fields",
    "list_jobs",
    "list_rows",
    "list_warned",
    "open_job",
    "open_upload",
    "preview_rows",
    "read_table",
    "report_lines",
    "run_import",
    "saved_columns",
    "start_upload",
    "things_said",
]
