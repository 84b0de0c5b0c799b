"""Running a job search: one page of hits with counts, or the page at a place in a list."""

from dataclasses import dataclass, replace

from search.execution import Scope
from search.jobs.asked import Asked
from search.jobs.facets import Counts, Offered, facet_counts, read_counts
from search.jobs.pages import Page, Place, first_page, page_at
from search.jobs.query import job_query
from search.kinds import POSTINGS
from search.outgrown import holds_new_fields


@dataclass(frozen=True)
class Found:
    """A page of jobs, and how many each other choice would leave."""

    page: Page
    counts: Counts

    @property
    def ids(self) -> list[int]:
        """Postings of the page, to be read again from PostgreSQL."""
        return [hit.id for hit in self.page.hits]


def search_jobs(
    scope: Scope,
    asked: Asked,
    *,
    place: Place | None = None,
    offered: Offered | None = None,
    number: int = 1,
    folded: bool = True,
) -> Found:
    """Return the page at a place, else the one at `asked.offset`, which is called `number`.

    Unless it is `folded`, near-duplicates are listed each by itself. With `offered` the
    options of every facet are counted too. Call it outside any Work. Raises SearchUnavailable,
    ViewExpired.
    """
    if place is not None:
        asked = replace(asked, at=place.at)
    query = job_query(asked)
    if offered is not None:
        query = replace(query, counts=facet_counts(asked, offered))
    if place is not None:
        page = page_at(scope, query, place)
    else:
        folded = folded and holds_new_fields(POSTINGS.name, POSTINGS.properties)
        page = first_page(scope, query, asked.at, number=number, folded=folded)
    return Found(page, read_counts(page.counts))
