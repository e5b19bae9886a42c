"""Records as JSON."""

from __future__ import annotations

from typing import Any, Iterable, Sequence

from .calls import type_of
from .changes import Actor
from .crm import Crm
from .object_types import ObjectType
from .records import Record
from .times import wire_time

INLINE_ASSOCIATIONS_MAX = 100


def record_json(crm: Crm, kind: ObjectType, record: Record, names: Iterable[str],
                values: dict[str, str] | None = None) -> dict[str, Any]:
    """A record with the named properties; those that are defined and empty are null, unknown ones are left out."""
    held = record.properties if values is None else values
    live = crm.catalogues[kind.plural].live
    shown = {name: held.get(name) or None for name in names if name in live}
    answer = {"id": record.id, "properties": shown, "createdAt": wire_time(record.created),
              "updatedAt": wire_time(record.updated), "archived": record.archived}
    if record.archived_at is not None:
        answer["archivedAt"] = wire_time(record.archived_at)
    answer["url"] = f"https://app.hubspot.com/contacts/{crm.portal_id}/record/{kind.type_id}/{record.id}"
    return answer


def system_names(kind: ObjectType) -> tuple[str, ...]:
    return ("hs_object_id", kind.created_property, kind.modified_property)


def asked_names(kind: ObjectType, asked: Sequence[str]) -> Sequence[str]:
    """The properties of a read: the type's defaults, or those asked for with the system ones."""
    return (*asked, *system_names(kind)) if asked else kind.default_properties


def written_json(crm: Crm, kind: ObjectType, record: Record) -> dict[str, Any]:
    """The answer to a create: everything that is set."""
    return record_json(crm, kind, record, [name for name, value in record.properties.items() if value != ""])


def updated_json(crm: Crm, kind: ObjectType, record: Record, sent: Iterable[str]) -> dict[str, Any]:
    """The answer to an update: what was sent, with the system properties."""
    return record_json(crm, kind, record, (*sent, *system_names(kind)))


def history_json(crm: Crm, kind: ObjectType, record: Record, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The values over time of each named property that exists, newest first, with who wrote them."""
    live = crm.catalogues[kind.plural].live
    return {name: [_past_json(record, *past) for past in record.values_over_time(name)] for name in names if name in live}


def _past_json(record: Record, moment: int, value: str, actor: Actor | None) -> dict[str, Any]:
    if actor is None:
        first = record.properties
        user_id = first.get("hs_object_source_user_id")
        actor = Actor(first.get("hs_object_source", "CRM_UI"), first.get("hs_object_source_id", ""), "",
                      int(user_id) if user_id else None)
    answer: dict[str, Any] = {"value": value, "timestamp": wire_time(moment), "sourceType": actor.source}
    if actor.source_id:
        answer["sourceId"] = actor.source_id
    if actor.label:
        answer["sourceLabel"] = actor.label
    if actor.user_id is not None:
        answer["updatedByUserId"] = actor.user_id
    return answer


def associations_json(crm: Crm, kind: ObjectType, record: Record, targets: Iterable[str]) -> dict[str, Any] | None:
    """The `associations` of a record that was read; types with none are absent, and so is the whole when empty."""
    found: dict[str, Any] = {}
    for target in targets:
        other = type_of(target)
        links = crm.graph.targets(kind.plural, record.id, other.plural)
        live = sorted((to_id for to_id in links if not crm.stores[other.plural].records[to_id].archived), key=int)
        if not live:
            continue
        results = [{"id": to_id, "type": crm.association_types.by_id[type_id].name}
                   for to_id in live[:INLINE_ASSOCIATIONS_MAX] for type_id in sorted(links[to_id])]
        found[other.association_key] = {"results": results}
        if len(live) > INLINE_ASSOCIATIONS_MAX:
            found[other.association_key]["paging"] = {"next": {
                "after": live[INLINE_ASSOCIATIONS_MAX],
                "link": f"https://api.hubapi.com/crm/v4/objects/{kind.singular}/{record.id}/associations/"
                        f"{other.singular}?after={live[INLINE_ASSOCIATIONS_MAX]}"}}
    return found or None
