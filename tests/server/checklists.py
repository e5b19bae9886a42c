"""What each simulator has to do, line by line: two checklists in words of our own.

Tests say with `@pytest.mark.proves("quickbooks 22.3.1")` which line they prove; test_checklists.py sees to it that every line has
one. A number is the section of the reference, the line in it, and the point in the line.
"""

QUICKBOOKS = {
    # What moves LastUpdatedTime and SyncToken of which record.
    "19.1": "a field update moves both", "19.2": "equal values move neither", "19.3": "sending moves the time only",
    "19.4": "an applied payment moves the invoice", "19.5": "documents move the time of customer and parents",
    "19.6": "an invoice closes its estimate and moves its time", "19.7": "a deposit moves nothing of the payment",
    "19.8": "credit is applied by a payment of nothing", "19.9": "a sale moves the inventory item",
    "19.10": "a rename shows on documents and moves none",
    # Transport
    "22.1.1": "every address, for any realm", "22.1.2": "no token: 401 in lower case", "22.1.3": "an expired token: 401",
    "22.1.4": "another realm: 403 with 3100", "22.1.5": "trace id, version and content type", "22.1.6": "no CORS headers",
    "22.1.7": "the minor version does not matter", "22.1.8": "gateway faults in XML by switch",
    # State
    "22.2.1": "one id counter for transactions", "22.2.2": "an id counter for each list",
    "22.2.3": "number counters of sales forms, estimates and purchase orders", "22.2.4": "seconds in Pacific time",
    "22.2.5": "the answer's time is the start of the request",
    # Create
    "22.3.1": "2020 names what is missing", "22.3.2": "2050 for lengths", "22.3.3": "2170 for enumerations",
    "22.3.4": "2500 for references", "22.3.5": "6240 over three lists, whatever the case", "22.3.6": "6000 for characters in names",
    "22.3.7": "6070 half up in decimals", "22.3.8": "6100 for American tax codes", "22.3.9": "6000 for a missing code abroad",
    "22.3.10": "6000 for another currency", "22.3.11": "6210 for closed periods", "22.3.12": "6140 unless included",
    "22.3.13": "defaults of a new form", "22.3.14": "a subtotal line without id", "22.3.15": "addresses of the customer",
    "22.3.16": "tax rate by rate",
    # Update
    "22.4.1": "5010 for a stale token", "22.4.2": "full and sparse", "22.4.3": "lines by their ids", "22.4.4": "no change is no change",
    "22.4.5": "read-only members do not count",
    # Delete and void
    "22.5.1": "610 after a deletion", "22.5.2": "a stub for 30 days", "22.5.3": "6540 while deposited", "22.5.4": "voiding zeroes",
    "22.5.5": "voiding marks the note", "22.5.6": "voiding removes links", "22.5.7": "voiding frees payments",
    # Send and print
    "22.6.1": "sending", "22.6.2": "a small valid PDF",
    # Query
    "22.7.1": "the grammar", "22.7.2": "4000 and 4001", "22.7.3": "page limits", "22.7.4": "default orders",
    "22.7.5": "inactive rows are hidden", "22.7.6": "totalCount for some", "22.7.7": "the empty answer", "22.7.8": "counting",
    # Change data capture
    "22.8.1": "groups as asked", "22.8.2": "order in a group", "22.8.3": "deleted ones last", "22.8.4": "30 days and no further",
    "22.8.5": "the cap of 1000, by response or entity",
    # Batch and request ids
    "22.9.1": "30 items, else 1040", "22.9.2": "200 with mixed results", "22.9.3": "the first answer again",
    "22.9.4": "how long answers are kept, by switch", "22.9.5": "whether refusals are kept, by switch",
    # Faults on demand
    "22.10.1": "429 with and without a waiting time", "22.10.2": "401 midway", "22.10.3": "500",
    "22.10.4": "answers slower than two minutes", "22.10.5": "a connection cut after the effect", "22.10.6": "webhooks twice",
    "22.10.7": "webhooks late", "22.10.8": "webhooks out of order", "22.10.9": "webhooks in both formats",
    "22.10.10": "503 in HTML",
    # Sign-in
    "22.11.1": "the consent page", "22.11.2": "a code works once", "22.11.3": "a refresh token changes after a day",
    "22.11.4": "it changes always, by switch", "22.11.5": "an old one is invalid_grant", "22.11.6": "revoking",
    "22.11.7": "the refresh token's time is told",
    # Limits
    "22.12.1": "budgets with numbers that can be set", "22.12.2": "the meter of reads",
    # The company
    "22.13.1": "invoices in all stages", "22.13.2": "discounts", "22.13.3": "several tax rates", "22.13.4": "sub-customers",
    "22.13.5": "credits", "22.13.6": "deposits",
}

HUBSPOT = {
    "17.1.1": "both families of addresses", "17.1.2": "types by name and id", "17.1.3": "404 for unknown addresses",
    # OAuth
    "17.2.1": "the consent page leads back", "17.2.2": "a code works once", "17.2.3": "tokens last 1800 s", "17.2.4": "refreshing",
    "17.2.5": "introspection by both names", "17.2.6": "revoking", "17.2.7": "no refresh after an uninstall",
    "17.2.8": "401 for an expired token by the clock",
    # Limits
    "17.3.1": "110 calls in ten seconds, with headers", "17.3.2": "5 searches a second, without", "17.3.3": "bodies of 429",
    "17.3.4": "the daily limit by switch",
    # Search
    "17.4.1": "new records lag", "17.4.2": "changes lag", "17.4.3": "archived records are not found", "17.4.4": "10,000 results",
    "17.4.5": "3,000 characters", "17.4.6": "operators and case", "17.4.7": "200 a page",
    # Lists of records
    "17.5.1": "by id with after", "17.5.2": "archived ones when asked for", "17.5.3": "history when asked for",
    # Properties
    "17.6.1": "what cannot be written", "17.6.2": "400 for unknown ones in a write", "17.6.3": "unknown ones asked for are left out",
    "17.6.4": "an empty text clears", "17.6.5": "values are texts",
    # Unique values
    "17.7.1": "conflicts of unique values", "17.7.2": "409 for a contact's address", "17.7.3": "addresses in lower case",
    "17.7.4": "secondary addresses",
    # Batches
    "17.8.1": "whole without trace ids", "17.8.2": "in part with them", "17.8.3": "207 for missing reads",
    "17.8.4": "what an upsert made", "17.8.5": "100 inputs",
    # Merging
    "17.9.1": "a new id that old ones lead to", "17.9.2": "the primary keeps its id, by switch",
    # Associations
    "17.10.1": "the default type", "17.10.2": "labels", "17.10.3": "both directions", "17.10.4": "one primary",
    "17.10.5": "pages of 500", "17.10.6": "batch limits",
    # Line items
    "17.11.1": "one parent", "17.11.2": "they go with their quote", "17.11.3": "rounded amounts",
    # Invoices
    "17.12.1": "open needs a contact and a line", "17.12.2": "paid and voided", "17.12.3": "totals",
    "17.12.4": "tracking ones are not checked", "17.12.5": "whether paid can be written", "17.12.6": "whether amounts can be written",
    "17.12.7": "what can be deleted",
    # Payments
    "17.13.1": "payments not set up", "17.13.2": "payments reduce and settle",
    # Quotes
    "17.14.1": "what publishing needs", "17.14.2": "published ones are locked", "17.14.3": "both kinds of quotes",
    # Webhooks
    "17.15.1": "an array", "17.15.2": "the third signature", "17.15.3": "5 seconds to answer", "17.15.4": "duplicates",
    "17.15.5": "out of order", "17.15.6": "ten retries", "17.15.7": "source and its id",
    # Faults
    "17.16.1": "423", "17.16.2": "477 with its time", "17.16.3": "502 and 504 in HTML", "17.16.4": "an answer lost after the effect",
    "17.16.5": "207 in part", "17.16.6": "slow answers", "17.16.7": "403 after a scope went",
    "17.16.8": "rules of admins, latest version only",
}

LINES = {**{f"quickbooks {number}": title for number, title in QUICKBOOKS.items()},
         **{f"hubspot {number}": title for number, title in HUBSPOT.items()}}
