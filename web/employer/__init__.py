"""The employer's pages: its profile, postings, applicants, recommended candidates and the pool."""

from web.employer import candidates, people, pool, postings, profile
from web.employer.blueprint import bp

__all__ = ["bp", "candidates", "people", "pool", "postings", "profile"]
