"""The properties API."""

from __future__ import annotations

import re
from typing import Any, Callable

from .batches import read_inputs
from .calls import Answer, Call, required
from .errors import ApiError, failure, validation
from .object_types import ObjectType
from .properties import CUSTOM_PROPERTIES_MAX, UNIQUE_PROPERTIES_MAX, PropertyCatalogue
from .property_definitions.definition import VALID_FIELD_TYPES, Definition
from .times import wire_time

_NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")
_PATCHABLE = {"label": "label", "description": "description", "displayOrder": "display_order", "hidden": "hidden",
              "formField": "form_field", "groupName": "group", "currencyPropertyName": "currency_property"}
_DISPLAY_HINTS = ("showCurrencySymbol", "numberDisplayHint", "textDisplayHint")


def list_properties(call: Call, kind: ObjectType) -> Answer:
    call.needs_any(kind.schema_read_needs)
    catalogue = call.crm.catalogues[kind.plural]
    chosen = catalogue.archived if call.flag("archived") else catalogue.live
    return Answer(200, {"results": [_as_json(call, kind, definition) for definition in chosen.values()]})


def read_property(call: Call, kind: ObjectType, name: str) -> Answer:
    call.needs_any(kind.schema_read_needs)
    return Answer(200, _as_json(call, kind, _find(call, kind, name, call.flag("archived"))))


def create_property(call: Call, kind: ObjectType) -> Answer:
    call.needs_schema_write(kind)
    return Answer(201, _create(call, kind, call.body()))


def update_property(call: Call, kind: ObjectType, name: str) -> Answer:
    """The internal name, the uniqueness and the definition of built-in ones stay as they are."""
    call.needs_schema_write(kind)
    definition, body = _find(call, kind, name), call.body()
    if definition.built_in:
        raise validation(f"The definition of {name} is read only.")
    if body.get("hasUniqueValue", definition.unique) != definition.unique:
        raise validation("hasUniqueValue can only be set when a property is created.")
    if "groupName" in body:
        _require_group(call.crm.catalogues[kind.plural], body["groupName"])
    if "options" in body:
        definition.options = _options(body["options"])
        definition.option_values = frozenset(option["value"] for option in definition.options)
    for field, attribute in _PATCHABLE.items():
        if field in body:
            setattr(definition, attribute, body[field])
    definition.display_hints.update({name: body[name] for name in _DISPLAY_HINTS if name in body})
    definition.updated_at = call.crm.now()
    return Answer(200, _as_json(call, kind, definition))


def archive_property(call: Call, kind: ObjectType, name: str) -> Answer:
    call.needs_schema_write(kind)
    definition = _find(call, kind, name)
    if definition.built_in:
        raise validation(f"{name} is defined by HubSpot and cannot be archived.")
    call.crm.catalogues[kind.plural].archive(definition, call.crm.now())
    call.crm.stores[kind.plural].unique.pop(name, None)
    return Answer(204)


def batch_create(call: Call, kind: ObjectType) -> Answer:
    call.needs_schema_write(kind)
    return _run(call, lambda entry: _create(call, kind, entry), 201)


def batch_read(call: Call, kind: ObjectType) -> Answer:
    call.needs_any(kind.schema_read_needs)
    return _run(call, lambda entry: _as_json(call, kind, _find(call, kind, required(entry, "name", str))), 200)


def batch_archive(call: Call, kind: ObjectType) -> Answer:
    call.needs_schema_write(kind)
    catalogue = call.crm.catalogues[kind.plural]
    for entry in read_inputs(call):
        definition = catalogue.get(required(entry, "name", str))
        if definition is not None:
            archive_property(call, kind, definition.name)
    return Answer(204)


def list_groups(call: Call, kind: ObjectType) -> Answer:
    call.needs_any(kind.schema_read_needs)
    catalogue = call.crm.catalogues[kind.plural]
    return Answer(200, {"results": [_group_json(catalogue, name) for name in catalogue.groups]})


def read_group(call: Call, kind: ObjectType, name: str) -> Answer:
    call.needs_any(kind.schema_read_needs)
    catalogue = call.crm.catalogues[kind.plural]
    _require_group(catalogue, name, status=404)
    return Answer(200, _group_json(catalogue, name))


def create_group(call: Call, kind: ObjectType) -> Answer:
    call.needs_schema_write(kind)
    body, catalogue = call.body(), call.crm.catalogues[kind.plural]
    name, label = required(body, "name", str), required(body, "label", str)
    if name in catalogue.groups:
        raise failure(409, "OBJECT_ALREADY_EXISTS", f"A property group named '{name}' already exists.")
    catalogue.groups[name] = label
    catalogue.group_orders[name] = int(body.get("displayOrder", -1))
    return Answer(201, _group_json(catalogue, name))


def update_group(call: Call, kind: ObjectType, name: str) -> Answer:
    call.needs_schema_write(kind)
    body, catalogue = call.body(), call.crm.catalogues[kind.plural]
    _require_group(catalogue, name, status=404)
    catalogue.groups[name] = str(body.get("label", catalogue.groups[name]))
    return Answer(200, _group_json(catalogue, name))


def archive_group(call: Call, kind: ObjectType, name: str) -> Answer:
    call.needs_schema_write(kind)
    catalogue = call.crm.catalogues[kind.plural]
    if any(definition.group == name for definition in catalogue.live.values()):
        raise validation(f"The property group {name} is not empty.")
    catalogue.groups.pop(name, None)
    return Answer(204)


def _create(call: Call, kind: ObjectType, body: dict[str, Any]) -> dict[str, Any]:
    catalogue = call.crm.catalogues[kind.plural]
    definition = _read_definition(call, kind, body)
    archived = definition.name in catalogue.archived and call.crm.switches.archived_property_name == "conflict"
    if catalogue.get(definition.name) is not None or archived:
        raise failure(409, "OBJECT_ALREADY_EXISTS",
                      f"A property named '{definition.name}' already exists.",
                      subCategory="Properties.PROPERTY_EXISTS")
    if catalogue.custom_count() >= CUSTOM_PROPERTIES_MAX:
        raise validation(f"{kind.plural} already have {CUSTOM_PROPERTIES_MAX} custom properties.")
    if definition.unique:
        _require_unique_allowed(call, kind, catalogue)
        call.crm.stores[kind.plural].add_unique_property(definition.name)
    catalogue.add(definition)
    return _as_json(call, kind, definition)


def _require_unique_allowed(call: Call, kind: ObjectType, catalogue: PropertyCatalogue) -> None:
    if not call.crm.switches.unique_allowed(kind.plural):
        raise validation(f"Properties with unique values are not supported for the object type {kind.type_id}.")
    if catalogue.unique_count() >= UNIQUE_PROPERTIES_MAX:
        raise validation(f"{kind.plural} already have {UNIQUE_PROPERTIES_MAX} properties with unique values.")


def _read_definition(call: Call, kind: ObjectType, body: dict[str, Any]) -> Definition:
    group, name, label, value_type, field_type = (required(body, field, str) for field in (
        "groupName", "name", "label", "type", "fieldType"))
    if not _NAME.fullmatch(name) or name.startswith("hs_"):
        raise validation(f"{name} is not a property name: lower-case letters, digits and underscores, starting with a "
                         "letter and not with hs_.", subCategory="Properties.INVALID_NAME")
    if field_type not in VALID_FIELD_TYPES.get(value_type, ()):
        raise validation(f"The field type {field_type} does not go with the type {value_type}.",
                         subCategory="Properties.INVALID_FIELD_TYPE")
    _require_group(call.crm.catalogues[kind.plural], group)
    now = call.crm.now()
    return Definition(
        name, label, value_type, field_type, group,
        options=_options(body.get("options") or []) if value_type in ("enumeration", "bool") else (),
        description=str(body.get("description", "")), unique=body.get("hasUniqueValue") is True, built_in=False,
        hidden=body.get("hidden") is True, form_field=body.get("formField") is True,
        currency_property=body.get("currencyPropertyName"),
        display_hints={name: body[name] for name in _DISPLAY_HINTS if name in body}, created_at=now, updated_at=now)


def _options(given: Any) -> tuple[dict[str, Any], ...]:
    if not isinstance(given, list):
        raise validation("options must be an array.")
    options = tuple({"label": required(entry, "label", str), "value": required(entry, "value", str),
                     "description": entry.get("description", ""), "displayOrder": entry.get("displayOrder", -1),
                     "hidden": entry.get("hidden", False)} for entry in given)
    if len({entry["value"] for entry in options}) != len(options):
        raise validation("Two options have the same value.", subCategory="Properties.DUPLICATE_OPTION")
    return options


def _require_group(catalogue: PropertyCatalogue, name: Any, status: int = 400) -> None:
    if name not in catalogue.groups:
        category = "OBJECT_NOT_FOUND" if status == 404 else "VALIDATION_ERROR"
        raise failure(status, category, f"Property group {name} does not exist; create it first.")


def _find(call: Call, kind: ObjectType, name: str, archived: bool = False) -> Definition:
    catalogue = call.crm.catalogues[kind.plural]
    definition = (catalogue.archived if archived else catalogue.live).get(name)
    if definition is None:
        raise failure(404, "OBJECT_NOT_FOUND", f"property {name} does not exist",
                      subCategory="Properties.NOT_FOUND")
    return definition


def _run(call: Call, work: Callable[[dict[str, Any]], dict[str, Any]], status: int) -> Answer:
    results: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for entry in read_inputs(call):
        try:
            results.append(work(entry))
        except ApiError as problem:
            errors.append(problem.batch_entry({"name": [str(entry.get("name"))]}))
    stamp = wire_time(call.crm.now())
    body: dict[str, Any] = {"status": "COMPLETE", "results": results, "startedAt": stamp, "completedAt": stamp}
    if errors:
        return Answer(207, {**body, "numErrors": len(errors), "errors": errors})
    return Answer(status, body)


def _as_json(call: Call, kind: ObjectType, definition: Definition) -> dict[str, Any]:
    rules = call.crm.rules[kind.plural]
    answer: dict[str, Any] = {
        "name": definition.name, "label": definition.label, "type": definition.type,
        "fieldType": definition.field_type, "description": definition.description, "groupName": definition.group,
        "options": list(definition.options), "displayOrder": definition.display_order,
        "calculated": rules.shown_calculated(definition), "externalOptions": definition.external_options,
        "archived": definition.archived, "hasUniqueValue": definition.unique, "hidden": definition.hidden,
        "hubspotDefined": definition.built_in, "formField": definition.form_field, "dataSensitivity": "non_sensitive",
        "modificationMetadata": {"archivable": not definition.built_in, "readOnlyDefinition": definition.built_in,
                                 "readOnlyValue": rules.shown_read_only(definition),
                                 "readOnlyOptions": definition.built_in}}
    for field, moment in (("createdAt", definition.created_at), ("updatedAt", definition.updated_at),
                          ("archivedAt", definition.archived_at)):
        if moment is not None:
            answer[field] = wire_time(moment)
    answer.update(definition.display_hints)
    if definition.currency_property:
        answer["currencyPropertyName"] = definition.currency_property
    return answer


def _group_json(catalogue: PropertyCatalogue, name: str) -> dict[str, Any]:
    return {"name": name, "label": catalogue.groups[name], "displayOrder": catalogue.group_orders.get(name, -1),
            "archived": False}
