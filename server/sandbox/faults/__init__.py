"""Planned faults: what a network or a provider can do to a call, pinned to the n-th call that matches.

`plan` chooses the fault that strikes a call, `reader` understands plans as they are sent, `pattern` matches calls,
`effects` lists every kind. What the kinds do is in `network_effects`, `provider_refusals` and `answer_effects`.
"""

from __future__ import annotations

from server.sandbox.faults.plan import FaultPlan

__all__ = ["FaultPlan"]
