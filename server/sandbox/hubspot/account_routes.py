"""Pipelines, owners and account information (reference section 10)."""

from __future__ import annotations

from .calls import Answer, Call
from .errors import object_not_found
from .object_types import ObjectType

OWNERS_PAGE = 100


def list_pipelines(call: Call, kind: ObjectType) -> Answer:
    call.needs_any(kind.schema_read_needs)
    return Answer(200, {"results": call.crm.pipelines.by_type.get(kind.plural, [])})


def read_pipeline(call: Call, kind: ObjectType, pipeline_id: str) -> Answer:
    call.needs_any(kind.schema_read_needs)
    pipeline = call.crm.pipelines.find(kind.plural, pipeline_id)
    if pipeline is None:
        raise object_not_found()
    return Answer(200, pipeline)


def list_stages(call: Call, kind: ObjectType, pipeline_id: str) -> Answer:
    return Answer(200, {"results": read_pipeline(call, kind, pipeline_id).body["stages"]})


def list_owners(call: Call) -> Answer:
    call.needs_any(("crm.objects.owners.read",))
    call.limit(OWNERS_PAGE, 500)
    email = call.query.get("email")
    created = call.crm.created
    found = [] if call.flag("archived") else [owner for owner in call.crm.owners if email in (None, owner.email)]
    return Answer(200, {"results": [owner.as_json(created) for owner in found]})


def read_owner(call: Call, owner_id: str) -> Answer:
    call.needs_any(("crm.objects.owners.read",))
    by_user = call.query.get("idProperty") == "userId"
    for owner in call.crm.owners:
        if owner_id == (str(owner.user_id) if by_user else owner.owner_id):
            return Answer(200, owner.as_json(call.crm.created))
    raise object_not_found()


def account_details(call: Call) -> Answer:
    call.needs_any(("oauth",))
    return Answer(200, call.crm.account.details())
