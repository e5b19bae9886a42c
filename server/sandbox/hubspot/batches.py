"""Batches of the objects API: at most 100 inputs, whole or in part."""

from __future__ import annotations

from typing import Any, Callable

from .calls import Answer, Call, id_text, required
from .errors import ApiError, failure, missing_fields, validation
from .object_types import ObjectType
from .objects import find_record, read_links, require_unique, unique_key
from .records import Record
from .times import wire_time
from .views import asked_names, history_json, record_json, updated_json, written_json

INPUTS_MAX = 100

Results = list[dict[str, Any]]
Errors = list[dict[str, Any]]


def batch_create(call: Call, kind: ObjectType) -> Answer:
    """Without a trace id on every input one bad input refuses all."""
    call.needs_write(kind)
    inputs = read_inputs(call)

    def create(entry: dict[str, Any]) -> dict[str, Any]:
        properties = required(entry, "properties", dict)
        record = call.crm.create(kind.plural, properties, read_links(call, kind, entry))
        return written_json(call.crm, kind, record)

    traced = all(isinstance(entry.get("objectWriteTraceId"), str) for entry in inputs)
    return _run(call, inputs, create, 201, partial=traced)


def batch_update(call: Call, kind: ObjectType) -> Answer:
    call.needs_write(kind)
    inputs = _without_duplicates(call, read_inputs(call))

    def update(entry: dict[str, Any]) -> dict[str, Any]:
        properties = required(entry, "properties", dict)
        id_property = entry.get("idProperty")
        if id_property == "hs_object_id":
            require_unique(call.crm, kind, id_property)
        record = find_record(call.crm, kind, id_text(entry.get("id")), id_property)
        if record is None or record.archived:
            raise _some_missing(kind, [id_text(entry.get("id"))])
        call.crm.update(kind.plural, record, properties)
        return updated_json(call.crm, kind, record, properties)

    return _run(call, inputs, update, 200, partial=True)


def batch_upsert(call: Call, kind: ObjectType) -> Answer:
    """By a unique property; by `email` of contacts one bad input refuses all."""
    call.needs_write(kind)
    inputs = read_inputs(call)
    names = {str(entry.get("idProperty") or "") for entry in inputs}
    if len(names) != 1 or "" in names:
        raise missing_fields(["idProperty"])
    id_property = names.pop()
    require_unique(call.crm, kind, id_property)
    inputs = _without_duplicates(call, [{**entry, "id": unique_key(kind, id_property, id_text(entry.get("id")))}
                                        for entry in inputs])

    def upsert(entry: dict[str, Any]) -> dict[str, Any]:
        return _upsert_one(call, kind, id_property, entry)

    return _run(call, inputs, upsert, 200, partial=id_property != "email")


def batch_read(call: Call, kind: ObjectType) -> Answer:
    """Results keep the order of the inputs; an id asked for twice is answered once."""
    call.needs_read(kind)
    body = call.body()
    inputs = read_inputs(call, body)
    id_property, archived = body.get("idProperty"), call.flag("archived")
    names = asked_names(kind, _names(body, "properties"))
    history = _names(body, "propertiesWithHistory")
    found: dict[str, Record] = {}
    missing: list[str] = []
    for key in dict.fromkeys(id_text(entry.get("id")) for entry in inputs):
        record = find_record(call.crm, kind, key, id_property)
        if record is None or record.archived != archived:
            missing.append(key)
        else:
            found[record.id] = record
    results = [_with_history(call, kind, record_json(call.crm, kind, record, names), record, history)
               for record in found.values()]
    errors = [_some_missing(kind, missing).batch_entry({})] if missing else []
    return _batch_answer(call, results, errors, 200)


def batch_archive(call: Call, kind: ObjectType) -> Answer:
    """Unknown ids are passed over; a record that may not be deleted refuses the call before anything is done."""
    call.needs_write(kind)
    store = call.crm.stores[kind.plural]
    ids = [id_text(entry.get("id")) for entry in read_inputs(call)]
    records = [store.get(record_id) for record_id in ids]
    unknown = [record_id for record_id, record in zip(ids, records) if record is None]
    if unknown and not call.crm.switches.batch_archive_passes_unknown:
        raise _some_missing(kind, unknown)
    live = {record.id: record for record in records if record is not None and not record.archived}
    for record in live.values():
        call.crm.rules[kind.plural].before_archive(record)
    for record in live.values():
        call.crm.archive(kind.plural, record)
    return Answer(204)


def read_inputs(call: Call, body: dict[str, Any] | None = None, most: int = INPUTS_MAX) -> list[dict[str, Any]]:
    """The `inputs` of a batch, within the limit."""
    inputs = required(call.body() if body is None else body, "inputs", list)
    if not inputs:
        raise validation("Invalid input: inputs must hold at least one element.")
    if len(inputs) > most:
        raise validation(f"The maximum number of inputs supported in a batch request is {most}; {len(inputs)} were "
                         "sent.")
    if not all(isinstance(entry, dict) for entry in inputs):
        raise missing_fields(["inputs"])
    return inputs


def _upsert_one(call: Call, kind: ObjectType, id_property: str, entry: dict[str, Any]) -> dict[str, Any]:
    properties = required(entry, "properties", dict)
    record = call.crm.stores[kind.plural].find_unique(id_property, entry["id"])
    if record is not None:
        call.crm.update(kind.plural, record, properties)
        return {**updated_json(call.crm, kind, record, properties), "new": False}
    record = call.crm.create(kind.plural, {id_property: entry["id"], **properties})
    return {**written_json(call.crm, kind, record), "new": True}


def _run(call: Call, inputs: list[dict[str, Any]], work: Callable[[dict[str, Any]], dict[str, Any]], status: int,
         partial: bool) -> Answer:
    """Does every input; with `partial` a failing one becomes an entry of `errors`, else it refuses the call."""
    results: Results = []
    errors: Errors = []
    failing = call.crm.switches.batch_inputs_failing if partial else 0
    with call.crm.all_or_nothing():
        for number, entry in enumerate(inputs):
            try:
                if number < failing:
                    raise failure(500, "INTERNAL_ERROR", "internal error")
                results.append(_traced(call, entry, work(entry)))
            except ApiError as problem:
                if not partial or _refuses_all(entry, problem):
                    raise
                errors.append(problem.batch_entry(_entry_context(entry)))
    return _batch_answer(call, results, errors, status)


def _traced(call: Call, entry: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    if "objectWriteTraceId" in entry and call.crm.switches.trace_id_on_results:
        result["objectWriteTraceId"] = entry["objectWriteTraceId"]
    return result


def _refuses_all(entry: dict[str, Any], problem: ApiError) -> bool:
    """A missing scope, and an e-mail conflict of an input that carries no trace id."""
    return problem.status == 403 or (problem.status == 409 and "objectWriteTraceId" not in entry)


def _entry_context(entry: dict[str, Any]) -> dict[str, list[str]]:
    context = {"objectWriteTraceId": [str(entry["objectWriteTraceId"])]} if "objectWriteTraceId" in entry else {}
    if "id" in entry:
        context["ids"] = [str(entry["id"])]
    return context


def _batch_answer(call: Call, results: Results, errors: Errors, status: int) -> Answer:
    stamp = wire_time(call.crm.now())
    body: dict[str, Any] = {"status": "COMPLETE", "results": results, "startedAt": stamp, "completedAt": stamp}
    if errors:
        body |= {"numErrors": len(errors), "errors": errors}
        return Answer(207, body)
    return Answer(status, body)


def _some_missing(kind: ObjectType, ids: list[str]) -> ApiError:
    return failure(404, "OBJECT_NOT_FOUND",
                   f"Could not get some {kind.shouted} objects, they may be deleted or not exist. Check that ids are "
                   "valid.", context={"ids": ids})


def _without_duplicates(call: Call, inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two inputs for one record refuse the batch, or the last one counts."""
    by_key = {str(entry.get("id")): entry for entry in inputs}
    if len(by_key) == len(inputs):
        return inputs
    if call.crm.switches.batch_duplicates == "last_wins":
        return list(by_key.values())
    keys = [str(entry.get("id")) for entry in inputs]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    raise validation(f"Duplicate IDs found in batch input: [{', '.join(repeated)}]. IDs must be unique",
                     context={"ids": repeated})


def _names(body: dict[str, Any], field: str) -> list[str]:
    given = body.get(field)
    return [name for name in given if isinstance(name, str)] if isinstance(given, list) else []


def _with_history(call: Call, kind: ObjectType, answer: dict[str, Any], record: Record, history: list[str]) -> dict[str, Any]:
    if history:
        answer["propertiesWithHistory"] = history_json(call.crm, kind, record, history)
    return answer
