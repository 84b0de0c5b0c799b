"""The demo: made-up tenants full of made-up people, employers and postings (docs/demo.md)."""

from pes.demo.plan import Plan
from pes.demo.running import Loaded, run_demo

__all__ = ["Loaded", "Plan", "run_demo"]
