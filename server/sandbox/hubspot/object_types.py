"""The object types of the simulated CRM: their names, ids, defaults and scopes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ObjectType:
    """What the objects API needs to know about one type; `plural` is the name used everywhere inside."""

    type_id: str
    singular: str
    plural: str
    created_property: str
    modified_property: str
    default_properties: tuple[str, ...]
    scope: str
    required_properties: tuple[str, ...] = ()
    e_commerce: bool = False
    read_needs: tuple[str, ...] = field(init=False)
    write_needs: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        also = ("e-commerce",) if self.e_commerce else ()
        object.__setattr__(self, "read_needs", (f"crm.objects.{self.scope}.read", *also))
        object.__setattr__(self, "write_needs", (f"crm.objects.{self.scope}.write", *also))

    @property
    def association_key(self) -> str:
        """The key under `associations` of a record: the real service writes "line items" with a space."""
        return "line items" if self.plural == "line_items" else self.plural

    @property
    def own_times(self) -> tuple[str, str, str]:
        """The properties that are of a record itself whatever is written to it."""
        return ("hs_object_id", self.created_property, self.modified_property)

    @property
    def shouted(self) -> str:
        """The name as it appears in error texts."""
        return self.singular.upper()

    @property
    def schema_read_needs(self) -> tuple[str, ...]:
        """Any one of these scopes opens the property definitions; products have no schema scope."""
        if self.plural == "products":
            return self.read_needs
        return (f"crm.schemas.{self.scope}.read", *self.read_needs)

    @property
    def schema_write_needs(self) -> tuple[str, ...]:
        """Any one of these scopes allows new property definitions."""
        return (f"crm.schemas.{self.scope}.write",)

    @property
    def has_no_schema_scope(self) -> bool:
        """No scope for writing the definitions of these types is documented."""
        return self.plural in ("products", "line_items", "taxes", "discounts", "fees")


_HS_TIMES = ("hs_createdate", "hs_lastmodifieddate")
_TIMES = ("createdate", "hs_lastmodifieddate")
_BARE = (*_HS_TIMES, "hs_object_id")

OBJECT_TYPES: tuple[ObjectType, ...] = (
    ObjectType("0-1", "contact", "contacts", "createdate", "lastmodifieddate",
               ("firstname", "lastname", "email", "lastmodifieddate", "hs_object_id", "createdate"), "contacts"),
    ObjectType("0-2", "company", "companies", *_TIMES,
               ("name", "domain", *_TIMES, "hs_object_id"), "companies"),
    ObjectType("0-3", "deal", "deals", *_TIMES,
               ("dealname", "amount", "closedate", "pipeline", "dealstage", *_TIMES, "hs_object_id"), "deals",
               required_properties=("dealname", "dealstage")),
    ObjectType("0-5", "ticket", "tickets", *_TIMES,
               ("subject", "content", "hs_pipeline", "hs_pipeline_stage", *_TIMES, "hs_object_id"), "tickets",
               required_properties=("hs_pipeline_stage",)),
    ObjectType("0-7", "product", "products", *_TIMES,
               ("name", "description", "price", *_TIMES, "hs_object_id"), "products",
               required_properties=("name",), e_commerce=True),
    ObjectType("0-8", "line_item", "line_items", *_TIMES,
               ("quantity", "amount", "price", *_TIMES, "hs_object_id"), "line_items", e_commerce=True),
    ObjectType("0-14", "quote", "quotes", *_HS_TIMES,
               ("hs_expiration_date", "hs_public_url_key", "hs_status", "hs_title", *_BARE), "quotes",
               required_properties=("hs_title", "hs_expiration_date"), e_commerce=True),
    ObjectType("0-27", "task", "tasks", *_HS_TIMES, _BARE, "contacts", required_properties=("hs_timestamp",)),
    ObjectType("0-46", "note", "notes", *_HS_TIMES, _BARE, "contacts", required_properties=("hs_timestamp",)),
    ObjectType("0-53", "invoice", "invoices", *_HS_TIMES, _BARE, "invoices", required_properties=("hs_currency",)),
    ObjectType("0-84", "discount", "discounts", *_TIMES, (*_TIMES, "hs_object_id"), "line_items", e_commerce=True),
    ObjectType("0-85", "fee", "fees", *_TIMES, (*_TIMES, "hs_object_id"), "line_items", e_commerce=True),
    ObjectType("0-86", "tax", "taxes", *_TIMES, (*_TIMES, "hs_object_id"), "line_items"),
    ObjectType("0-101", "commerce_payment", "commerce_payments", *_HS_TIMES, _BARE, "commercepayments",
               required_properties=("hs_initial_amount", "hs_initiated_date")),
)

_ALIASES = {"payment": "commerce_payments", "payments": "commerce_payments", "line_item": "line_items"}


def _build_lookup() -> dict[str, ObjectType]:
    lookup: dict[str, ObjectType] = {}
    for object_type in OBJECT_TYPES:
        for name in (object_type.type_id, object_type.singular, object_type.plural):
            lookup[name] = object_type
    for alias, plural in _ALIASES.items():
        lookup[alias] = lookup[plural]
    return lookup


_LOOKUP = _build_lookup()


def find_object_type(name: str) -> ObjectType | None:
    """Finds a type by id ("0-53") or by name in singular or plural, in any case."""
    return _LOOKUP.get(name) or _LOOKUP.get(name.lower())


def object_type_named(name: str) -> ObjectType:
    """As find_object_type, for names the program itself writes; an unknown one is a programming error."""
    found = find_object_type(name)
    if found is None:
        raise KeyError(f"the simulated HubSpot has no object type named {name!r}")
    return found
