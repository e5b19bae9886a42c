"""The objects API for single records and lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from .association_types import AssociationType, Link
from .calls import Answer, Call, id_text, is_whole, required, type_of
from .crm import Crm
from .errors import object_not_found, validation
from .object_types import ObjectType
from .records import Record
from .views import (asked_names, associations_json, history_json, record_json, updated_json, written_json)

LIST_DEFAULT = 10
LIST_MAX = 100


def list_records(call: Call, kind: ObjectType) -> Answer:
    """GET /{type}: ascending by id; `after` is the id of the first record of the next page."""
    call.needs_read(kind)
    history = call.names("propertiesWithHistory")
    limit = call.limit(LIST_DEFAULT, call.crm.switches.history_page_max if history else LIST_MAX)
    after = call.query.get("after", "0")
    if not is_whole(after):
        raise validation(f"after must be the value of paging.next.after; it was {after}.")
    names, targets = asked_names(kind, call.names("properties")), call.names("associations")
    results: list[dict[str, Any]] = []
    for record in call.crm.stores[kind.plural].after(int(after), call.flag("archived")):
        if len(results) == limit:
            return Answer(200, {"results": results, "paging": _next_page(call, record.id)})
        results.append(_read_json(call.crm, kind, record, names, history, targets))
    return Answer(200, {"results": results})


def read_record(call: Call, kind: ObjectType, key: str) -> Answer:
    """GET /{type}/{id}, or by a unique property with idProperty."""
    call.needs_read(kind)
    record = find_record(call.crm, kind, key, call.query.get("idProperty"))
    if record is None or record.archived != call.flag("archived"):
        raise object_not_found()
    names = asked_names(kind, call.names("properties"))
    return Answer(200, _read_json(call.crm, kind, record, names, call.names("propertiesWithHistory"),
                                  call.names("associations")))


def create_record(call: Call, kind: ObjectType) -> Answer:
    call.needs_write(kind)
    body = call.body()
    record = call.crm.create(kind.plural, required(body, "properties", dict), read_links(call, kind, body))
    return Answer(201, written_json(call.crm, kind, record))


def update_record(call: Call, kind: ObjectType, key: str) -> Answer:
    call.needs_write(kind)
    properties = required(call.body(), "properties", dict)
    record = find_record(call.crm, kind, key, call.query.get("idProperty"))
    if record is None or record.archived:
        raise object_not_found()
    call.crm.update(kind.plural, record, properties)
    return Answer(200, updated_json(call.crm, kind, record, properties))


def archive_record(call: Call, kind: ObjectType, key: str) -> Answer:
    """DELETE: to the recycle bin; a record that is already there or never was gives 204 too."""
    call.needs_write(kind)
    record = call.crm.stores[kind.plural].get(key)
    if record is not None and not record.archived:
        call.crm.archive(kind.plural, record)
    return Answer(204)


def find_record(crm: Crm, kind: ObjectType, key: str, id_property: str | None) -> Record | None:
    """By id, or by the value of a unique property; a property that is not unique is refused."""
    store = crm.stores[kind.plural]
    if id_property is None or id_property == "hs_object_id":
        return store.get(key)
    if (kind.plural, id_property) == ("companies", "domain"):
        return _company_of_domain(crm, key.strip().lower())
    require_unique(crm, kind, id_property)
    return store.find_unique(id_property, unique_key(kind, id_property, key))


def _company_of_domain(crm: Crm, domain: str) -> Record | None:
    """A domain finds a company, the oldest that has it; it is unique to none."""
    for record in crm.stores["companies"].after(0, archived=False):
        own = (record.properties.get("domain", ""), *record.properties.get("hs_additional_domains", "").split(";"))
        if domain in (name.lower() for name in own if name):
            return record
    return None


def require_unique(crm: Crm, kind: ObjectType, name: str) -> None:
    if name not in crm.stores[kind.plural].unique:
        raise validation(f"Unable to perform update/upsert by non-unique {kind.type_id} property {name} in portal ID "
                         f"{crm.portal_id}")


def unique_key(kind: ObjectType, name: str, value: str) -> str:
    """E-mail addresses are compared without case."""
    return value.strip().lower() if (kind.plural, name) == ("contacts", "email") else value


def read_links(call: Call, kind: ObjectType, source: dict[str, Any]) -> list[Link]:
    """The `associations` of a create; every target must exist and every type must fit."""
    links: list[Link] = []
    if not source.get("associations"):
        return links
    for entry in required(source, "associations", list):
        to_id = id_text(required(entry, "to", dict).get("id"))
        for spec in required(entry, "types", list):
            links.append((association_type(call.crm, kind, spec), to_id))
    for association, _ in links:
        call.needs_write(type_of(association.to_plural))
    return [(association, require_live(call.crm, type_of(association.to_plural), to_id).id)
            for association, to_id in links]


def association_type(crm: Crm, kind: ObjectType, spec: Any, to_plural: str | None = None) -> AssociationType:
    """The association type of a spec, if it starts at `kind` (and ends at `to_plural`)."""
    given = spec if isinstance(spec, dict) else {}
    type_id, category = given.get("associationTypeId"), given.get("associationCategory")
    found = crm.association_types.by_id.get(int(type_id)) if is_whole(str(type_id)) else None
    if found is None or found.from_plural != kind.plural or to_plural not in (None, found.to_plural) \
            or category not in (None, found.category):
        raise validation(f"Invalid association type: {category or ''} {type_id} is not a type from {kind.singular}"
                         f"{' to ' + type_of(to_plural).singular if to_plural else ''}.",
                         subCategory="crm.associations.INVALID_ASSOCIATION_TYPE")
    return found


def require_live(crm: Crm, kind: ObjectType, record_id: str) -> Record:
    """The live record, or the error of an association with something that is not there."""
    record = crm.stores[kind.plural].get(record_id)
    if record is None or record.archived:
        raise validation(f"{kind.shouted}={record_id} is not valid",
                         subCategory="crm.associations.INVALID_OBJECT_IDS", context={kind.shouted: [record_id]})
    return record


def _read_json(crm: Crm, kind: ObjectType, record: Record, names: Any, history: list[str],
               targets: list[str]) -> dict[str, Any]:
    answer = record_json(crm, kind, record, names)
    if history:
        answer["propertiesWithHistory"] = history_json(crm, kind, record, history)
    if targets:
        associations = associations_json(crm, kind, record, targets)
        if associations is not None:
            answer["associations"] = associations
    return answer


def _next_page(call: Call, after: str) -> dict[str, Any]:
    query = [(name, value) for name, value in call.query.items() if name != "after"]
    return {"next": {"after": after, "link": f"{call.address}?{urlencode([*query, ('after', after)])}"}}
