"""Which handler answers which path; both path families lead to the same handlers."""

from __future__ import annotations

from typing import Callable, NamedTuple

from . import (account_routes, association_limit_routes, association_routes, batches, currency_routes, label_routes,
               list_routes, merging, named_association_routes, objects, pipeline_routes, property_routes, search)
from .calls import Answer, Call, type_of
from .errors import path_not_found

DATED_VERSIONS = ("2026-03", "2026-09")

_OBJECT_BATCHES = {"create": batches.batch_create, "read": batches.batch_read, "update": batches.batch_update,
                   "upsert": batches.batch_upsert, "archive": batches.batch_archive}
_ASSOCIATION_BATCHES = {("create",): association_routes.batch_create, ("read",): association_routes.batch_read,
                        ("associate", "default"): association_routes.batch_associate_default,
                        ("archive",): association_routes.batch_archive,
                        ("labels", "archive"): association_routes.batch_labels_archive}
_PROPERTY_BATCHES = {"create": property_routes.batch_create, "read": property_routes.batch_read,
                     "archive": property_routes.batch_archive}


class Route(NamedTuple):
    """The API a path belongs to, its version, and what follows both."""

    area: str
    version: str
    rest: tuple[str, ...]


def resolve(path: tuple[str, ...]) -> Route:
    """Raises the 404 answer for a path that no version has."""
    match path:
        case ("crm", "v4", "objects", _, _, "associations", *_):
            return Route("linked objects", "v4", path[3:])
        case ("crm", "objects", version, _, _, "associations", *_) if version in DATED_VERSIONS:
            return Route("linked objects", version, path[3:])
        case ("crm", "v4", "associations", *rest):
            return Route("associations", "v4", tuple(rest))
        case ("crm", "v3", "associations", *rest):
            return Route("named associations", "v3", tuple(rest))
        case ("crm", "v3", area, *rest) if area in _CRM_AREAS:
            return Route(area, "v3", tuple(rest))
        case ("crm", area, version, *rest) if area in _CRM_AREAS and version in DATED_VERSIONS:
            return Route(area, version, tuple(rest))
        case ("account-info" | "appinstalls" as area, version, *rest) if version in ("v3", *DATED_VERSIONS):
            return Route(area, version, tuple(rest))
        case ("tax-rates", version, "tax-rates", *rest) if version in ("v1", *DATED_VERSIONS):
            return Route("tax-rates", version, tuple(rest))
        case ("settings", "v3" as version, "currencies", *rest):
            return Route("currencies", version, tuple(rest))
        case ("settings", "currencies", version, *rest) if version in DATED_VERSIONS:
            return Route("currencies", version, tuple(rest))
    raise path_not_found()


def answer(route: Route, call: Call) -> Answer:
    """Dispatches a call whose `path` is the rest of its route."""
    handler = _AREAS.get(route.area)
    if handler is None:
        raise path_not_found()
    return handler(call)


def _objects(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", (kind, key)):
            return objects.read_record(call, type_of(kind), key)
        case ("GET", (kind,)):
            return objects.list_records(call, type_of(kind))
        case ("POST", (kind,)):
            return objects.create_record(call, type_of(kind))
        case ("POST", (kind, "batch", operation)) if operation in _OBJECT_BATCHES:
            return _OBJECT_BATCHES[operation](call, type_of(kind))
        case ("POST", (kind, "search")):
            return search.search(call, type_of(kind))
        case ("POST", (kind, "merge")) if type_of(kind).plural in merging.MERGEABLE:
            return merging.merge_records(call, type_of(kind))
        case ("POST", (kind, "gdpr-delete")) if type_of(kind).plural == "contacts":
            return merging.delete_for_privacy(call, type_of(kind))
        case ("PATCH", (kind, key)):
            return objects.update_record(call, type_of(kind), key)
        case ("DELETE", (kind, key)):
            return objects.archive_record(call, type_of(kind), key)
    raise path_not_found()


def _linked_objects(call: Call) -> Answer:
    match call.method, call.path:
        case ("PUT", (source, from_id, _, "default", target, to_id)):
            return association_routes.put_default(call, type_of(source), from_id, type_of(target), to_id)
        case ("PUT", (source, from_id, _, target, to_id)):
            return association_routes.put_labelled(call, type_of(source), from_id, type_of(target), to_id)
        case ("GET", (source, from_id, _, target)):
            return association_routes.get_associations(call, type_of(source), from_id, type_of(target))
        case ("DELETE", (source, from_id, _, target, to_id)):
            return association_routes.delete_associations(call, type_of(source), from_id, type_of(target), to_id)
    raise path_not_found()


def _associations(call: Call) -> Answer:
    if call.path[:2] == ("definitions", "configurations"):
        return association_limit_routes.answer(call, call.path[2:])
    match call.method, call.path:
        case ("POST", (source, target, "batch", *operation)) if tuple(operation) in _ASSOCIATION_BATCHES:
            return _ASSOCIATION_BATCHES[tuple(operation)](call, type_of(source), type_of(target))
        case ("GET", (source, target, "labels")):
            return label_routes.list_labels(call, type_of(source), type_of(target))
        case ("POST", (source, target, "labels")):
            return label_routes.create_label(call, type_of(source), type_of(target))
        case ("PUT", (source, target, "labels")):
            return label_routes.update_label(call, type_of(source), type_of(target))
        case ("DELETE", (source, target, "labels", type_id)):
            return label_routes.delete_label(call, type_of(source), type_of(target), type_id)
    raise path_not_found()


def _properties(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", (kind,)):
            return property_routes.list_properties(call, type_of(kind))
        case ("POST", (kind,)):
            return property_routes.create_property(call, type_of(kind))
        case ("POST", (kind, "batch", operation)) if operation in _PROPERTY_BATCHES:
            return _PROPERTY_BATCHES[operation](call, type_of(kind))
        case (_, (kind, "groups", *_)):
            return _property_groups(call)
        case ("GET", (kind, name)):
            return property_routes.read_property(call, type_of(kind), name)
        case ("PATCH", (kind, name)):
            return property_routes.update_property(call, type_of(kind), name)
        case ("DELETE", (kind, name)):
            return property_routes.archive_property(call, type_of(kind), name)
    raise path_not_found()


def _property_groups(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", (kind, _)):
            return property_routes.list_groups(call, type_of(kind))
        case ("POST", (kind, _)):
            return property_routes.create_group(call, type_of(kind))
        case ("GET", (kind, _, name)):
            return property_routes.read_group(call, type_of(kind), name)
        case ("PATCH", (kind, _, name)):
            return property_routes.update_group(call, type_of(kind), name)
        case ("DELETE", (kind, _, name)):
            return property_routes.archive_group(call, type_of(kind), name)
    raise path_not_found()


def _owners(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", ()):
            return account_routes.list_owners(call)
        case ("GET", (owner_id,)):
            return account_routes.read_owner(call, owner_id)
    raise path_not_found()


def _account(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", ("details",)):
            return account_routes.account_details(call)
        case ("GET", ("api-usage", "daily", "private-apps")):
            return account_routes.private_app_usage(call)
    raise path_not_found()


def _validations(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", (kind,)):
            return account_routes.list_validations(call, type_of(kind))
        case ("GET", (kind, name)):
            return account_routes.read_validation(call, type_of(kind), name)
    raise path_not_found()


_AREAS: dict[str, Callable[[Call], Answer]] = {
    "objects": _objects, "linked objects": _linked_objects, "associations": _associations,
    "named associations": named_association_routes.answer, "properties": _properties,
    "pipelines": pipeline_routes.answer, "owners": _owners, "lists": list_routes.answer,
    "property-validations": _validations, "account-info": _account, "currencies": currency_routes.answer,
    "tax-rates": currency_routes.answer_tax_rates}
_CRM_AREAS = ("objects", "associations", "properties", "pipelines", "owners", "lists", "property-validations")
