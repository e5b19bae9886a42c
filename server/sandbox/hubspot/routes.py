"""Which handler answers which path; both path families lead to the same handlers."""

from __future__ import annotations

from . import account_routes, association_routes, batches, objects, property_routes, search
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


def resolve(path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The API a path belongs to, and what follows its prefix and version. Raises the 404 answer."""
    match path:
        case ("crm", "v3", "objects" | "properties" | "pipelines" | "owners" as area, *rest):
            return area, tuple(rest)
        case ("crm", "v4", "objects", _, _, "associations", *_):
            return "linked objects", path[3:]
        case ("crm", "v4", "associations", *rest):
            return "associations", tuple(rest)
        case ("crm", "objects", version, _, _, "associations", *_) if version in DATED_VERSIONS:
            return "linked objects", path[3:]
        case ("crm", "objects" | "properties" | "pipelines" | "owners" | "associations" as area, version, *rest) \
                if version in DATED_VERSIONS:
            return area, tuple(rest)
        case ("account-info", version, "details") if version in ("v3", *DATED_VERSIONS):
            return "account", ()
        case ("appinstalls", version, "external-install") if version in ("v3", *DATED_VERSIONS):
            return "uninstall", ()
    raise path_not_found()


def answer(area: str, call: Call) -> Answer:
    """Dispatches a call whose `path` is what resolve() left over."""
    handler = _AREAS.get(area)
    if handler is None:
        raise path_not_found()
    return handler(call)


def _objects(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", (kind,)):
            return objects.list_records(call, type_of(kind))
        case ("POST", (kind,)):
            return objects.create_record(call, type_of(kind))
        case ("POST", (kind, "batch", operation)) if operation in _OBJECT_BATCHES:
            return _OBJECT_BATCHES[operation](call, type_of(kind))
        case ("POST", (kind, "search")):
            return search.search(call, type_of(kind))
        case ("GET", (kind, key)):
            return objects.read_record(call, type_of(kind), key)
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
    match call.method, call.path:
        case ("POST", (source, target, "batch", *operation)) if tuple(operation) in _ASSOCIATION_BATCHES:
            return _ASSOCIATION_BATCHES[tuple(operation)](call, type_of(source), type_of(target))
        case ("GET", (source, target, "labels")):
            return association_routes.list_labels(call, type_of(source), type_of(target))
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


def _pipelines(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", (kind,)):
            return account_routes.list_pipelines(call, type_of(kind))
        case ("GET", (kind, pipeline_id)):
            return account_routes.read_pipeline(call, type_of(kind), pipeline_id)
        case ("GET", (kind, pipeline_id, "stages")):
            return account_routes.list_stages(call, type_of(kind), pipeline_id)
    raise path_not_found()


def _owners(call: Call) -> Answer:
    match call.method, call.path:
        case ("GET", ()):
            return account_routes.list_owners(call)
        case ("GET", (owner_id,)):
            return account_routes.read_owner(call, owner_id)
    raise path_not_found()


def _account(call: Call) -> Answer:
    if call.method != "GET":
        raise path_not_found()
    return account_routes.account_details(call)


_AREAS = {"objects": _objects, "linked objects": _linked_objects, "associations": _associations,
          "properties": _properties, "pipelines": _pipelines, "owners": _owners, "account": _account}
