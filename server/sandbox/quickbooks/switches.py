"""Behaviour that Intuit's documentation leaves open, and the budgets, as named switches."""

from __future__ import annotations

from dataclasses import dataclass, field


def _choice(usual: str, *others: str) -> str:
    """A switch that holds one of a few words, `usual` at the start."""
    chosen: str = field(default=usual, metadata={"choices": (usual, *others)})
    return chosen


@dataclass
class Switches:
    """Each may be changed at any time on a running simulator; the defaults are the most believable reading."""

    # Budgets of calls. rate_limits=False lets everything through; 0 means no such budget.
    rate_limits: bool = True
    calls_per_second: float = 10.0              # company and app
    calls_per_minute: float = 500.0             # company, all apps
    batches_per_minute: float = 40.0            # company and app
    company_batches_per_minute: float = 120.0   # company, all apps
    combined_calls_per_minute: float = 800.0    # company and app, batches included
    reports_per_minute: float = 200.0           # company; a figure of 2017
    calls_in_flight: int = 0                    # company and app; 10 until the budget by second replaced it
    mails_per_day: int = 0                      # company; a development company has 40
    # The waiting time a 429 names; 0 for none.
    retry_after_seconds: int = 0
    # The format of refusals of the gateway (401, 403, 429): "json", or "xml" whatever was asked for.
    gateway_faults: str = _choice("json", "xml")

    # The monthly meter of calls that read, and what one used up does: "ignored", or answers "429" or "403".
    core_plus_calls_per_month: int = 500_000
    core_plus_used_up: str = _choice("ignored", "429", "403")
    changes_are_core_plus: bool = True

    # Change data capture: what the 1000 objects are counted over ("response" or "entity").
    change_cap_scope: str = _choice("response", "entity")

    # requestid: how long an answer is kept (0 for ever), whether refusals are kept too, and what the same id with another
    # body gets ("replay" the first answer, or "refuse" with code 600).
    replay_seconds: float = 0.0
    replay_failures: bool = True
    replay_other_body: str = _choice("replay", "refuse")

    # OAuth. Refresh tokens get a new value when older than a day ("daily"), "never", at every refresh ("always"),
    # the same with the old one good for 24 hours more ("grace"), or with its use ending the grant ("family").
    rotation: str = _choice("daily", "never", "always", "grace", "family")
    code_seconds: int = 600
    pkce: str = _choice("ignored", "checked")

    # Updates: whether null or "" in a sparse update clears the member, whether nested objects merge in a sparse
    # update, whether writing equal values on a transaction is a change.
    sparse_null_clears: bool = True
    sparse_merges_nested: bool = False
    equal_transaction_is_change: bool = True
    # An unknown member of a request: "refuse" with code 2010, or "ignore".
    unknown_members: str = _choice("refuse", "ignore")

    # Names.
    display_name_longest: int = 500
    sub_customer_names: str = _choice("company", "parent")  # unique over the whole "company", or below their "parent"
    reactivation_restores_name: bool = True
    # What a company of the United States does with characters outside Latin-1: "keep", "replace", "refuse".
    us_text: str = _choice("keep", "replace", "refuse")

    # Queries.
    id_is_ordered: bool = False                 # <, > and ORDERBY on Id, as before 2026
    naive_time_is_utc: bool = False             # a time without offset is Pacific otherwise
    bundle_type: str = _choice("Group", "Bundle")  # what a condition on Type calls a bundle

    # Documents.
    void_separator: str = " - "                 # between "Voided" and the note that was there
    send_without_address_code: str = "6000"
    manual_tax_is_computed: bool = True         # from TxnTaxCodeRef alone, in a US company without automated tax
    default_item: str = ""                      # what a line without ItemRef gets; "" leaves it without one
    order_mail_uses_own_address: bool = True    # a purchase order sent without sendTo goes to its POEmail; else it is refused
    bought_items_need_expense_account: bool = False     # a line that buys an item without ExpenseAccountRef is refused
    batch_void: bool = True                     # optionsData "void" in a batch

    # Webhooks: "classic" or "cloudevents", the operation told for a deactivation, and disorder.
    webhook_format: str = _choice("cloudevents", "classic")
    webhook_deactivation: str = _choice("Update", "Delete")
    webhook_duplicates: bool = False
    webhook_shuffles: bool = False
    webhook_delay_seconds: float = 0.0
