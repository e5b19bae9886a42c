"""Owners, account information and the account's own validation rules."""

from __future__ import annotations

from .calls import Answer, Call, is_whole
from .errors import object_not_found, validation
from .object_types import ObjectType
from .times import wire_time

OWNERS_PAGE_DEFAULT = 100
OWNERS_PAGE_MAX = 500


def list_owners(call: Call) -> Answer:
    """By id; `after` is the id of the first owner of the next page."""
    call.needs_any(("crm.objects.owners.read",))
    limit, after = call.limit(OWNERS_PAGE_DEFAULT, OWNERS_PAGE_MAX), call.query.get("after", "0")
    if not is_whole(after):
        raise validation(f"after must be the value of paging.next.after; it was {after}.")
    email, archived = call.query.get("email"), call.flag("archived")
    found = [owner for owner in call.crm.owners if owner.archived is archived and int(owner.owner_id) >= int(after)
             and email in (None, owner.email)]
    body: dict[str, object] = {"results": [owner.as_json(call.crm.created) for owner in found[:limit]]}
    if len(found) > limit:
        following = found[limit].owner_id
        body["paging"] = {"next": {"after": following, "link": f"{call.address}?limit={limit}&after={following}"}}
    return Answer(200, body)


def read_owner(call: Call, owner_id: str) -> Answer:
    call.needs_any(("crm.objects.owners.read",))
    by_user, archived = call.query.get("idProperty") == "userId", call.flag("archived")
    for owner in call.crm.owners:
        if owner_id == (str(owner.user_id) if by_user else owner.owner_id) and owner.archived is archived:
            return Answer(200, owner.as_json(call.crm.created))
    raise object_not_found()


def account_details(call: Call) -> Answer:
    call.needs_any(("oauth",))
    return Answer(200, call.crm.account.details())


def private_app_usage(call: Call) -> Answer:
    """Apps that have a daily limit; there are none as long as calls are those of OAuth apps."""
    call.needs_any(("oauth",))
    used, limit = call.daily_usage
    if not limit:
        return Answer(200, {"results": []})
    now = call.crm.now()
    return Answer(200, {"results": [{
        "name": "Private apps", "currentUsage": used, "usageLimit": limit, "collectedAt": wire_time(now),
        "fetchStatus": "SUCCESS", "resetsAt": wire_time(call.crm.account.next_midnight(now))}]})


def list_validations(call: Call, kind: ObjectType) -> Answer:
    call.needs_any(kind.schema_read_needs)
    return Answer(200, {"results": call.crm.validation.as_json(kind.plural)})


def read_validation(call: Call, kind: ObjectType, name: str) -> Answer:
    """The rules of one property; none is an empty list."""
    call.needs_any(kind.schema_read_needs)
    if call.crm.catalogues[kind.plural].get(name) is None:
        raise object_not_found()
    rules = [entry["propertyValidationRules"] for entry in call.crm.validation.as_json(kind.plural)
             if entry["propertyName"] == name]
    return Answer(200, {"results": rules[0] if rules else []})
