"""What the simulator knows of one entity: its fields, what can be done to it, how it is queried."""

from __future__ import annotations

from dataclasses import dataclass

from server.sandbox.quickbooks.field_rules import Field, read_only

# How a filter or order reads an attribute. Written "fs" filter and sort, "f" or "s" one of them.
QueryTable = dict[str, tuple[str, str]]

envelope_fields: dict[str, Field] = {
    "Id": read_only, "SyncToken": read_only, "MetaData": read_only, "domain": read_only,
    "sparse": read_only, "status": read_only, "V4IDPseudonym": read_only, "ClientEntityId": read_only,
}
stamps: QueryTable = {"Id": ("id", "f"), "MetaData.CreateTime": ("stamp", "fs"),
                      "MetaData.LastUpdatedTime": ("stamp", "fs")}


@dataclass(frozen=True)
class EntityType:
    name: str
    fields: dict[str, Field]
    query: QueryTable
    transaction: bool = False
    writable: bool = True
    deletable: bool = False
    sendable: bool = False
    counted: bool = False               # queries answer a totalCount
    default_order: str = "Name"         # the attribute a query without ORDERBY sorts by
    name_member: str = ""               # the member a reference shows; "" for transactions
    changes_reported: bool = True       # offered by change data capture
    document_series: str = ""           # which counter numbers it

    @property
    def resource(self) -> str:
        return self.name.lower()
