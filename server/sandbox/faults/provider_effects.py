"""What happens inside a provider around a call that is carried out as usual."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from server.sandbox.faults.fault import Strike


async def forget_request_ids(strike: Strike) -> web.StreamResponse:
    """QuickBooks has forgotten every answer kept for a request id; struck always, request ids mean nothing."""
    strike.plan.services.forget_request_ids()
    return await strike.carry_out()


async def clock_back(strike: Strike) -> web.StreamResponse:
    """The provider's clock jumps back before it carries the call out."""
    clock = strike.plan.services.clock
    clock.set(clock.now() - timedelta(seconds=strike.fault["seconds"]))
    return await strike.carry_out()


async def act_meanwhile(strike: Strike) -> web.StreamResponse:
    """Somebody else does something just before the call: the POST to a control address that the plan names."""
    try:
        await strike.plan.services.perform(strike.fault["post"], strike.fault["send"])
    except Exception as problem:    # whatever it is, the author of the plan has to see it
        return web.Response(status=500, text=f"the planned act {strike.fault['post']} failed: {problem}")
    return await strike.carry_out()
