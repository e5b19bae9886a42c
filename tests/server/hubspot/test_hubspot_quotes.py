"""Quotes: what publishing needs and does, the lock, the two systems, acceptance and payment."""

from __future__ import annotations

import pytest

from server.sandbox.hubspot import ApiError

LINE, CONTACT, DEAL, SIGNER = 67, 69, 64, 702
PUBLISHED = ("hs_locked", "hs_quote_link", "hs_pdf_download_link", "hs_quote_amount", "hs_quote_number")


def read(api, quote, *names):
    return api.get(f"quotes/{quote}?properties={','.join(names)}").json["properties"]


def make(api, *links, **more):
    return api.make("quotes", {"hs_title": "Garden", "hs_expiration_date": "2026-12-31", **more}, *links)


def publish(api, quote, status="APPROVAL_NOT_NEEDED"):
    return api.patch(f"quotes/{quote}", {"hs_status": status})


@pytest.fixture
def parts(api):
    return {"line": api.make("line_items", {"name": "Pond", "quantity": "2", "price": "50"}),
            "contact": api.make("contacts", {"email": "a@b.co"}),
            "deal": api.make("deals", {"dealname": "x", "dealstage": "contractsent", "deal_currency_code": "EUR"})}


@pytest.fixture
def complete(api, parts):
    """A CPQ quote that has everything publishing needs."""
    return make(api, (parts["line"], LINE), (parts["contact"], CONTACT), (parts["deal"], DEAL), hs_template_type="CPQ_QUOTE")


def test_publishing_locks_and_gives_number_amount_and_links(api, complete):
    draft = read(api, complete, *PUBLISHED)
    assert (draft["hs_locked"], draft["hs_quote_number"], draft["hs_quote_link"]) == ("false", None, None)
    assert publish(api, complete).status == 200
    shown = read(api, complete, *PUBLISHED, "hs_currency")
    assert shown["hs_locked"] == "true" and shown["hs_quote_amount"] == "100.00" and shown["hs_currency"] == "EUR"
    assert shown["hs_quote_link"].startswith("https://") and shown["hs_pdf_download_link"] and shown["hs_quote_number"]


@pytest.mark.parametrize("left_out", ["line", "contact", "deal"])
def test_a_cpq_quote_is_not_published_without_line_contact_and_deal(api, parts, left_out):
    links = {"line": LINE, "contact": CONTACT, "deal": DEAL}
    quote = make(api, *((parts[name], kind) for name, kind in links.items() if name != left_out), hs_template_type="CPQ_QUOTE")
    refused = publish(api, quote)
    assert refused.status == 400 and refused.json["category"] == "VALIDATION_ERROR"
    assert len(refused.json["context"]["missing"]) == 1
    assert read(api, quote, "hs_status")["hs_status"] == "DRAFT"


def test_a_signature_needs_a_signer(api, complete, parts):
    api.patch(f"quotes/{complete}", {"hs_acceptance_method": "esignature"})
    assert publish(api, complete).json["context"] == {"missing": ["a contact signer"]}
    api.call("PUT", f"quotes/{complete}/associations/contacts/{parts['contact']}",
             [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": SIGNER}])
    assert publish(api, complete).status == 200


def test_an_older_quote_is_published_as_it_is(api):
    assert publish(api, make(api)).status == 200


def test_a_published_quote_refuses_other_writes_until_it_is_taken_back(api, complete):
    publish(api, complete)
    refused = api.patch(f"quotes/{complete}", {"hs_title": "Other"})
    assert refused.status == 400 and "locked" in refused.json["message"]
    assert api.patch(f"quotes/{complete}", {"hs_title": "Garden"}).status == 200
    for back in ("DRAFT", "PENDING_APPROVAL", "REJECTED"):
        assert api.patch(f"quotes/{complete}", {"hs_status": back, "hs_title": f"Other {back}"}).status == 200
        taken_back = read(api, complete, "hs_locked", "hs_quote_link")
        assert (taken_back["hs_locked"], taken_back["hs_quote_link"]) == ("false", None)
        assert publish(api, complete, "APPROVED").status == 200


def test_the_deal_gets_the_quote_as_its_primary_one_with_copies_of_its_lines(api, complete, parts):
    publish(api, complete)
    linked = api.get(f"deals/{parts['deal']}/associations/quotes").json["results"][0]
    assert {kind["typeId"] for kind in linked["associationTypes"]} == {63, 1393}
    copies = api.get(f"deals/{parts['deal']}/associations/line_items").json["results"]
    assert len(copies) == 1 and copies[0]["toObjectId"] != parts["line"]
    copy = api.get(f"line_items/{copies[0]['toObjectId']}?properties=name,amount").json["properties"]
    assert (copy["name"], copy["amount"]) == ("Pond", "100.00")


def test_the_template_type_is_set_at_creation_only(api, complete):
    refused = api.patch(f"quotes/{complete}", {"hs_template_type": "QUOTE"})
    assert refused.json["errors"][0]["context"] == {"propertyName": ["hs_template_type"]}


def test_cpq_quotes_pass_over_the_old_signature_flag_and_take_no_taxes_of_the_whole(api, complete):
    assert api.patch(f"quotes/{complete}", {"hs_esign_enabled": "true"}).status == 200
    assert read(api, complete, "hs_esign_enabled")["hs_esign_enabled"] is None
    older = make(api)
    tax = api.make("taxes", {"hs_label": "VAT", "hs_type": "PERCENT", "hs_value": "20"})
    assert api.call("PUT", f"quotes/{complete}/associations/default/taxes/{tax}").status == 400
    assert api.call("PUT", f"quotes/{older}/associations/default/taxes/{tax}").status == 200
    api.patch(f"quotes/{older}", {"hs_esign_enabled": "true"})
    assert read(api, older, "hs_esign_enabled")["hs_esign_enabled"] == "true"


def test_the_amount_follows_lines_and_adjustments(api):
    quote = make(api, (api.make("line_items", {"price": "200"}), LINE))
    discount = api.make("discounts", {"hs_label": "x", "hs_type": "PERCENT", "hs_value": "10"})
    api.call("PUT", f"quotes/{quote}/associations/default/discounts/{discount}")
    assert read(api, quote, "hs_quote_amount")["hs_quote_amount"] == "180.00"
    line = api.get(f"quotes/{quote}/associations/line_items").json["results"][0]["toObjectId"]
    api.patch(f"line_items/{line}", {"quantity": "2"})
    assert read(api, quote, "hs_quote_amount")["hs_quote_amount"] == "360.00"


def test_the_buyer_accepts_and_pays_only_what_was_published(api, complete):
    with pytest.raises(ApiError):
        api.simulator.act_as_buyer(complete, "accept")
    assert publish(api, complete, "ACCEPTED").status == 400
    api.patch(f"quotes/{complete}", {"hs_payment_enabled": "true"})
    publish(api, complete)
    assert read(api, complete, "hs_payment_status")["hs_payment_status"] == "PENDING"
    api.simulator.act_as_buyer(complete, "accept")
    api.simulator.act_as_buyer(complete, "pay")
    shown = read(api, complete, "hs_status", "hs_sign_status", "hs_esign_date", "hs_payment_status", "hs_payment_date")
    assert shown["hs_status"] == "ACCEPTED" and shown["hs_sign_status"] == "SIGNED"
    assert shown["hs_payment_status"] == "PAID" and shown["hs_payment_date"] == "2026-11-22T21:40:00.000Z"


def test_a_quote_created_published_is_checked_too(api):
    body = {"properties": {"hs_title": "x", "hs_expiration_date": "2026-12-31", "hs_status": "APPROVED",
                           "hs_template_type": "CPQ_QUOTE"}}
    assert api.post("quotes", body).status == 400
    assert api.get("quotes").json["results"] == []


def test_a_deal_with_lines_of_its_own_keeps_them(api, complete, parts):
    own = api.make("line_items", {"price": "1"}, (parts["deal"], 20))
    publish(api, complete)
    linked = api.get(f"deals/{parts['deal']}/associations/line_items").json["results"]
    assert [entry["toObjectId"] for entry in linked] == [own]
