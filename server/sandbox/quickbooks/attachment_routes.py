"""Uploading files and handing them out again, by an address that works for a quarter of an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from server.sandbox.quickbooks import api_fault, json_text, operations
from server.sandbox.quickbooks.attachments import check_file, file_members, upload_bytes_max
from server.sandbox.quickbooks.company import Company, UploadedFile
from server.sandbox.quickbooks.entity_types import entity_types

if TYPE_CHECKING:
    from server.sandbox.quickbooks.simulator import QuickBooksSimulator

download_minutes = 15
_chunk_bytes = 65_536
_kind = entity_types["Attachable"]


@dataclass
class _Part:
    """A part of a form, and the name its file has on the sender's side."""

    file: UploadedFile
    name: str


class AttachmentRoutes:
    """The answers of `upload` and `download` as JSON and text, and the address behind a download."""

    def __init__(self, simulator: QuickBooksSimulator) -> None:
        self._simulator = simulator
        self._addresses: dict[str, tuple[UploadedFile, str, datetime]] = {}

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/downloads/{key}/{name}", self._file)

    async def upload(self, request: web.Request, company: Company, now: datetime) -> str:
        """The value of `AttachableResponse`: one answer for each file, a fault for each that is refused."""
        if request.content_type != "multipart/form-data":
            raise api_fault.unsupported_content_type(request.content_type)
        parts = await _parts(request)
        numbers = sorted({name.rpartition("_")[2] for name in parts if name.startswith("file_content_")})
        if not numbers:
            raise api_fault.required("file_content_01")
        return "[" + ",".join(self._stored(parts, number, company, now) for number in numbers) + "]"

    def address(self, request: web.Request, company: Company, identifier: str, now: datetime) -> str:
        """Where the file of an attachment can be fetched for a while."""
        record = operations.read(company, _kind, identifier)
        file = company.files.get(record.id)
        if file is None:
            raise api_fault.object_not_found()
        key = self._simulator.random_text(32)
        name = str(record.data["FileName"])
        self._addresses[key] = (file, name, now + timedelta(minutes=download_minutes))
        return str(request.url.origin().with_path(f"/downloads/{key}/{name}"))

    def _stored(self, parts: dict[str, _Part], number: str, company: Company, now: datetime) -> str:
        sent = parts[f"file_content_{number}"]
        file = sent.file
        try:
            described = _description(parts.get(f"file_metadata_{number}"))
            name = str(described.get("FileName") or sent.name)
            check_file(name)
            record = operations.save(company, _kind, {**described, "FileName": name}, now)
        except api_fault.ApiFault as fault:
            return '{"Fault":' + json_text.encode(fault.as_json()) + "}"
        company.files[record.id] = file
        members = file_members(company, name, file)
        record.data.update({**members, "FileAccessUri": members["FileAccessUri"] + record.id})
        company.store("Attachable").changed(record)
        return '{"Attachable":' + record.text + "}"

    async def _file(self, request: web.Request) -> web.Response:
        found = self._addresses.get(request.match_info["key"])
        if found is None or found[2] <= self._simulator.clock.now():
            return web.Response(status=403, text="The address has expired.")
        return web.Response(body=found[0].content, headers={"Content-Type": found[0].content_type})


async def _parts(request: web.Request) -> dict[str, _Part]:
    """The parts of a form by their names; raises fault 6030 for more than can be taken and 1050 for what is no form."""
    parts: dict[str, _Part] = {}
    size = 0
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            content = bytearray()
            while chunk := await part.read_chunk(_chunk_bytes):
                size += len(chunk)
                if size > upload_bytes_max:
                    raise api_fault.ApiFault("6030", "Upload size exceeds the limit", "The upload is larger than 100 MB")
                content += chunk
            kind = part.headers.get("Content-Type", "application/octet-stream").partition(";")[0]
            parts[part.name or ""] = _Part(UploadedFile(bytes(content), kind), part.filename or "")
    except (ValueError, AssertionError, LookupError):       # what aiohttp raises for a broken form
        raise api_fault.unsupported_content_type("multipart/form-data without proper parts") from None
    return parts


def _description(part: _Part | None) -> dict[str, Any]:
    try:
        described = json_text.parse(part.file.content) if part is not None else {}
    except (ValueError, RecursionError):
        raise api_fault.unknown_property("failed to parse json object") from None
    if not isinstance(described, dict):
        raise api_fault.unknown_property("file_metadata")
    return described
