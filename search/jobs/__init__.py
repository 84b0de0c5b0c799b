"""Job search: what is asked, the one request made of it, facets, relaxations, pages.

`job_query` is pure and works on any index with the mapping of `search.postings`;
`search_jobs` runs it within a scope.
"""

from search.jobs.asked import Asked, Choices, Variant
from search.jobs.query import job_query

__all__ = ["Asked", "Choices", "Variant", "job_query"]
