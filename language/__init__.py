"""Understanding Chinese text of postings and profiles: pure, no database, no network."""
