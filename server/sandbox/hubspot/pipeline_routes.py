"""The pipelines API: pipelines of deals and tickets and their stages."""

from __future__ import annotations

from typing import Any

from .calls import Answer, Call, required, type_of
from .errors import failure, object_not_found, path_not_found, validation
from .object_types import ObjectType
from .pipelines import new_pipeline, new_stage
from .records import Record
from .times import wire_time
from .validation_rules import FIRST_ENFORCING_VERSION

STAGES_MAX = 100
_STAGE_PROPERTIES = {"deals": "dealstage", "tickets": "hs_pipeline_stage"}
_PIPELINE_PROPERTIES = {"deals": "pipeline", "tickets": "hs_pipeline"}


def answer(call: Call) -> Answer:
    """Everything below /crm/pipelines/{type}."""
    if not call.path:
        raise path_not_found()
    kind = type_of(call.path[0])
    if call.method == "GET":
        call.needs_any(kind.schema_read_needs)
    else:
        call.needs_schema_write(kind)
    match call.path[1:]:
        case ():
            return _pipelines(call, kind)
        case (pipeline_id,):
            return _pipeline(call, kind, _find(call, kind, pipeline_id))
        case (pipeline_id, "audit"):
            return Answer(200, {"results": list(_find(call, kind, pipeline_id)["audit"])})
        case (pipeline_id, "stages"):
            return _stages(call, kind, _find(call, kind, pipeline_id))
        case (pipeline_id, "stages", stage_id, *audit) if audit in ([], ["audit"]):
            pipeline = _find(call, kind, pipeline_id)
            return _stage(call, kind, pipeline, _find_stage(pipeline, stage_id))
    raise path_not_found()


def _pipelines(call: Call, kind: ObjectType) -> Answer:
    listed = call.crm.pipelines.by_type.setdefault(kind.plural, [])
    if call.method == "GET":
        return Answer(200, {"results": [_shown(pipeline) for pipeline in listed]})
    if call.method != "POST":
        raise path_not_found()
    if kind.plural not in _STAGE_PROPERTIES:
        raise validation(f"{kind.plural} have no pipelines.")
    pipeline = _read_pipeline(call, kind, call.body(), call.crm.pipelines.next_id())
    if any(other["label"] == pipeline["label"] for other in listed):
        raise failure(409, "OBJECT_ALREADY_EXISTS", f"A pipeline labelled {pipeline['label']} already exists.")
    listed.append(pipeline)
    _audit(call, pipeline, "CREATE")
    return Answer(201, _shown(pipeline))


def _pipeline(call: Call, kind: ObjectType, pipeline: dict[str, Any]) -> Answer:
    match call.method:
        case "GET":
            return Answer(200, _shown(pipeline))
        case "PATCH":
            _change(call, pipeline, ("label", "displayOrder"))
        case "PUT":
            _refuse_used(call, kind, pipeline, None)
            pipeline.update({**_read_pipeline(call, kind, call.body(), pipeline["id"]), "audit": pipeline["audit"],
                             "createdAt": pipeline["createdAt"]})
        case "DELETE":
            _refuse_used(call, kind, pipeline, None)
            call.crm.pipelines.by_type[kind.plural].remove(pipeline)
            return Answer(204)
        case _:
            raise path_not_found()
    _audit(call, pipeline, "UPDATE")
    return Answer(200, _shown(pipeline))


def _stages(call: Call, kind: ObjectType, pipeline: dict[str, Any]) -> Answer:
    if call.method == "GET":
        return Answer(200, {"results": [_shown(stage) for stage in pipeline["stages"]]})
    if call.method != "POST":
        raise path_not_found()
    if len(pipeline["stages"]) >= STAGES_MAX:
        raise validation(f"A pipeline can have {STAGES_MAX} stages.")
    stage = _read_stage(call, kind, call.body(), call.crm.pipelines.next_id())
    pipeline["stages"].append(stage)
    _audit(call, stage, "CREATE")
    return Answer(201, _shown(stage))


def _stage(call: Call, kind: ObjectType, pipeline: dict[str, Any], stage: dict[str, Any]) -> Answer:
    if call.path[-1] == "audit":
        return Answer(200, {"results": list(stage["audit"])})
    match call.method:
        case "GET":
            return Answer(200, _shown(stage))
        case "PATCH":
            _change(call, stage, ("label", "displayOrder"))
            if "metadata" in call.body():
                stage["metadata"] = _metadata(kind, {**stage["metadata"], **required(call.body(), "metadata", dict)})
        case "PUT":
            stage.update({**_read_stage(call, kind, call.body(), stage["id"]), "audit": stage["audit"],
                          "createdAt": stage["createdAt"]})
        case "DELETE":
            _refuse_used(call, kind, pipeline, stage)
            pipeline["stages"].remove(stage)
            return Answer(204)
        case _:
            raise path_not_found()
    _audit(call, stage, "UPDATE")
    return Answer(200, _shown(stage))


def _refuse_used(call: Call, kind: ObjectType, pipeline: dict[str, Any], stage: dict[str, Any] | None) -> None:
    """References are checked when asked for, and by default from the first version that validates."""
    parameter = "validateReferencesBeforeDelete" if stage is None else "validateDealStageUsagesBeforeDelete"
    asked = call.query.get(parameter, call.query.get("validateReferencesBeforeDelete"))
    if not (asked == "true" if asked is not None else call.version_from(FIRST_ENFORCING_VERSION)):
        return
    name = (_PIPELINE_PROPERTIES if stage is None else _STAGE_PROPERTIES)[kind.plural]
    wanted = (pipeline if stage is None else stage)["id"]
    used: list[Record] = [record for record in call.crm.stores[kind.plural].records.values()
                          if not record.archived and record.properties.get(name) == wanted]
    if used:
        what = "pipeline" if stage is None else "stage"
        raise validation(f"The {what} {wanted} cannot be deleted: {len(used)} {kind.plural} are in it.",
                         subCategory=f"PipelineError.{what.upper()}_ID_IN_USE", context={what: [wanted]})


def _read_pipeline(call: Call, kind: ObjectType, body: dict[str, Any], pipeline_id: str) -> dict[str, Any]:
    label, order = required(body, "label", str), required(body, "displayOrder", int)
    stages = [_read_stage(call, kind, entry, str(entry.get("stageId") or call.crm.pipelines.next_id()))
              for entry in required(body, "stages", list)]
    if not stages or len({stage["label"] for stage in stages}) != len(stages):
        raise validation("A pipeline needs stages, each with a label of its own.")
    return new_pipeline(pipeline_id, label, order, stages, wire_time(call.crm.now()))


def _read_stage(call: Call, kind: ObjectType, body: Any, stage_id: str) -> dict[str, Any]:
    label, order = required(body, "label", str), required(body, "displayOrder", int)
    return new_stage(stage_id, label, order, _metadata(kind, required(body, "metadata", dict)),
                     wire_time(call.crm.now()))


def _metadata(kind: ObjectType, given: dict[str, Any]) -> dict[str, str]:
    """Stages of deals have a probability from 0.0 to 1.0; those at either end are closed. Values are texts."""
    texts = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in given.items()}
    if kind.plural != "deals":
        return texts
    try:
        probability = float(texts.get("probability", ""))
    except ValueError:
        probability = -1.0
    if not 0.0 <= probability <= 1.0:
        raise validation("The metadata of a deal stage needs a probability between 0.0 and 1.0.")
    return {**texts, "probability": str(round(probability, 2)),
            "isClosed": "true" if probability in (0.0, 1.0) else "false"}


def _change(call: Call, target: dict[str, Any], fields: tuple[str, ...]) -> None:
    body = call.body()
    for field in fields:
        if field in body:
            target[field] = required(body, field, int if field == "displayOrder" else str)
    target["updatedAt"] = wire_time(call.crm.now())


def _audit(call: Call, target: dict[str, Any], action: str) -> None:
    target["audit"].insert(0, {"portalId": int(call.crm.portal_id), "identifier": target["id"], "action": action,
                               "timestamp": wire_time(call.crm.now()), "rawObject": _shown(target)})


def _shown(target: dict[str, Any]) -> dict[str, Any]:
    """Without the audit trail, which has an address of its own."""
    shown = {name: value for name, value in target.items() if name != "audit"}
    if "stages" in shown:
        shown["stages"] = [_shown(stage) for stage in shown["stages"]]
    return shown


def _find(call: Call, kind: ObjectType, pipeline_id: str) -> dict[str, Any]:
    pipeline = call.crm.pipelines.find(kind.plural, pipeline_id)
    if pipeline is None:
        raise object_not_found()
    return pipeline


def _find_stage(pipeline: dict[str, Any], stage_id: str) -> dict[str, Any]:
    for stage in pipeline["stages"]:
        if stage["id"] == stage_id:
            return stage
    raise object_not_found()
