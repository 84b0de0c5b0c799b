"""The employer's pages: its profile, postings, applicants and recommended candidates."""

from web.employer import candidates, people, postings, profile
from web.employer.blueprint import bp

__all__ = ["bp", "candidates", "people", "postings", "profile"]
