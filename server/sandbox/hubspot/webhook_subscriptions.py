"""What an app wants to hear of: its target address and its subscriptions."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .changes import Change
from .errors import validation
from .object_types import ObjectType, find_object_type, object_type_named

EVENT_KINDS = ("creation", "deletion", "propertyChange", "associationChange", "merge", "restore", "privacyDeletion")
SUBSCRIPTIONS_MAX = 1_000
CONCURRENT_DEFAULT = 10
CONCURRENT_MIN = 6
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_DECODED = {"%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")",
            "%2A": "*", "%2C": ",", "%3B": ";"}


@dataclass(frozen=True)
class Subscription:
    """One kind of event of one object type, of one property where the kind has properties."""

    subscription_id: int
    subscription_type: str  # object.creation, or with the old name of the type: contact.creation
    kind: ObjectType
    property_name: str | None
    active: bool

    def wants(self, change: Change) -> bool:
        return (self.active and self.kind.plural == change.plural
                and self.subscription_type.partition(".")[2] == change.kind
                and self.property_name == change.details.get("propertyName"))

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.subscription_id, "subscriptionType": self.subscription_type,
                                 "objectTypeId": self.kind.type_id, "active": self.active}
        return {**shown, "propertyName": self.property_name} if self.property_name else shown


@dataclass
class Target:
    """Where the events of one app go."""

    app_id: int
    url: str
    concurrent_max: int = CONCURRENT_DEFAULT
    subscriptions: list[Subscription] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"appId": self.app_id, "targetUrl": self.url, "maxConcurrentRequests": self.concurrent_max,
                "subscriptions": [each.as_json() for each in self.subscriptions]}


def read_target(app_id: int, wanted: dict[str, Any], first_id: int) -> Target:
    """The settings of an app as its project files hold them; raises the 400 answer.

    Only targets on this machine are taken: a simulator does not call out.
    """
    url = str(wanted.get("targetUrl", ""))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname not in _LOOPBACK:
        raise validation(f"targetUrl must be an address on this machine, not {url!r}.")
    concurrent = wanted.get("maxConcurrentRequests", CONCURRENT_DEFAULT)
    if isinstance(concurrent, bool) or not isinstance(concurrent, int) or concurrent < CONCURRENT_MIN:
        raise validation(f"maxConcurrentRequests must be a number greater than {CONCURRENT_MIN - 1}.")
    given = wanted.get("subscriptions", [])
    if not isinstance(given, list) or len(given) > SUBSCRIPTIONS_MAX:
        raise validation(f"subscriptions must be an array of at most {SUBSCRIPTIONS_MAX}.")
    return Target(app_id, url, concurrent, [_read(entry, first_id + index) for index, entry in enumerate(given)])


def _read(entry: Any, subscription_id: int) -> Subscription:
    entry = entry if isinstance(entry, dict) else {}
    subscription_type = str(entry.get("subscriptionType", ""))
    prefix, _, event = subscription_type.partition(".")
    kind = find_object_type(str(entry.get("objectType", "")) if prefix == "object" else prefix)
    if kind is None or event not in EVENT_KINDS:
        raise validation(f"{subscription_type!r} of {entry.get('objectType', prefix)!r} is not an event; events are "
                         f"{', '.join(EVENT_KINDS)}.")
    name = entry.get("propertyName")
    if (event == "propertyChange") != isinstance(name, str):
        raise validation("A subscription to propertyChange names one property, others none.")
    return Subscription(subscription_id, subscription_type, kind, name, entry.get("active") is not False)


def event_json(change: Change, subscription: Subscription, app_id: int, portal_id: str, event_id: int,
               type_field: str) -> dict[str, Any]:
    """One event as it is delivered; the attempt number is set at each delivery."""
    event: dict[str, Any] = {
        "eventId": event_id, "subscriptionId": subscription.subscription_id, "portalId": int(portal_id), "appId": app_id,
        "occurredAt": change.occurred, type_field: subscription.subscription_type, "attemptNumber": 0,
        "objectId": int(change.record_id), "objectTypeId": object_type_named(change.plural).type_id,
        "changeSource": change.actor.source, **change.details}
    if change.actor.source_id:
        event["sourceId"] = change.actor.source_id
    if change.kind == "propertyChange":
        event["isSensitive"] = False
    return event


def signature_headers(secret: str, method: str, url: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The third version of the signature, with the first beside it as the service sends both."""
    uri = url
    for encoded, plain in _DECODED.items():
        uri = uri.replace(encoded, plain).replace(encoded.lower(), plain)
    signed = method.encode() + uri.encode() + body + str(timestamp).encode()
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return {"X-HubSpot-Signature-v3": base64.b64encode(digest).decode(), "X-HubSpot-Request-Timestamp": str(timestamp),
            "X-HubSpot-Signature": hashlib.sha256(secret.encode() + body).hexdigest(),
            "X-HubSpot-Signature-Version": "v1"}
