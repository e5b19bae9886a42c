"""Two records become one, and a contact is deleted for good."""

from __future__ import annotations

from .calls import Answer, Call, id_text
from .crm import Crm
from .errors import failure, object_not_found, validation
from .object_types import ObjectType
from .objects import find_record
from .records import Record
from .views import written_json

MERGEABLE = ("contacts", "companies", "deals", "tickets")
IDENTITIES_MAX = 250
_OWN = ("hs_object_id", "hs_merged_object_ids", "hs_object_source", "hs_object_source_id", "hs_object_source_label",
        "hs_object_source_user_id")


def merge_records(call: Call, kind: ObjectType) -> Answer:
    """POST /{type}/merge {primaryObjectId, objectIdToMerge}: the survivor, which may have an id of its own."""
    call.needs_write(kind)
    body = call.body()
    store = call.crm.stores[kind.plural]
    asked = [id_text(body.get(field)) for field in ("primaryObjectId", "objectIdToMerge")]
    primary, absorbed = store.get(asked[0]), store.get(asked[1])
    if primary is None or absorbed is None or primary.archived or absorbed.archived:
        raise object_not_found(kind.shouted)
    if primary is absorbed:
        raise validation(f"Cannot merge {kind.singular} {asked[0]} with itself.")
    survivor = merge(call.crm, kind, primary, absorbed)
    return Answer(200, written_json(call.crm, kind, survivor))


def delete_for_privacy(call: Call, kind: ObjectType) -> Answer:
    """POST /contacts/gdpr-delete {objectId, idProperty?}: not in the recycle bin either."""
    call.needs_write(kind)
    body = call.body()
    record = find_record(call.crm, kind, id_text(body.get("objectId")), body.get("idProperty"))
    if record is None:
        raise object_not_found(kind.shouted)
    call.crm.purge(kind.plural, record)
    return Answer(204)


def merge(crm: Crm, kind: ObjectType, primary: Record, absorbed: Record) -> Record:
    """The values of the primary record win, empty ones are filled from the other; links and old ids move over."""
    values = {name: value for name, value in absorbed.properties.items() if name not in _OWN}
    moved = sum(not primary.properties.get(name) for name in values)
    values.update({name: value for name, value in primary.properties.items() if value != ""})
    values["hs_merged_object_ids"] = _joined(primary.properties.get("hs_merged_object_ids", ""), primary.id, absorbed.id,
                                             absorbed.properties.get("hs_merged_object_ids", ""))
    if kind.plural == "contacts":
        values["hs_additional_emails"] = _other_addresses(primary, absorbed)
    crm.rules[kind.plural].before_update(primary, values)
    return crm.replace_by_merger(kind.plural, primary, absorbed, values, moved)


def _other_addresses(primary: Record, absorbed: Record) -> str:
    own = primary.properties.get("email") or absorbed.properties.get("email", "")
    all_of_both = _joined(*(record.properties.get(name, "") for record in (primary, absorbed)
                            for name in ("email", "hs_additional_emails"))).split(";")
    others = [address for address in all_of_both if address and address != own]
    if len(others) + bool(own) > IDENTITIES_MAX:
        raise failure(414, "VALIDATION_ERROR", f"Cannot have more than {IDENTITIES_MAX} identities on a profile")
    return ";".join(others)


def _joined(*texts: str) -> str:
    """All parts of the texts, each once, in order."""
    return ";".join(dict.fromkeys(part for text in texts for part in text.split(";") if part))
