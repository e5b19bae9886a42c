"""The third version of the associations API: batches whose types go by name (contact_to_company) instead of by id."""

from __future__ import annotations

from typing import Any

from .association_types import AssociationType
from .batches import read_inputs
from .calls import Answer, Call, id_text, required, type_of
from .errors import ApiError, path_not_found, validation
from .object_types import ObjectType
from .objects import require_live
from .times import wire_time

INPUTS_MAX = 1_000


def answer(call: Call) -> Answer:
    """Everything below /crm/v3/associations."""
    match call.method, call.path:
        case ("GET", (source, target, "types")):
            call.needs_read(type_of(source), type_of(target))
            kinds = call.crm.association_types.between(type_of(source).plural, type_of(target).plural)
            return Answer(200, {"results": [{"id": str(kind.type_id), "name": kind.name} for kind in kinds]})
        case ("POST", (source, target, "batch", "create")):
            return _create(call, type_of(source), type_of(target))
        case ("POST", (source, target, "batch", "read")):
            return _read(call, type_of(source), type_of(target))
        case ("POST", (source, target, "batch", "archive")):
            return _archive(call, type_of(source), type_of(target))
    raise path_not_found()


def _create(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    call.needs_write(source, target)
    results: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for entry in read_inputs(call, most=INPUTS_MAX):
        try:
            from_id, to_id, kind = _pair(call, source, target, entry)
            near, far = require_live(call.crm, source, from_id), require_live(call.crm, target, to_id)
            held = call.crm.graph.targets(source.plural, near.id, target.plural).get(far.id, set())
            call.crm.link(near.id, far.id, [kind, *(call.crm.association_types.by_id[type_id] for type_id in held)])
            results.append({"from": {"id": from_id}, "to": {"id": to_id}, "type": kind.name})
        except ApiError as problem:
            errors.append(problem.batch_entry({}))
    return _batch_answer(call, results, errors, 201)


def _read(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    """All live targets of each record, a row for every type; records without any are left out."""
    call.needs_read(source, target)
    by_id, results = call.crm.association_types.by_id, []
    for entry in read_inputs(call, most=INPUTS_MAX):
        from_id = id_text(entry.get("id"))
        record = call.crm.stores[source.plural].get(from_id)
        if record is None or record.archived:
            continue
        links = call.crm.graph.targets(source.plural, record.id, target.plural)
        to = [{"id": other.id, "type": by_id[type_id].name} for other in call.crm.linked(source.plural, record, target.plural)
              for type_id in sorted(links[other.id])]
        if to:
            results.append({"from": {"id": from_id}, "to": to})
    return _batch_answer(call, results, [], 200)


def _archive(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    call.needs_write(source, target)
    for from_id, to_id, kind in [_pair(call, source, target, entry) for entry in read_inputs(call, most=INPUTS_MAX)]:
        if kind.default:
            call.crm.unlink(source.plural, from_id, target.plural, to_id)
        else:
            call.crm.graph.unlink_types(from_id, to_id, [kind])
    return Answer(204)


def _pair(call: Call, source: ObjectType, target: ObjectType, entry: dict[str, Any]) -> tuple[str, str, AssociationType]:
    from_id, to_id = (id_text(required(entry, end, dict).get("id")) for end in ("from", "to"))
    name = required(entry, "type", str)
    for kind in call.crm.association_types.between(source.plural, target.plural):
        if name.lower() in (kind.name, str(kind.type_id)):
            return from_id, to_id, kind
    raise validation(f"{name} is not a valid association type between {source.singular} and {target.singular}.",
                     subCategory="crm.associations.INVALID_ASSOCIATION_TYPE")


def _batch_answer(call: Call, results: list[dict[str, Any]], errors: list[dict[str, Any]], status: int) -> Answer:
    stamp = wire_time(call.crm.now())
    body: dict[str, Any] = {"status": "COMPLETE", "results": results, "startedAt": stamp, "completedAt": stamp}
    if errors:
        return Answer(207, {**body, "numErrors": len(errors), "errors": errors})
    return Answer(status, body)
