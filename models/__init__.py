"""Our own text model: fine-tuned from the base, compared with it, adopted only if it wins.

Run as `python -m models` (`make models`), with the extra `models` installed. The product never
imports this package: without a tuned model the base runs.
"""
