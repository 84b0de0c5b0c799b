"""Searching the candidate pool: what an employer may see of its tenant's people, and how many."""

from search.pool.criteria import Facet, PoolCriteria
from search.pool.execution import PoolHits, search_pool

__all__ = ["Facet", "PoolCriteria", "PoolHits", "search_pool"]
