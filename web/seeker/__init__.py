"""The job seeker's pages: today, a job, answers, inbox, profile, who looked."""

from web.seeker import agreements, answers, doors, inbox, jobs, profile, searches, sections
from web.seeker.blueprint import bp

__all__ = [
    "agreements",
    "answers",
    "bp",
    "doors",
    "inbox",
    "jobs",
    "profile",
    "searches",
    "sections",
]
