"""A matching cycle in phases: plan, score, assign, record, finish; and the push of what is new.

Facts are loaded in short Works, computed on outside of any, and recorded in
another: a step that is killed leaves nothing half written, and a lease keeps a
late worker from writing over the one that took its place.
"""

from matching.cycle.assigning import assign
from matching.cycle.pushing import push
from matching.cycle.recording import finish, record
from matching.cycle.running import run_here
from matching.cycle.scoring import plan, score
from matching.cycle.steps import work_off

__all__ = ["assign", "finish", "plan", "push", "record", "run_here", "score", "work_off"]
