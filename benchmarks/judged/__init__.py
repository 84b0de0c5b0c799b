"""The judged set for ranking: postings, profiles, pools, judgements and their agreement."""
