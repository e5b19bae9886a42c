"""The accounting API over HTTP: what is called, and the envelope around the answer."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any, Awaitable, Callable

from aiohttp import web

from server.sandbox.quickbooks import api_fault, batch, change_data, json_text, operations
from server.sandbox.quickbooks.admission import Call, Gateway
from server.sandbox.quickbooks.attachment_routes import AttachmentRoutes
from server.sandbox.quickbooks.entity_types import EntityType, entity_by_resource
from server.sandbox.quickbooks.exchange_rates import exchange_rate
from server.sandbox.quickbooks.pacific_time import pacific_date, stamp_with_milliseconds
from server.sandbox.quickbooks.pdf_document import form_pdf
from server.sandbox.quickbooks.query_runner import run_query
from server.sandbox.quickbooks.reports import run_report
from server.sandbox.quickbooks.request_replay import Answer
from server.sandbox.quickbooks.tax_service import create_tax_code

if TYPE_CHECKING:
    from server.sandbox.quickbooks.simulator import QuickBooksSimulator

_log = logging.getLogger("sandbox.quickbooks")
request_id_longest = 50
batch_request_id_longest = 36
batch_item_id_longest = 10
# Answers the members of the envelope as JSON text, or a whole response of its own.
Handler = Callable[[Call], Awaitable["str | web.Response"]]


class AccountingRoutes:
    def __init__(self, simulator: QuickBooksSimulator) -> None:
        self._simulator = simulator
        self._gateway = Gateway(simulator)
        self._attachments = AttachmentRoutes(simulator)

    def add_to(self, app: web.Application) -> None:
        base = "/v3/company/{realm}"
        for method, path, handler in (
                ("GET", "/query", self._query), ("POST", "/query", self._query), ("GET", "/cdc", self._changes),
                ("POST", "/batch", self._batch), ("GET", "/preferences", self._preferences),
                ("GET", "/exchangerate", self._exchange_rate), ("GET", "/companyinfo/{id}", self._company_info),
                ("POST", "/upload", self._upload), ("GET", "/download/{id}", self._download),
                ("GET", "/reports/{name}", self._report), ("POST", "/taxservice/taxcode", self._tax_code),
                ("POST", "/{resource}", self._write),
                ("GET", "/{resource}/{id}", self._read), ("GET", "/{resource}/{id}/pdf", self._pdf),
                ("POST", "/{resource}/{id}/send", self._send)):
            app.router.add_route(method, base + path, self._route(handler))
        self._attachments.add_to(app)

    def _route(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            now = self._simulator.clock.now()
            try:
                call = self._gateway.admit(request, now)
                if _reads(call):
                    self._simulator.throttle.check_meter(call.realm, now)
                with self._simulator.throttle.in_flight(call.realm, call.client_id):
                    result = await self._once(call, handler)
            except api_fault.GatewayFault as fault:
                return self._gateway.refuse(fault, now)
            if isinstance(result, web.Response):
                result.headers.update(self._simulator.answer_headers(now))
                return result
            return self._respond(result, now)

        return answer

    async def _once(self, call: Call, handler: Handler) -> Answer | web.Response:
        """Replays the first answer when a write comes again under the same request id."""
        request_id = call.asked("requestid") if call.request.method == "POST" else ""
        if not request_id or call.request.content_type == "multipart/form-data":
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
        key = (call.realm, request_id)
        if not call.is_batch:
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
            self._simulator.throttle.count(call.realm, call.now, writes=not _reads(call))
            if isinstance(result, web.Response):
                return result
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
        longest = batch_request_id_longest if call.is_batch else request_id_longest
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

    async def _query(self, call: Call) -> str:
        statement = call.asked("query")
        if not statement and call.request.method == "POST":
            statement = await call.text()
        if not statement.strip():
            raise api_fault.query_parse_error("Encountered <EOF> at line 1, column 1.")
        return '"QueryResponse":' + run_query(call.company, statement, call.now, frozenset(call.include))

    async def _changes(self, call: Call) -> str:
        return '"CDCResponse":' + change_data.changes_since(
            call.company, call.asked("entities"), call.asked("changedsince"), call.now)

    async def _batch(self, call: Call) -> str:
        sent = batch.batch_items(await call.json())
        if call.asked("requestid"):
            for item in sent:
                if len(str(item.get("bId", ""))) > batch_item_id_longest:
                    raise api_fault.wrong_length("bId", batch_item_id_longest, len(str(item["bId"])))
        return '"BatchItemResponse":' + batch.run_batch(call.company, sent, call.now)

    async def _preferences(self, call: Call) -> str:
        return '"Preferences":' + operations.read(call.company, entity_by_resource["preferences"], "1").text

    async def _company_info(self, call: Call) -> str:
        if call.request.match_info["id"] not in (call.realm, "1"):
            raise api_fault.object_not_found()
        return '"CompanyInfo":' + operations.read(call.company, entity_by_resource["companyinfo"], "1").text

    async def _exchange_rate(self, call: Call) -> str:
        day = call.asked("asofdate") or pacific_date(call.now)
        return '"ExchangeRate":' + json_text.encode(
            exchange_rate(call.company, call.asked("sourcecurrencycode").upper(), day, call.now))

    async def _upload(self, call: Call) -> str:
        return '"AttachableResponse":' + await self._attachments.upload(call.request, call.company, call.now)

    async def _download(self, call: Call) -> web.Response:
        address = self._attachments.address(call.request, call.company, call.request.match_info["id"], call.now)
        return web.Response(text=address, content_type="text/plain")

    async def _tax_code(self, call: Call) -> web.Response:
        return _bare(create_tax_code(call.company, await call.object(), call.now))

    async def _report(self, call: Call) -> web.Response:
        return _bare(run_report(call.company, call.request.match_info["name"], call.request.query, call.now))

    async def _read(self, call: Call) -> str:
        kind = _kind(call)
        return f'"{kind.name}":' + operations.read(call.company, kind, call.request.match_info["id"]).text

    async def _write(self, call: Call) -> str:
        kind = _kind(call)
        body = await call.object()
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


def _bare(answer: Any) -> web.Response:
    """An answer that comes without the usual envelope."""
    return web.Response(body=json_text.encode(answer).encode("utf-8", "replace"),
                        headers={"Content-Type": "application/json;charset=UTF-8"})


def _reads(call: Call) -> bool:
    """Calls that read are metered. Whether change data capture is one of them is a switch."""
    if call.request.path.endswith("/cdc") and not call.company.switches.changes_are_core_plus:
        return False
    return call.request.method == "GET" or call.request.path.endswith("/query")


def _kind(call: Call) -> EntityType:
    kind = entity_by_resource.get(call.request.match_info["resource"].lower())
    if kind is None:
        what = call.request.match_info["resource"][:100]
        raise api_fault.ApiFault("500", "Unsupported Operation", f"Operation {what} is not supported.", status=404)
    return kind
