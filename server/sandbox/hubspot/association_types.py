"""The association types HubSpot defines, with both directions and the name each has, and the labels an account adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterable, Iterator

HUBSPOT_DEFINED = "HUBSPOT_DEFINED"
USER_DEFINED = "USER_DEFINED"
LABELS_PER_PAIR_MAX = 50
_FIRST_CUSTOM_ID = 10_001


@dataclass(frozen=True)
class AssociationType:
    """One direction of one kind of association; `inverse` is the type id stored on the other side."""

    type_id: int
    from_plural: str
    to_plural: str
    inverse: int
    name: str
    label: str | None
    default: bool
    primary: bool
    category: str = HUBSPOT_DEFINED


Link = tuple[AssociationType, str]  # the type of an association, and the id it leads to

# (from, to, type id, id of the opposite direction, label); the first of a pair is its default.
_PAIRS: tuple[tuple[str, str, int, int, str | None], ...] = (
    ("contacts", "companies", 279, 280, None), ("contacts", "companies", 1, 2, "Primary"),
    ("contacts", "companies", 931, 930, "Billing contact"),
    ("deals", "contacts", 3, 4, None),
    ("deals", "companies", 341, 342, None), ("deals", "companies", 5, 6, "Primary"),
    ("deals", "line_items", 19, 20, None), ("deals", "quotes", 63, 64, None),
    ("deals", "quotes", 1393, 1394, "Primary quote"),
    ("deals", "invoices", 176, 175, None), ("deals", "commerce_payments", 392, 391, None),
    ("invoices", "contacts", 177, 178, None), ("invoices", "companies", 179, 180, None),
    ("invoices", "line_items", 409, 410, None), ("invoices", "quotes", 407, 408, None),
    ("invoices", "discounts", 411, 412, None), ("invoices", "fees", 413, 414, None),
    ("invoices", "taxes", 415, 416, None),
    ("invoices", "commerce_payments", 541, 542, None),
    ("commerce_payments", "contacts", 387, 388, None), ("commerce_payments", "companies", 389, 390, None),
    ("commerce_payments", "line_items", 395, 396, None), ("commerce_payments", "quotes", 397, 398, None),
    ("quotes", "contacts", 69, 70, None), ("quotes", "contacts", 702, 703, "Contact signer"),
    ("quotes", "contacts", 1226, 1227, "Billing contact"),
    ("quotes", "companies", 71, 72, None), ("quotes", "companies", 1334, 1335, "Billing company"),
    ("quotes", "line_items", 67, 68, None), ("quotes", "discounts", 362, 363, None),
    ("quotes", "fees", 364, 365, None), ("quotes", "taxes", 366, 367, None),
    ("notes", "contacts", 202, 201, None), ("notes", "companies", 190, 189, None), ("notes", "deals", 214, 213, None),
    ("tasks", "contacts", 204, 203, None), ("tasks", "companies", 192, 191, None), ("tasks", "deals", 216, 215, None),
    ("tasks", "quotes", 218, 217, None),
    ("tickets", "contacts", 16, 15, None), ("tickets", "companies", 339, 340, None),
    ("companies", "companies", 13, 14, "Child company"),
)

_SINGULAR = {"contacts": "contact", "companies": "company", "deals": "deal", "line_items": "line_item",
             "quotes": "quote", "invoices": "invoice", "commerce_payments": "commerce_payment", "notes": "note",
             "tasks": "task", "tickets": "ticket", "taxes": "tax", "discounts": "discount", "fees": "fee"}


def _name(source: str, target: str, label: str | None, has_primary: bool) -> str:
    base = f"{_SINGULAR[source]}_to_{_SINGULAR[target]}"
    if label == "Primary":
        return base
    if label is None:
        return f"{base}_unlabeled" if has_primary else base
    return f"{base}_{label.lower().replace(' ', '_')}"


def _build() -> tuple[dict[int, AssociationType], dict[tuple[str, str], AssociationType]]:
    with_primary = {(source, target) for source, target, _, _, label in _PAIRS if label == "Primary"}
    by_id: dict[int, AssociationType] = {}
    defaults: dict[tuple[str, str], AssociationType] = {}
    for source, target, there, back, label in _PAIRS:
        has_primary = (source, target) in with_primary
        default = (source, target) not in defaults
        for ends, own, other in (((source, target), there, back), ((target, source), back, there)):
            kind = AssociationType(own, *ends, other, _name(*ends, label, has_primary), label, default,
                                   label == "Primary")
            by_id[own] = kind
            if default:
                defaults.setdefault(ends, kind)
    return by_id, defaults


_BUILT_IN = _build()


class AssociationTypes:
    """The types of one account: those HubSpot defines, and custom labels."""

    def __init__(self) -> None:
        self.by_id = dict(_BUILT_IN[0])
        self.defaults = _BUILT_IN[1]
        self._next_id = _FIRST_CUSTOM_ID

    def between(self, from_plural: str, to_plural: str) -> list[AssociationType]:
        return [kind for kind in self.by_id.values() if (kind.from_plural, kind.to_plural) == (from_plural, to_plural)]

    def default(self, from_plural: str, to_plural: str) -> AssociationType | None:
        """The unlabelled type of a pair; None when records of the two types cannot be associated."""
        return self.defaults.get((from_plural, to_plural))

    def add_label(self, from_plural: str, to_plural: str, name: str, label: str,
                  inverse_label: str | None) -> tuple[AssociationType, AssociationType]:
        """A custom label in both directions; the two ends read it as `label` and `inverse_label`."""
        there, back = self._next_id, self._next_id + 1
        self._next_id += 2
        kinds = (AssociationType(there, from_plural, to_plural, back, name, label, False, False, USER_DEFINED),
                 AssociationType(back, to_plural, from_plural, there, name, inverse_label or label, False, False,
                                 USER_DEFINED))
        self.by_id.update({kind.type_id: kind for kind in kinds})
        return kinds

    def rename(self, kind: AssociationType, label: str, inverse_label: str | None) -> None:
        self.by_id[kind.type_id] = replace(kind, label=label)
        if inverse_label is not None:
            self.by_id[kind.inverse] = replace(self.by_id[kind.inverse], label=inverse_label)

    def remove(self, kind: AssociationType) -> None:
        del self.by_id[kind.type_id], self.by_id[kind.inverse]


def by_target(links: Iterable[Link]) -> Iterator[tuple[str, list[AssociationType]]]:
    """The types of each target together, because writing types replaces those that are there."""
    targets: dict[tuple[str, str], list[AssociationType]] = {}
    for kind, target_id in links:
        targets.setdefault((kind.to_plural, target_id), []).append(kind)
    for (_, target_id), kinds in targets.items():
        yield target_id, kinds
