"""Attachments: notes and files, alone or hanging on documents and list records."""

from __future__ import annotations

from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company, UploadedFile
from server.sandbox.quickbooks.entity_types import entity_types
from server.sandbox.quickbooks.form_request import FormRequest

upload_bytes_max = 100 * 1024 * 1024
_entity_by_name = {name.lower(): name for name in entity_types}
_file_types = {"ai", "csv", "doc", "docx", "eps", "gif", "jpeg", "jpg", "ods", "pdf", "png", "rtf", "tif", "txt", "xls", "xlsx",
               "xml"}


def complete(request: FormRequest) -> dict[str, Any]:
    draft = request.draft
    file_kept = request.old is not None and request.old.id in request.company.files
    if file_kept:       # the file itself never changes, so its description stays
        for name in ("FileName", "ContentType", "Size", "FileAccessUri"):
            if request.old is not None and name in request.old.data:
                draft[name] = request.old.data[name]
    if not draft.get("Note") and not draft.get("FileName"):
        raise api_fault.required("Note")
    if draft.get("AttachableRef") is not None:
        draft["AttachableRef"] = [_reference(request.company, each) for each in _as_list(draft["AttachableRef"])]
    return draft


def check_file(name: str) -> None:
    """Raises the fault for a file of a type that cannot be attached."""
    ending = name.rpartition(".")[2].lower()
    if ending not in _file_types:
        raise api_fault.business_rule(f"Files of the type {ending[:20]} cannot be attached")


def file_members(company: Company, name: str, file: UploadedFile) -> dict[str, Any]:
    """What the service adds to the description of an uploaded file."""
    return {"FileName": name, "ContentType": file.content_type, "Size": len(file.content),
            "FileAccessUri": f"/v3/company/{company.settings.realm_id}/download/"}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _reference(company: Company, sent: Any) -> dict[str, Any]:
    entity = sent.get("EntityRef") if isinstance(sent, dict) else None
    if entity is None:
        raise api_fault.required("AttachableRef.EntityRef")
    name = _entity_by_name.get(str(entity.get("type", "")).lower()) if isinstance(entity, dict) else None
    identifier = str(entity.get("value", "")) if isinstance(entity, dict) else ""
    if name is None or company.find(name, identifier) is None:
        raise api_fault.bad_reference("AttachableRef.EntityRef")
    kept: dict[str, Any] = {"EntityRef": {"value": identifier, "type": name}}
    kept["IncludeOnSend"] = sent.get("IncludeOnSend") in (True, "true")
    if sent.get("LineInfo") is not None:
        kept["LineInfo"] = str(sent["LineInfo"])
    return kept
