"""Every kind of fault by its name in a plan: what it does, and the members that it understands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable

from aiohttp import web

from server.sandbox.faults import answer_effects, network_effects, provider_effects, provider_refusals
from server.sandbox.faults.fault import Strike

_hour = 3600
_ten_minutes = 600


@dataclass(frozen=True)
class Kind:
    """`members` are the kind's own members with their defaults; the type of the default is the type to send."""

    run: Callable[[Strike], Awaitable[web.StreamResponse]]
    members: dict[str, Any] = field(default_factory=dict)


_answer: dict[str, Any] = {"status": 503, "body": "", "content_type": "text/html", "headers": {}}

kinds: dict[str, Kind] = {
    # Between the two sides.
    "lost_answer": Kind(network_effects.lose_answer),
    "late_effect": Kind(network_effects.apply_later, {**_answer, "status": 0, "seconds": 0, "calls": 0}),
    "refused": Kind(network_effects.refuse),
    "cut_request": Kind(network_effects.cut_request, {"bytes": 0}),
    "status": Kind(network_effects.answer_status, {**_answer, "after_effect": False}),
    "delay": Kind(network_effects.delay, {"milliseconds": 0, "after_effect": False}),
    "truncate": Kind(network_effects.truncate, {"bytes": 0}),
    "drip": Kind(network_effects.drip, {"bytes": 1, "milliseconds": 1000}),
    "duplicate_answer": Kind(network_effects.answer_twice),
    "foreign_answer": Kind(network_effects.answer_another),
    "reordered": Kind(network_effects.hold_back, {"calls": 1, "milliseconds": 5000}),
    "captive_portal": Kind(network_effects.captive_portal),
    "headers_stripped": Kind(network_effects.strip_headers),
    # Refusals in the shape of the provider; the call has no effect.
    "unauthorized": Kind(provider_refusals.unauthorized),
    "scope_lost": Kind(provider_refusals.scope_lost, {"scope": ""}),
    "throttled": Kind(provider_refusals.throttled, {"retry_after_seconds": 0, "policy": "TEN_SECONDLY_ROLLING"}),
    "budget_used_up": Kind(provider_refusals.budget_used_up, {"status": 429}),
    "period_closed": Kind(provider_refusals.period_closed),
    "locked": Kind(provider_refusals.locked),
    "account_moving": Kind(provider_refusals.account_moving, {"retry_after_seconds": 60}),
    "system_failure": Kind(provider_refusals.system_failure, {"after_effect": False}),
    "grant_refused": Kind(provider_refusals.grant_refused),
    # Answers that are not what they should be; the call has its effect.
    "batch_reordered": Kind(answer_effects.reorder_batch),
    "batch_shortened": Kind(answer_effects.shorten_batch, {"items": 1}),
    "upsert_new": Kind(answer_effects.say_new),
    "empty_listing": Kind(answer_effects.empty_listing),
    "changes_capped": Kind(answer_effects.cap_changes, {"rows": 1000}),
    "change_omitted": Kind(answer_effects.omit_changes, {"items": 1, "record": ""}),
    "fresh_hidden": Kind(answer_effects.hide_fresh, {"seconds": _ten_minutes}),
    "unknown_member": Kind(answer_effects.add_unknown),
    "altered_member": Kind(answer_effects.alter_member, {"member": "", "value": None, "raw": ""}),
    "numbers_as_text": Kind(answer_effects.numbers_as_text),
    "stale_read": Kind(answer_effects.show_stale),
    # What happens at the provider around the call.
    "request_id_forgotten": Kind(provider_effects.forget_request_ids),
    "clock_back": Kind(provider_effects.clock_back, {"seconds": _hour}),
    "meanwhile": Kind(provider_effects.act_meanwhile, {"post": "", "send": {}}),
}
