"""Taking in files: postings and people of other systems, whatever their tables are like."""

from marketplace.intake.agreement import agree_on_columns, guessed_columns, saved_columns
from marketplace.intake.columns import LABELS, ImportKind, known_fields
from marketplace.intake.files import SourceFile, inspect
from marketplace.intake.jobs import access_job, finish_job, list_jobs, list_rows, open_job
from marketplace.intake.mapping import Columns
from marketplace.intake.models import ImportJob, ImportRow, ImportState, Outcome
from marketplace.intake.preview import preview_rows
from marketplace.intake.report import report_lines
from marketplace.intake.running import run_import
from marketplace.intake.tables import Table, read_table

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
    "finish_job",
    "guessed_columns",
    "inspect",
    "known_fields",
    "list_jobs",
    "list_rows",
    "open_job",
    "preview_rows",
    "read_table",
    "report_lines",
    "run_import",
    "saved_columns",
]
