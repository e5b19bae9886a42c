"""The lists API: lists, their members, and the lists of a record."""

from __future__ import annotations

from typing import Any

from .calls import Answer, Call, checked_limit, id_text, is_whole, required, type_of
from .errors import ApiError, failure, path_not_found, validation
from .list_filters import compile_branch
from .lists import PROCESSING_TYPES, RecordList
from .times import wire_time

LISTABLE = ("contacts", "companies", "deals", "tickets")
SEARCH_DEFAULT = 20
SEARCH_MAX = 500
MEMBERS_DEFAULT = 100
MEMBERS_MAX = 250
MEMBER_CHANGES_MAX = 100_000


def answer(call: Call) -> Answer:
    """Everything below /crm/lists."""
    reads = call.method == "GET" or call.path == ("search",)
    call.needs_any(("crm.lists.read",) if reads else ("crm.lists.write",))
    match call.method, call.path:
        case ("POST", ()):
            return _create(call)
        case ("GET", ()):
            wanted = [_find(call, list_id) for list_id in call.names("listIds")]
            return Answer(200, {"lists": [_shown(call, each) for each in wanted]})
        case ("POST", ("search",)):
            return _search(call)
        case ("GET", ("object-type-id", type_id, "name", name)):
            found = call.crm.lists.named(type_of(type_id).plural, name)
            if found is None:
                raise _not_found(name)
            return Answer(200, {"list": _shown(call, found)})
        case ("GET", ("records", type_id, record_id, "memberships")):
            return _of_record(call, type_of(type_id).plural, record_id)
        case (_, (list_id, *rest)):
            return _one(call, list_id, tuple(rest))
    raise path_not_found()


def _one(call: Call, list_id: str, rest: tuple[str, ...]) -> Answer:
    match call.method, rest:
        case ("GET", ()):
            return Answer(200, {"list": _shown(call, _find(call, list_id))})
        case ("DELETE", ()):
            _find(call, list_id).deleted = call.crm.now()
            return Answer(204)
        case ("PUT", ("restore",)):
            _find(call, list_id, deleted=True).deleted = None
            return Answer(204)
        case ("PUT", ("update-list-name",)):
            return _rename(call, _find(call, list_id))
        case ("PUT", ("update-list-filters",)):
            return _refilter(call, _find(call, list_id))
        case ("GET", ("memberships",)):
            return _members(call, _find(call, list_id))
        case ("GET", ("memberships", "join-order")):
            return _members_by_time(call, _find(call, list_id))
        case ("PUT", ("memberships", "add")):
            return _change(call, list_id, add=_record_ids(call.body_list()), remove=[])
        case ("PUT", ("memberships", "remove")):
            return _change(call, list_id, add=[], remove=_record_ids(call.body_list()))
        case ("PUT", ("memberships", "add-and-remove")):
            body = call.body()
            return _change(call, list_id, add=_record_ids(required(body, "recordIdsToAdd", list)),
                           remove=_record_ids(required(body, "recordIdsToRemove", list)))
        case ("PUT", ("memberships", "add-from", source_id)):
            source = _find(call, source_id)
            _change(call, list_id, add=[record_id for _, record_id in call.crm.lists.live_members(source)], remove=[])
            return Answer(204)
        case ("DELETE", ("memberships",)):
            _change(call, list_id, add=[], remove=list(_find(call, list_id).members))
            return Answer(204)
    raise path_not_found()


def _create(call: Call) -> Answer:
    body = call.body()
    name, processing_type = required(body, "name", str).strip(), required(body, "processingType", str)
    kind = type_of(required(body, "objectTypeId", str))
    if kind.plural not in LISTABLE:
        raise validation(f"Lists of {kind.plural} are not supported.", subCategory="ILS.OBJECT_TYPE_NOT_SUPPORTED")
    if processing_type not in PROCESSING_TYPES:
        raise validation(f"{processing_type} is not a processing type; use one of {', '.join(PROCESSING_TYPES)}.")
    if not name:
        raise validation("A list needs a name.")
    branch = body.get("filterBranch")
    if branch is not None and processing_type != "MANUAL":
        _check_branch(call, kind.plural, branch)
    elif branch is not None or processing_type == "DYNAMIC":
        raise validation("DYNAMIC lists need a filterBranch and MANUAL ones take none.",
                         subCategory="ILS.INVALID_FILTER_BRANCH")
    made = call.crm.lists.create(name, kind.plural, processing_type, branch, str(call.crm.owners[0].user_id))
    return Answer(200, {"list": made.as_json(with_filters=True)})


def _check_branch(call: Call, plural: str, branch: Any) -> None:
    if not isinstance(branch, dict) or branch.get("filterBranchType") != "OR" or branch.get("filters"):
        raise validation("The outermost filter branch must be of the type OR and hold only branches of the type AND.",
                         subCategory="ILS.INVALID_FILTER_BRANCH")
    compile_branch(call.crm, call.crm.stores[plural].object_type, branch)


def _shown(call: Call, chosen: RecordList) -> dict[str, Any]:
    return chosen.as_json(with_filters=call.flag("includeFilters"))


def _search(call: Call) -> Answer:
    body = call.body()
    offset = _offset(body)
    count = checked_limit(body.get("count"), SEARCH_DEFAULT, SEARCH_MAX)
    words, ids = str(body.get("query") or "").lower(), body.get("listIds") or []
    kinds = body.get("processingTypes") or PROCESSING_TYPES
    found = [each for each in call.crm.lists.by_id.values()
             if each.deleted is None and words in each.name.lower() and each.processing_type in kinds
             and (not ids or each.list_id in [str(list_id) for list_id in ids])]
    page = [{**each.as_json(), "additionalProperties": {"hs_list_size": str(len(call.crm.lists.live_members(each)))}}
            for each in found[offset:offset + count]]
    return Answer(200, {"offset": offset + len(page), "hasMore": offset + len(page) < len(found), "lists": page,
                        "total": len(found)})


def _offset(body: dict[str, Any]) -> int:
    given = str(body.get("offset", 0))
    if not is_whole(given):
        raise validation(f"offset must be a whole number; it was {given}.")
    return int(given)


def _rename(call: Call, chosen: RecordList) -> Answer:
    name = call.query.get("listName", "").strip()
    other = call.crm.lists.named(chosen.plural, name)
    if not name or other not in (None, chosen):
        raise validation("listName is missing, or another list has it.", subCategory="ILS.DUPLICATE_LIST_NAMES")
    chosen.name, chosen.updated, chosen.version = name, call.crm.now(), chosen.version + 1
    return Answer(200, {"updatedList": _shown(call, chosen)})


def _refilter(call: Call, chosen: RecordList) -> Answer:
    if chosen.processing_type != "DYNAMIC":
        raise validation("Only DYNAMIC lists have filters that can be changed.", subCategory="ILS.INVALID_LIST_TYPE")
    branch = required(call.body(), "filterBranch", dict)
    _check_branch(call, chosen.plural, branch)
    chosen.branch = branch
    chosen.updated = chosen.filters_updated = call.crm.now()
    chosen.version += 1
    return Answer(200, {"updatedList": chosen.as_json(with_filters=True)})


def _members(call: Call, chosen: RecordList) -> Answer:
    """By record id; `after` is the id of the first record of the next page."""
    limit, after = call.limit(MEMBERS_DEFAULT, MEMBERS_MAX), call.query.get("after", "0")
    if not is_whole(after):
        raise validation(f"after must be the value of paging.next.after; it was {after}.")
    members = call.crm.lists.live_members(chosen)
    ids = [record_id for number, record_id in members if number >= int(after)]
    return _page(call, chosen, ids, limit, len(members), after_of=lambda position: ids[position])


def _members_by_time(call: Call, chosen: RecordList) -> Answer:
    limit, after = call.limit(MEMBERS_DEFAULT, MEMBERS_MAX), call.query.get("after", "0")
    if not is_whole(after):
        raise validation(f"after must be the value of paging.next.after; it was {after}.")
    ids = [record_id for _, record_id in call.crm.lists.live_members(chosen)]
    ids.sort(key=lambda record_id: chosen.members.get(record_id, 0))
    total, start = len(ids), int(after)
    return _page(call, chosen, ids[start:], limit, total, after_of=lambda position: str(start + position))


def _page(call: Call, chosen: RecordList, ids: list[str], limit: int, total: int, after_of: Any) -> Answer:
    body: dict[str, Any] = {"total": total, "results": [
        {"recordId": record_id, "membershipTimestamp": wire_time(chosen.members.get(record_id, chosen.created))}
        for record_id in ids[:limit]]}
    if len(ids) > limit:
        after = after_of(limit)
        body["paging"] = {"next": {"after": after, "link": f"{call.address}?limit={limit}&after={after}"}}
    return Answer(200, body)


def _change(call: Call, list_id: str, add: list[str], remove: list[str]) -> Answer:
    chosen = _find(call, list_id)
    if chosen.processing_type == "DYNAMIC":
        raise validation("The members of a DYNAMIC list follow its filters and cannot be changed by hand.",
                         subCategory="ILS.INVALID_LIST_TYPE")
    return Answer(200, call.crm.lists.change(chosen, add, remove))


def _record_ids(given: list[Any]) -> list[str]:
    if len(given) > MEMBER_CHANGES_MAX:
        raise validation(f"At most {MEMBER_CHANGES_MAX} records can be named at once.")
    return [id_text(record_id) for record_id in given]


def _of_record(call: Call, plural: str, record_id: str) -> Answer:
    found = call.crm.lists.of_record(plural, record_id)
    return Answer(200, {"total": len(found), "results": [
        {"listId": each.list_id, "listVersion": each.version, "isPublicList": True,
         "firstAddedTimestamp": wire_time(each.first_added[record_id]),
         "lastAddedTimestamp": wire_time(each.members[record_id])} for each in found]})


def _find(call: Call, list_id: str, deleted: bool = False) -> RecordList:
    found = call.crm.lists.by_id.get(list_id)
    if found is None or (found.deleted is not None) != deleted:
        raise _not_found(list_id)
    return found


def _not_found(list_id: str) -> ApiError:
    return failure(404, "OBJECT_NOT_FOUND", f"List does not exist with ID {list_id}.", subCategory="ILS.LIST_NOT_FOUND",
                   context={"listId": [list_id]})
