"""The limits of associations: set, changed and taken away per type."""

from __future__ import annotations

from typing import Any

from .association_types import AssociationType
from .batches import read_inputs
from .calls import Answer, Call, required, type_of
from .errors import path_not_found, validation
from .object_types import ObjectType
from .times import wire_time

LIMIT_MAX = 50_000


def answer(call: Call, path: tuple[str, ...]) -> Answer:
    """Everything below /associations/definitions/configurations."""
    match call.method, path:
        case ("GET", ("all",)):
            limited = [call.crm.association_types.by_id[type_id] for type_id in call.crm.association_limits.most]
            return Answer(200, {"results": [_as_json(call, kind) for kind in limited]})
        case ("GET", (source, target)):
            call.needs_read(type_of(source), type_of(target))
            kinds = call.crm.association_types.between(type_of(source).plural, type_of(target).plural)
            return Answer(200, {"results": [_as_json(call, kind) for kind in kinds
                                            if kind.type_id in call.crm.association_limits.most]})
        case ("POST", (source, target, "batch", "create" | "update" | "purge" as operation)):
            return _change(call, type_of(source), type_of(target), operation)
    raise path_not_found()


def _change(call: Call, source: ObjectType, target: ObjectType, operation: str) -> Answer:
    call.needs_write(source, target)
    inputs = [(_kind(call, source, target, entry), entry) for entry in read_inputs(call)]
    most = call.crm.association_limits.most
    if operation == "purge":
        for kind, _ in inputs:
            most.pop(kind.type_id, None)
        return Answer(204)
    wanted = {kind.type_id: _limit(entry) for kind, entry in inputs}
    most.update(wanted)
    stamp = wire_time(call.crm.now())
    return Answer(200, {"status": "COMPLETE", "results": [_as_json(call, kind) for kind, _ in inputs], "startedAt": stamp,
                        "completedAt": stamp})


def _kind(call: Call, source: ObjectType, target: ObjectType, entry: dict[str, Any]) -> AssociationType:
    kind = call.crm.association_types.by_id.get(required(entry, "typeId", int))
    if kind is None or (kind.from_plural, kind.to_plural) != (source.plural, target.plural) \
            or entry.get("category") != kind.category:
        raise validation(f"{entry.get('category')} {entry['typeId']} is not an association type from {source.singular} to "
                         f"{target.singular}.", subCategory="crm.associations.INVALID_ASSOCIATION_TYPE")
    return kind


def _limit(entry: dict[str, Any]) -> int:
    limit = required(entry, "maxToObjectIds", int)
    if not 1 <= limit <= LIMIT_MAX:
        raise validation(f"maxToObjectIds must be between 1 and {LIMIT_MAX}.")
    return limit


def _as_json(call: Call, kind: AssociationType) -> dict[str, Any]:
    shown: dict[str, Any] = {"category": kind.category, "typeId": kind.type_id,
                             "userEnforcedMaxToObjectIds": call.crm.association_limits.most[kind.type_id]}
    return shown if kind.label is None else {**shown, "label": kind.label}
