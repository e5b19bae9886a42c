"""Notes and files on documents."""

import pytest
from aiohttp import FormData

from quickbooks_world import US, line


@pytest.fixture
def bill(world):
    return world.invoice(world.customer(), line(world.item(), 5))


def upload(world, *files, described=None):
    form = FormData()
    for number, (name, content, kind) in enumerate(files, start=1):
        if described is not None:
            form.add_field(f"file_metadata_{number:02d}", described, content_type="application/json")
        form.add_field(f"file_content_{number:02d}", content, filename=name, content_type=kind)
    headers = {"Authorization": f"Bearer {world.tokens[US]}", "Accept": "application/json"}
    return world.call("POST", f"/v3/company/{US}/upload", data=form, headers=headers)


def test_a_note_hangs_on_a_document_and_is_found_by_it(world, bill):
    note = world.made("Attachable", {"Note": "ring first", "AttachableRef": [{"EntityRef": {"type": "invoice", "value": bill["Id"]}}]})
    assert note["AttachableRef"] == [{"EntityRef": {"value": bill["Id"], "type": "Invoice"}, "IncludeOnSend": False}]
    where = f"AttachableRef.EntityRef.Type='invoice' and AttachableRef.EntityRef.value='{bill['Id']}'"
    assert world.rows(f"select * from attachable where {where}") == [note]
    assert world.rows(where.join(("select * from Attachable where ", " and Note = 'other'"))) == []
    assert world.post("attachable", {"Note": "x", "AttachableRef": [{"EntityRef": {"type": "Invoice", "value": "999"}}]}).code == "2500"


def test_a_file_comes_back_the_same_for_a_quarter_of_an_hour(world, bill):
    described = '{"AttachableRef":[{"EntityRef":{"type":"Invoice","value":"%s"}}],"FileName":"scan.png"}' % bill["Id"]
    content = bytes(range(256)) * 300
    made = upload(world, ("x.png", content, "image/png"), described=described).json["AttachableResponse"][0]["Attachable"]
    assert (made["FileName"], made["Size"], made["ContentType"]) == ("scan.png", len(content), "image/png")
    address = world.get(f"download/{made['Id']}")
    assert address.headers["Content-Type"].startswith("text/plain")
    path = "/" + address.text.split("/", 3)[3]
    assert world.call("GET", path).body == content
    world.pass_time(minutes=16)
    assert world.call("GET", path).status == 403


def test_several_files_are_answered_one_by_one(world):
    answers = upload(world, ("a.txt", b"a", "text/plain"), ("b.exe", b"b", "application/octet-stream")).json["AttachableResponse"]
    assert answers[0]["Attachable"]["FileName"] == "a.txt" and answers[1]["Fault"]["type"] == "ValidationFault"


def test_more_than_100_megabytes_are_6030(world, monkeypatch):
    from server.sandbox.quickbooks import attachment_routes
    monkeypatch.setattr(attachment_routes, "upload_bytes_max", 100_000)
    assert upload(world, ("a.txt", b"a" * 100_001, "text/plain")).code == "6030"
    assert upload(world, ("a.txt", b"a" * 100_000, "text/plain")).status == 200


def test_deleting_an_attachment_ends_it(world):
    made = upload(world, ("a.txt", b"a", "text/plain")).json["AttachableResponse"][0]["Attachable"]
    assert world.post("attachable", made, operation="delete").json["Attachable"]["status"] == "Deleted"
    assert world.get(f"attachable/{made['Id']}").code == "610"
    assert world.get(f"download/{made['Id']}").code == "610"


def test_a_changed_description_leaves_the_file_alone(world):
    made = upload(world, ("a.txt", b"a", "text/plain")).json["AttachableResponse"][0]["Attachable"]
    changed = world.made("Attachable", {"Id": made["Id"], "SyncToken": made["SyncToken"], "sparse": True, "Note": "n", "FileName": "b.txt"})
    assert (changed["Note"], changed["FileName"], changed["Size"]) == ("n", "a.txt", 1)


def test_only_forms_can_be_uploaded(world):
    assert world.post("upload", {"Note": "x"}).code == "1050"
    headers = {"Authorization": f"Bearer {world.tokens[US]}"}
    form = FormData()
    form.add_field("file_metadata_01", "{}", content_type="application/json")
    assert world.call("POST", f"/v3/company/{US}/upload", data=form, headers=headers).status == 400
