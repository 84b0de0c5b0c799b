"""Matching: who fits which posting, and why; computes over arrays, owns no tables."""
