"""The associations API."""

from __future__ import annotations

from typing import Any, Callable

from .association_types import AssociationType
from .batches import read_inputs
from .calls import Answer, Call, id_text, is_whole, required
from .errors import ApiError, failure, object_not_found, validation
from .objects import association_type, require_live
from .object_types import ObjectType
from .records import Record
from .times import wire_time

PAGE_MAX = 500
CREATE_INPUTS_MAX = 2_000
READ_INPUTS_MAX = 1_000
ARCHIVE_INPUTS_MAX = 100


def put_default(call: Call, source: ObjectType, from_id: str, target: ObjectType, to_id: str) -> Answer:
    """PUT …/associations/default/…: needs no type id; answers both directions."""
    call.needs_write(source, target)
    results = _link_default(call, source, target, from_id, to_id)
    return Answer(200, _batch_body(call, results))


def put_labelled(call: Call, source: ObjectType, from_id: str, target: ObjectType, to_id: str) -> Answer:
    call.needs_write(source, target)
    kinds = _kinds(call, source, target, call.body_list())
    _link(call, source, target, from_id, to_id, kinds)
    return Answer(201, {"fromObjectTypeId": source.type_id, "fromObjectId": from_id,
                        "toObjectTypeId": target.type_id, "toObjectId": to_id,
                        "labels": [kind.label for kind in kinds if kind.label]})


def get_associations(call: Call, source: ObjectType, from_id: str, target: ObjectType) -> Answer:
    call.needs_read(source, target)
    record = call.crm.stores[source.plural].get(from_id)
    if record is None or record.archived:
        raise object_not_found()
    results, after = _page(call, source, record, target, call.query.get("after"), call.limit(PAGE_MAX, PAGE_MAX))
    body: dict[str, Any] = {"results": results}
    if after is not None:
        body["paging"] = {"next": {"after": after, "link": f"{call.address}?after={after}"}}
    return Answer(200, body)


def delete_associations(call: Call, source: ObjectType, from_id: str, target: ObjectType, to_id: str) -> Answer:
    call.needs_write(source, target)
    _unlink(call, source, target, from_id, to_id)
    return Answer(204)


def batch_create(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    call.needs_write(source, target)

    def work(entry: dict[str, Any]) -> list[dict[str, Any]]:
        from_id, to_id = _ends(entry)
        kinds = _kinds(call, source, target, required(entry, "types", list))
        _link(call, source, target, from_id, to_id, kinds)
        return [{"fromObjectTypeId": source.type_id, "fromObjectId": from_id, "toObjectTypeId": target.type_id,
                 "toObjectId": to_id, "labels": [kind.label for kind in kinds if kind.label]}]

    return _run(call, read_inputs(call, most=CREATE_INPUTS_MAX), work, 201)


def batch_associate_default(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    call.needs_write(source, target)

    def work(entry: dict[str, Any]) -> list[dict[str, Any]]:
        return _link_default(call, source, target, *_ends(entry))

    return _run(call, read_inputs(call, most=CREATE_INPUTS_MAX), work, 200)


def batch_read(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    """Records with no association are missing from the results and reported as errors, in a 207."""
    call.needs_read(source, target)
    results: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for entry in read_inputs(call, most=READ_INPUTS_MAX):
        from_id = id_text(entry.get("id"))
        record = call.crm.stores[source.plural].get(from_id)
        live = record is not None and not record.archived
        to, after = _page(call, source, record, target, entry.get("after"), PAGE_MAX) if live and record else ([], None)
        if not to:
            errors.append(_nothing_associated(source, target, from_id).batch_entry({}))
            continue
        result: dict[str, Any] = {"from": {"id": from_id}, "to": to}
        if after is not None:
            result["paging"] = {"next": {"after": after}}
        results.append(result)
    return _batch_answer(call, results, errors, 200)


def batch_archive(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    call.needs_write(source, target)
    for entry in read_inputs(call, most=ARCHIVE_INPUTS_MAX):
        from_id = id_text(required(entry, "from", dict).get("id"))
        for to in required(entry, "to", list):
            _unlink(call, source, target, from_id, id_text(to.get("id") if isinstance(to, dict) else None))
    return Answer(204)


def batch_labels_archive(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    call.needs_write(source, target)
    for entry in read_inputs(call, most=CREATE_INPUTS_MAX):
        from_id, to_id = _ends(entry)
        kinds = _kinds(call, source, target, required(entry, "types", list))
        if any(kind.default for kind in kinds):
            _unlink(call, source, target, from_id, to_id)
        else:
            call.crm.graph.unlink_types(_present_id(call, source, from_id), _present_id(call, target, to_id), kinds)
    return Answer(204)


def _link(call: Call, source: ObjectType, target: ObjectType, from_id: str, to_id: str,
          kinds: list[AssociationType]) -> None:
    near, far = require_live(call.crm, source, from_id), require_live(call.crm, target, to_id)
    if near is far:
        raise validation(f"{source.shouted}={from_id} cannot be associated with itself.",
                         subCategory="crm.associations.INVALID_OBJECT_IDS")
    call.crm.link(near.id, far.id, kinds)


def _unlink(call: Call, source: ObjectType, target: ObjectType, from_id: str, to_id: str) -> None:
    call.crm.unlink(source.plural, _present_id(call, source, from_id), target.plural, _present_id(call, target, to_id))


def _present_id(call: Call, kind: ObjectType, record_id: str) -> str:
    """The id a record has now, for one that it had before a merge."""
    record = call.crm.stores[kind.plural].get(record_id)
    return record_id if record is None else record.id


def _link_default(call: Call, source: ObjectType, target: ObjectType, from_id: str, to_id: str) -> list[dict[str, Any]]:
    kind = call.crm.association_types.default(source.plural, target.plural)
    if kind is None:
        raise validation(f"No association type from {source.singular} to {target.singular} exists.",
                         subCategory="crm.associations.INVALID_ASSOCIATION_TYPE")
    _link(call, source, target, from_id, to_id, [kind])
    inverse = call.crm.association_types.by_id[kind.inverse]
    return [_default_result(from_id, to_id, kind), _default_result(to_id, from_id, inverse)]


def _default_result(from_id: str, to_id: str, kind: AssociationType) -> dict[str, Any]:
    return {"from": {"id": from_id}, "to": {"id": to_id},
            "associationSpec": {"associationCategory": kind.category, "associationTypeId": kind.type_id}}


def _kinds(call: Call, source: ObjectType, target: ObjectType, specs: list[Any]) -> list[AssociationType]:
    if not specs:
        raise validation("At least one association type is required.")
    return [association_type(call.crm, source, spec, target.plural) for spec in specs]


def _ends(entry: dict[str, Any]) -> tuple[str, str]:
    return id_text(required(entry, "from", dict).get("id")), id_text(required(entry, "to", dict).get("id"))


def _page(call: Call, source: ObjectType, record: Record, target: ObjectType, after: Any,
          limit: int) -> tuple[list[dict[str, Any]], str | None]:
    """One page of live targets by ascending id, and the id the next page starts at."""
    links = call.crm.graph.targets(source.plural, record.id, target.plural)
    others, types = call.crm.stores[target.plural].records, call.crm.association_types.by_id
    start = int(after) if after is not None and is_whole(str(after)) else 0
    ids = sorted((to_id for to_id in links if int(to_id) >= start and not others[to_id].archived), key=int)
    page = [{"toObjectId": to_id,
             "associationTypes": [{"category": types[type_id].category, "typeId": type_id, "label": types[type_id].label}
                                  for type_id in sorted(links[to_id])]}
            for to_id in ids[:limit]]
    return page, ids[limit] if len(ids) > limit else None


def _nothing_associated(source: ObjectType, target: ObjectType, from_id: str) -> ApiError:
    return failure(404, "OBJECT_NOT_FOUND", f"No {target.singular} is associated with {source.singular} {from_id}.",
                   subCategory="crm.associations.NO_ASSOCIATIONS_FOUND",
                   context={"fromObjectId": [from_id], "fromObjectType": [source.singular],
                            "toObjectType": [target.singular]})


def _run(call: Call, inputs: list[dict[str, Any]], work: Callable[[dict[str, Any]], list[dict[str, Any]]],
         status: int) -> Answer:
    results: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for entry in inputs:
        try:
            results += work(entry)
        except ApiError as problem:
            errors.append(problem.batch_entry({}))
    return _batch_answer(call, results, errors, status)


def _batch_answer(call: Call, results: list[dict[str, Any]], errors: list[dict[str, Any]], status: int) -> Answer:
    body = _batch_body(call, results)
    if errors:
        return Answer(207, {**body, "numErrors": len(errors), "errors": errors})
    return Answer(status, body)


def _batch_body(call: Call, results: list[dict[str, Any]]) -> dict[str, Any]:
    stamp = wire_time(call.crm.now())
    return {"status": "COMPLETE", "results": results, "startedAt": stamp, "completedAt": stamp}
