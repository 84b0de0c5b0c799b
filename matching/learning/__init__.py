"""Learning the ranker from what people and employers answered."""
