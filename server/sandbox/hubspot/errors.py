"""Error answers in the shapes the service uses."""

from __future__ import annotations

import json
from typing import Any, Iterable

SCOPES_PAGE = "https://developers.hubspot.com/scopes"


class ApiError(Exception):
    """An answer that is not a success; `body` lacks only the correlation id, which the dispatcher adds."""

    def __init__(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        super().__init__(body.get("message", ""))
        self.status = status
        self.body = body
        self.headers = headers or {}

    def batch_entry(self, context: dict[str, list[str]]) -> dict[str, Any]:
        """This error as one entry of the `errors` list of a 207 answer."""
        entry = {"status": "error", "category": self.body.get("category", "VALIDATION_ERROR"),
                 "message": self.body["message"], "context": {**self.body.get("context", {}), **context}}
        for key in ("errors", "links", "subCategory"):
            if key in self.body:
                entry[key] = self.body[key]
        return entry


def failure(status: int, category: str, message: str, **more: Any) -> ApiError:
    """The ordinary error body."""
    return ApiError(status, {"status": "error", "message": message, **more, "category": category})


def validation(message: str, **more: Any) -> ApiError:
    return failure(400, "VALIDATION_ERROR", message, **more)


class PropertyProblem:
    """One refused property value."""

    __slots__ = ("name", "code", "message")

    def __init__(self, name: str, code: str, message: str) -> None:
        self.name = name
        self.code = code
        self.message = message


def invalid_properties(problems: Iterable[PropertyProblem], portal_id: str) -> ApiError:
    """The body of refused property values: the problems twice, as JSON inside the message and as `errors`."""
    listed = list(problems)
    inner = [{"isValid": False, "message": problem.message, "error": problem.code, "name": problem.name,
              "localizedErrorMessage": problem.message, "portalId": int(portal_id)} for problem in listed]
    errors = [{"message": problem.message, "code": problem.code, "context": {"propertyName": [problem.name]}}
              for problem in listed]
    return validation(f"Property values were not valid: {json.dumps(inner, ensure_ascii=False)}", errors=errors)


def missing_required(shouted_type: str, names: list[str]) -> ApiError:
    return validation(f"Error creating {shouted_type}. Some required properties were not set.",
                      context={"properties": names})


def missing_fields(names: list[str]) -> ApiError:
    return validation("Invalid input JSON on line 1, column 2. Some required fields were not set: "
                      f"[{', '.join(names)}]")


def object_not_found(shouted_type: str = "") -> ApiError:
    what = f"{shouted_type} " if shouted_type else ""
    return failure(404, "OBJECT_NOT_FOUND", f"{what}Object not found.  objectId are usually numeric.")


def contact_exists(existing_id: str) -> ApiError:
    return failure(409, "CONFLICT", f"Contact already exists. Existing ID: {existing_id}")


def missing_scopes(needed: Iterable[str]) -> ApiError:
    return failure(
        403, "MISSING_SCOPES",
        "This app hasn't been granted all required scopes to make this call. "
        f"Read more about required scopes here: {SCOPES_PAGE}.",
        errors=[{"message": "One or more of the following scopes are required.",
                 "context": {"requiredGranularScopes": list(needed)}}],
        links={"scopes": SCOPES_PAGE})


def not_authenticated() -> ApiError:
    return failure(401, "INVALID_AUTHENTICATION",
                   "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find "
                   "more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview")


def token_expired(seconds_ago: int, expired_at: str) -> ApiError:
    return failure(401, "EXPIRED_AUTHENTICATION",
                   f"The OAuth token used to make this call expired {seconds_ago} second(s) ago.",
                   context={"expire time": [expired_at]})


def locked() -> ApiError:
    """Heavy writing to the same records: HubSpot asks for a pause of two seconds."""
    return failure(423, "LOCKED", "The resource is locked because of other writes to it. Wait two seconds and try again.")


def rate_limited(policy: str, request_id: str) -> ApiError:
    """The 429 body: `errorType` and `policyName`, no `category`."""
    return ApiError(429, {"status": "error", "message": f"You have reached your {policy.lower()} limit.",
                          "errorType": "RATE_LIMIT", "policyName": policy, "requestId": request_id})


def address_too_long() -> ApiError:
    return failure(414, "VALIDATION_ERROR", "The URL is too long; send long lists of properties in a batch read instead.")


def path_not_found() -> ApiError:
    return ApiError(404, {"status": "error", "message": "Unable to find a matching route. Check the path and the "
                                                        "version in it.", "category": "OBJECT_NOT_FOUND"})
