"""Searches that people keep: one digest of new postings in the cycle they chose."""

from marketplace.saved_searches.digests import DueSearch, list_due, load_digest, record_digest
from marketplace.saved_searches.errors import (
    DigestNotFound,
    SavedSearchNotFound,
    StopLinkUnknown,
    TooManySaved,
)
from marketplace.saved_searches.models import Digest, Frequency, SavedSearch, ToldPosting
from marketplace.saved_searches.rules import MOST_SAVED
from marketplace.saved_searches.service import (
    access_search,
    change_frequency,
    delete_search,
    list_own_searches,
    read_stop_token,
    save_search,
    stop_all,
    stop_token,
)

__all__ = [
    "MOST_SAVED",
    "Digest",
    "DigestNotFound",
    "DueSearch",
    "Frequency",
    "SavedSearch",
    "SavedSearchNotFound",
    "StopLinkUnknown",
    "ToldPosting",
    "TooManySaved",
    "access_search",
    "change_frequency",
    "delete_search",
    "list_due",
    "list_own_searches",
    "load_digest",
    "read_stop_token",
    "record_digest",
    "save_search",
    "stop_all",
    "stop_token",
]
