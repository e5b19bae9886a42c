"""The labels of associations: those HubSpot defines, and custom ones that can be made, renamed and deleted."""

from __future__ import annotations

import re
from typing import Any

from .association_types import LABELS_PER_PAIR_MAX, USER_DEFINED, AssociationType
from .calls import Answer, Call, is_whole, required
from .errors import failure, validation
from .object_types import ObjectType

_NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")
_LABEL_CHARACTERS_MAX = 50


def list_labels(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    call.needs_read(source, target)
    return Answer(200, {"results": [_as_json(kind)
                                    for kind in call.crm.association_types.between(source.plural, target.plural)]})


def create_label(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    """POST …/labels {label, name, inverseLabel?}: answers both directions."""
    call.needs_write(source, target)
    body, types = call.body(), call.crm.association_types
    name, label, inverse = required(body, "name", str), _label(body, "label"), _inverse(body)
    if not _NAME.fullmatch(name):
        raise validation(f"{name} is not a name of a label: lower-case letters, digits and underscores, starting with "
                         "a letter.")
    if types.default(source.plural, target.plural) is None:
        raise validation(f"No association type from {source.singular} to {target.singular} exists.",
                         subCategory="crm.associations.INVALID_ASSOCIATION_TYPE")
    custom = [kind for kind in types.between(source.plural, target.plural) if kind.category == USER_DEFINED]
    if any(kind.name == name for kind in custom):
        raise failure(409, "OBJECT_ALREADY_EXISTS", f"An association label named {name} already exists.")
    if len(custom) >= LABELS_PER_PAIR_MAX:
        raise validation(f"A pair of object types can have {LABELS_PER_PAIR_MAX} labels.")
    return Answer(200, {"results": [_as_json(kind) for kind in
                                    types.add_label(source.plural, target.plural, name, label, inverse)]})


def update_label(call: Call, source: ObjectType, target: ObjectType) -> Answer:
    """PUT …/labels {associationTypeId, label, inverseLabel?}."""
    call.needs_write(source, target)
    body = call.body()
    kind = _custom(call, source, target, str(required(body, "associationTypeId", int)))
    call.crm.association_types.rename(kind, _label(body, "label"), _inverse(body))
    return Answer(204)


def delete_label(call: Call, source: ObjectType, target: ObjectType, type_id: str) -> Answer:
    """Pairs that carry the label keep their other ones."""
    call.needs_write(source, target)
    kind = _custom(call, source, target, type_id)
    call.crm.graph.forget_label(kind)
    for gone in (kind.type_id, kind.inverse):
        call.crm.association_limits.most.pop(gone, None)
    call.crm.association_types.remove(kind)
    return Answer(204)


def _custom(call: Call, source: ObjectType, target: ObjectType, type_id: str) -> AssociationType:
    kind = call.crm.association_types.by_id.get(int(type_id)) if is_whole(type_id) else None
    if kind is None or (kind.from_plural, kind.to_plural) != (source.plural, target.plural):
        raise failure(404, "OBJECT_NOT_FOUND", f"There is no association type {type_id} from {source.singular} to "
                                               f"{target.singular}.")
    if kind.category != USER_DEFINED:
        raise validation(f"The association type {type_id} is defined by HubSpot and cannot be changed.")
    return kind


def _label(body: dict[str, Any], field: str) -> str:
    label = required(body, field, str)
    if not 0 < len(label) <= _LABEL_CHARACTERS_MAX:
        raise validation(f"{field} must have 1 to {_LABEL_CHARACTERS_MAX} characters.")
    return label


def _inverse(body: dict[str, Any]) -> str | None:
    return _label(body, "inverseLabel") if body.get("inverseLabel") is not None else None


def _as_json(kind: AssociationType) -> dict[str, Any]:
    return {"category": kind.category, "typeId": kind.type_id, "label": kind.label}
