"""The accounting API over HTTP: who may call, how often, what is called, and the envelope around it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Awaitable, Callable

from aiohttp import web

from server.sandbox.quickbooks import api_fault, batch, change_data, json_text, operations
from server.sandbox.quickbooks.authorization import accounting_scope
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.entity_types import EntityType, entity_by_resource
from server.sandbox.quickbooks.pacific_time import pacific_date, stamp, stamp_with_milliseconds
from server.sandbox.quickbooks.pdf_document import form_pdf
from server.sandbox.quickbooks.query_runner import run_query
from server.sandbox.quickbooks.request_replay import Answer

if TYPE_CHECKING:
    from server.sandbox.quickbooks.simulator import QuickBooksSimulator

_log = logging.getLogger("sandbox.quickbooks")
request_id_longest = 50
batch_request_id_longest = 36
batch_item_id_longest = 10
_metered_posts = ("query",)


@dataclass
class Call:
    """One admitted call: whose company, and when it arrived."""

    request: web.Request
    company: Company
    now: datetime

    def asked(self, name: str) -> str:
        """A query parameter; names are case-insensitive, a missing one is empty."""
        for key, value in self.request.query.items():
            if key.lower() == name:
                return value
        return ""

    @property
    def include(self) -> set[str]:
        return {part.strip().lower() for part in self.asked("include").split(",") if part.strip()}


Handler = Callable[[Call], Awaitable["str | web.Response"]]


class AccountingRoutes:
    def __init__(self, simulator: QuickBooksSimulator) -> None:
        self._simulator = simulator

    def add_to(self, app: web.Application) -> None:
        base = "/v3/company/{realm}"
        app.router.add_get(base + "/query", self._route(self._query))
        app.router.add_post(base + "/query", self._route(self._query))
        app.router.add_get(base + "/cdc", self._route(self._changes))
        app.router.add_post(base + "/batch", self._route(self._batch))
        app.router.add_get(base + "/preferences", self._route(self._preferences))
        app.router.add_get(base + "/exchangerate", self._route(self._exchange_rate))
        app.router.add_get(base + "/companyinfo/{id}", self._route(self._company_info))
        app.router.add_post(base + "/{resource}", self._route(self._write))
        app.router.add_get(base + "/{resource}/{id}", self._route(self._read))
        app.router.add_get(base + "/{resource}/{id}/pdf", self._route(self._pdf))
        app.router.add_post(base + "/{resource}/{id}/send", self._route(self._send))

    def _route(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            now = self._simulator.clock.now()
            try:
                call = self._admit(request, now)
                result = await self._once(call, handler)
            except api_fault.GatewayFault as fault:
                return self._refuse(fault, now)
            if isinstance(result, web.Response):
                result.headers.update(self._simulator.answer_headers(now))
                return result
            return self._respond(result, now)

        return answer

    def _admit(self, request: web.Request, now: datetime) -> Call:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or len(token.strip()) < 10:
            raise api_fault.not_authenticated("Malformed bearer token: too short or too long")
        access = self._simulator.authorization.access(token.strip())
        if access is None:
            raise api_fault.not_authenticated("Token revoked or unknown")
        if access.expires <= now:
            raise api_fault.not_authenticated(f"Token expired: {token.strip()[:8]}…")
        realm = request.match_info["realm"]
        company = self._simulator.company(realm)
        if company is None or access.grant.realm_id != realm or accounting_scope not in access.grant.scope.split():
            raise api_fault.not_authorized()
        is_batch = request.path.endswith("/batch")
        self._simulator.throttle.admit(realm, access.grant.client_id, batch=is_batch)
        return Call(request, company, now)

    async def _once(self, call: Call, handler: Handler) -> Answer | web.Response:
        """Replays the first answer when a write comes again under the same request id."""
        request_id = call.asked("requestid") if call.request.method == "POST" else ""
        if not request_id:
            return await self._run(call, handler)
        key, body = await self._replay_key(call, request_id), await call.request.read()
        try:
            known = self._simulator.replay.find(key, body, call.now)
        except api_fault.ApiFault as fault:
            return self._fault_answer(fault, call.now)
        if known is not None:
            return known
        answer = await self._run(call, handler)
        if isinstance(answer, Answer):
            self._simulator.replay.keep(key, body, answer, call.now)
        return answer

    async def _replay_key(self, call: Call, request_id: str) -> tuple[str, ...]:
        key = (call.company.settings.realm_id, request_id)
        if not call.request.path.endswith("/batch"):
            return key
        try:
            sent = batch.batch_items(json_text.parse(await call.request.read()))
        except (ValueError, RecursionError, api_fault.ApiFault):
            return key
        return (*key, *(str(item.get("bId", "")) for item in sent))

    async def _run(self, call: Call, handler: Handler) -> Answer | web.Response:
        try:
            self._check_request_id(call)
            result = await handler(call)
            if isinstance(result, web.Response):
                return result
            reads = call.request.method == "GET" or call.request.path.endswith(_metered_posts)
            self._simulator.throttle.count(call.company.settings.realm_id, call.now, writes=not reads)
            return Answer(200, f'{{{result},"time":"{stamp_with_milliseconds(call.now)}"}}')
        except api_fault.ApiFault as fault:
            return self._fault_answer(fault, call.now)
        except web.HTTPException:
            raise
        except Exception:
            _log.exception("the simulated accounting service failed on %s", call.request.path)
            broken = api_fault.ApiFault(
                "10000", "An application error has occurred while processing your request",
                "System Failure Error: the simulator failed, see its log", kind="SystemFault", status=500)
            return self._fault_answer(broken, call.now)

    def _check_request_id(self, call: Call) -> None:
        is_batch = call.request.path.endswith("/batch")
        longest = batch_request_id_longest if is_batch else request_id_longest
        length = len(call.asked("requestid"))
        if length > longest:
            raise api_fault.wrong_length("requestid", longest, length)

    def _fault_answer(self, fault: api_fault.ApiFault, now: datetime) -> Answer:
        body = {"Fault": fault.as_json(), "time": stamp_with_milliseconds(now)}
        return Answer(fault.status, json_text.encode(body))

    def _respond(self, answer: Answer, now: datetime) -> web.Response:
        return web.Response(status=answer.status, body=answer.text.encode("utf-8", "replace"),
                            headers={**self._simulator.answer_headers(now),
                                     "Content-Type": "application/json;charset=UTF-8"})

    def _refuse(self, fault: api_fault.GatewayFault, now: datetime) -> web.Response:
        headers = {**self._simulator.answer_headers(now), "Content-Type": "application/json;charset=UTF-8"}
        if fault.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="Intuit", error="invalid_token"'
        if fault.status == 429 and self._simulator.switches.retry_after_seconds:
            headers["Retry-After"] = str(self._simulator.switches.retry_after_seconds)
        body = json_text.encode(fault.as_json(int(now.timestamp() * 1000)))
        return web.Response(status=fault.status, body=body.encode(), headers=headers)

    async def _query(self, call: Call) -> str:
        statement = call.asked("query")
        if not statement and call.request.method == "POST":
            statement = await _text_body(call.request)
        if not statement.strip():
            raise api_fault.query_parse_error("Encountered <EOF> at line 1, column 1.")
        return '"QueryResponse":' + run_query(call.company, statement, call.now)

    async def _changes(self, call: Call) -> str:
        rows = change_data.changes_since(call.company, call.asked("entities"), call.asked("changedsince"),
                                         call.now, self._simulator.switches.change_cap_scope)
        return '"CDCResponse":' + rows

    async def _batch(self, call: Call) -> str:
        sent = batch.batch_items(await _json_body(call.request))
        if call.asked("requestid"):
            for item in sent:
                if len(str(item.get("bId", ""))) > batch_item_id_longest:
                    raise api_fault.wrong_length("bId", batch_item_id_longest, len(str(item["bId"])))
        return '"BatchItemResponse":' + batch.run_batch(call.company, sent, call.now)

    async def _preferences(self, call: Call) -> str:
        return '"Preferences":' + operations.read(call.company, entity_by_resource["preferences"], "1").text

    async def _company_info(self, call: Call) -> str:
        if call.request.match_info["id"] not in (call.company.settings.realm_id, "1"):
            raise api_fault.object_not_found()
        return '"CompanyInfo":' + operations.read(call.company, entity_by_resource["companyinfo"], "1").text

    async def _exchange_rate(self, call: Call) -> str:
        code = call.asked("sourcecurrencycode").upper()
        settings = call.company.settings
        rate = "1" if code == settings.home_currency else settings.exchange_rates.get(code)
        if rate is None:
            raise api_fault.bad_reference("SourceCurrencyCode")
        return '"ExchangeRate":' + json_text.encode({
            "SyncToken": "0", "domain": "QBO", "sparse": False, "SourceCurrencyCode": code,
            "TargetCurrencyCode": settings.home_currency, "Rate": json_text.parse(rate),
            "AsOfDate": call.asked("asofdate") or pacific_date(call.now),
            "MetaData": {"LastUpdatedTime": stamp(call.now)}})

    async def _read(self, call: Call) -> str:
        kind = _kind(call)
        return f'"{kind.name}":' + operations.read(call.company, kind, call.request.match_info["id"]).text

    async def _write(self, call: Call) -> str:
        kind = _kind(call)
        body = await _json_body(call.request)
        if not isinstance(body, dict):
            raise api_fault.unknown_property("failed to parse json object")
        operation = call.asked("operation").lower()
        if operation == "delete":
            stub = operations.delete(call.company, kind, body, call.now)
            return f'"{kind.name}":' + json_text.encode(stub)
        if operation == "void" or (operation == "update" and "void" in call.include):
            return f'"{kind.name}":' + operations.void(call.company, kind, body, call.now).text
        if operation not in ("", "create", "update"):
            raise api_fault.unsupported_operation(operation)
        return f'"{kind.name}":' + operations.save(call.company, kind, body, call.now, call.include).text

    async def _send(self, call: Call) -> str:
        kind = _kind(call)
        address = call.asked("sendto") or None
        record = operations.send(call.company, kind, call.request.match_info["id"], address, call.now)
        return f'"{kind.name}":' + record.text

    async def _pdf(self, call: Call) -> web.Response:
        kind = _kind(call)
        record = operations.read(call.company, kind, call.request.match_info["id"])
        if not kind.sendable:
            raise api_fault.unsupported_operation(f"pdf of {kind.name}")
        return web.Response(body=form_pdf(kind.name, call.company.settings.name, record.data),
                            content_type="application/pdf")


def _kind(call: Call) -> EntityType:
    kind = entity_by_resource.get(call.request.match_info["resource"].lower())
    if kind is None:
        what = call.request.match_info["resource"][:100]
        raise api_fault.ApiFault("500", "Unsupported Operation", f"Operation {what} is not supported.", status=404)
    return kind


async def _text_body(request: web.Request) -> str:
    try:
        return (await request.read()).decode("utf-8")
    except UnicodeDecodeError:
        raise api_fault.unsupported_operation("with a body that is not UTF-8") from None


async def _json_body(request: web.Request) -> Any:
    if request.content_type != "application/json":
        raise api_fault.ApiFault("1050", "Unsupported content type",
                                 f"Content type {request.content_type} is not supported; send application/json")
    text = await _text_body(request)
    try:
        return json_text.parse(text)
    except (ValueError, RecursionError):
        raise api_fault.unknown_property("failed to parse json object") from None
