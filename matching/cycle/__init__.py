"""A matching cycle in steps: plan, score each chunk, assign; and the push of what is new.

Facts are loaded in short Works, computed on outside of any, and recorded in
another: a step that is killed leaves nothing half written, and a lease keeps a
late worker from writing over the one that took its place.
"""

from matching.cycle.assigning import assign
from matching.cycle.pushing import push
from matching.cycle.running import run_here
from matching.cycle.scoring import plan, score

__all__ = ["assign", "plan", "push", "run_here", "score"]
