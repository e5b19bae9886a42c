"""Properties that every object type has."""

from __future__ import annotations

from .definition import Definition, choice, flag, moment, number, text


def common_definitions(group: str, created: str, modified: str) -> list[Definition]:
    """The system properties, with the type's own names for its two times."""
    return [
        number("hs_object_id", "Record ID", group, read_only=True),
        moment(created, "Create date", group, read_only=True),
        moment(modified, "Last modified date", group, read_only=True),
        text("hs_object_source", "Record creation source", group, read_only=True),
        text("hs_object_source_id", "Record creation source ID", group, read_only=True),
        text("hs_object_source_label", "Record source", group, read_only=True),
        number("hs_object_source_user_id", "Record creation source user ID", group, read_only=True),
        text("hs_merged_object_ids", "Merged record IDs", group, read_only=True),
        number("hs_created_by_user_id", "Created by user ID", group, read_only=True),
        number("hs_updated_by_user_id", "Updated by user ID", group, read_only=True),
        flag("hs_read_only", "Read only object", group, read_only=True),
        text("hs_unique_creation_key", "Unique creation key", group, read_only=True),
        choice("hubspot_owner_id", "Owner", group, external_options=True),
        moment("hubspot_owner_assigneddate", "Owner assigned date", group, read_only=True),
    ]
