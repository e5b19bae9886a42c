"""S-95, S-97: nothing crosses between organisations, roles bound what their people may do, and the trail tells who did it."""

import itertools
import json
import uuid

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from server.proxy.operation import Effect
from server.proxy.team.members import AUDIT_PATH, Role, needed_role, role_of_effect
from server.proxy.vault import Vault, VaultError
from team_world import TEAM, TeamWorld
from test_proxy_sessions import routes

ANNA, BO, VIC, OLGA = "anna@brightwater.test", "bo@brightwater.test", "vic@brightwater.test", "olga@other.test"
CREATE = "crm/objects/2026-03/contacts"
READ = "crm/owners/2026-03"


@pytest.fixture
async def world(tmp_path):
    async with TeamWorld(tmp_path, team=TEAM) as running:
        yield running


async def connected(browser):
    assert (await browser.connect_hubspot()).headers["Location"] == "/"
    return (await browser.call("GET", "/api/status")).json["connections"][-1]["id"]


async def written(browser, connection, operation=None):
    return await browser.call("POST", f"/api/hubspot/{connection}/{CREATE}", {"properties": {}}, X_Op_Id=operation)


async def trail(browser):
    return (await browser.call("GET", AUDIT_PATH)).json["entries"]


async def test_s95_what_one_organisation_has_is_not_there_for_another(world):
    anna, bo, olga = await world.enter(ANNA), await world.enter(BO), await world.enter(OLGA)
    connection, operation = await connected(anna), str(uuid.uuid4())
    assert (await written(bo, connection, operation)).status == 200
    await bo.call("PUT", "/api/databases/database-1", {"epoch": 1, "sequence": 2})
    calls = len(world.provider.calls)
    for method, target in [("GET", f"/api/hubspot/{connection}/{READ}"), ("POST", f"/api/hubspot/{connection}/{CREATE}"),
                           ("GET", f"/api/journal/{operation}/answer"), ("POST", "/auth/disconnect")]:
        body = {"connection": connection} if method == "POST" else None
        assert (await olga.call(method, target, body, X_Op_Id=operation)).status == 404, target
    for target, name in (("/api/status", "connections"), ("/api/journal", "operations"), ("/api/databases", "databases"),
                         ("/api/backups", "backups"), (AUDIT_PATH, "entries")):
        assert (await olga.call("GET", target)).json[name] == [], target
    assert len(world.provider.calls) == calls
    assert [one["id"] for one in (await bo.call("GET", "/api/journal")).json["operations"]] == [operation]
    assert (await bo.call("GET", "/api/databases")).json["databases"][0]["database"] == "database-1"


async def test_s95_the_same_account_in_two_organisations_is_two_grants(world):
    anna, olga = await world.enter(ANNA), await world.enter(OLGA)
    connection = await connected(anna)
    assert await connected(olga) == connection
    operation = str(uuid.uuid4())
    assert (await written(anna, connection, operation)).status == 200
    replies = [await written(olga, connection, operation), await written(anna, connection, operation)]
    assert [reply.headers.get("X-Op-Replayed") for reply in replies] == [None, "1"], "each has its own journal"
    assert (await olga.call("POST", "/auth/disconnect", {"connection": connection})).status == 200
    assert (await anna.call("GET", f"/api/hubspot/{connection}/{READ}")).status == 200
    assert (await olga.call("GET", f"/api/hubspot/{connection}/{READ}")).code == "not_connected"


async def test_s95_every_route_asks_for_the_role_that_is_written_down(world):
    browsers = {role: await world.enter(email) for role, email in ((Role.VIEWER, VIC), (Role.MEMBER, BO), (Role.ADMIN, ANNA))}
    checked = 0
    for (method, path), (role, browser) in itertools.product(routes(world), browsers.items()):
        if not path.startswith(("/api/", "/auth/")) or path in ("/auth/session", "/auth/sessions", "/auth/sign-in"):
            continue
        reply = await browser.call(method, path, {} if method not in ("GET", "HEAD") else None)
        refused = reply.status == 403 and (method == "HEAD" or reply.code == "role_needed")
        assert refused is (role < needed_role(method, path)), (method, path, role, reply.body)
        checked += 1
    assert checked > 60
    expected = {("POST", "/auth/hubspot/start"): Role.ADMIN, ("POST", "/auth/disconnect"): Role.ADMIN, ("GET", AUDIT_PATH): Role.ADMIN,
                ("GET", "/api/status"): Role.VIEWER, ("DELETE", "/api/backups/x/1-1"): Role.MEMBER,
                ("PUT", "/api/databases/x"): Role.VIEWER,
                ("DELETE", "/auth/session"): Role.VIEWER}
    assert {call: needed_role(*call) for call in expected} == expected


@given(st.sampled_from(["POST", "PUT", "PATCH", "DELETE"]), st.from_regex(r"/(api|auth)/[a-z/-]{0,20}", fullmatch=True))
def test_s95_a_call_that_is_not_named_needs_the_highest_role(method, path):
    named = ("/api/hubspot/", "/api/quickbooks/", "/api/databases/", "/api/backups/")
    if not path.startswith(named) and path not in ("/auth/session", "/auth/sessions"):
        assert needed_role(method, path) is Role.ADMIN


@pytest.mark.parametrize("effect", list(Effect))
def test_s95_only_reading_is_for_viewers(effect):
    assert role_of_effect(effect) is (Role.VIEWER if effect is Effect.READ else Role.MEMBER)


async def test_s95_a_viewer_reads_and_searches_but_sends_nothing_that_changes(world):
    connection = await connected(await world.enter(ANNA))
    vic, before = await world.enter(VIC), len(world.provider.calls)
    refused = await written(vic, connection, str(uuid.uuid4()))
    assert refused.code == "role_needed" and len(world.provider.calls) == before
    search = await vic.call("POST", f"/api/hubspot/{connection}/{CREATE}/search", {"filterGroups": []})
    assert search.status == 200 and (await vic.call("GET", f"/api/hubspot/{connection}/{READ}")).status == 200
    assert (await vic.call("GET", "/api/journal")).json["operations"] == []


async def test_s97_the_trail_tells_who_connected_wrote_and_disconnected_without_payload(world):
    anna, bo = await world.enter(ANNA), await world.enter(BO)
    connection, operation = await connected(anna), str(uuid.uuid4())

    async def correlated(request):
        return web.json_response({"id": "77"}, status=201, headers={"X-HubSpot-Correlation-Id": "corr-1"})

    world.provider.answer = correlated
    await bo.call("POST", f"/api/hubspot/{connection}/{CREATE}", {"properties": {"email": "canary@payload.test"}}, X_Op_Id=operation)
    del world.provider.answer
    await written(anna, connection)
    await anna.call("GET", f"/api/hubspot/{connection}/{READ}")
    await anna.call("POST", "/auth/disconnect", {"connection": connection})
    entries = await trail(anna)
    assert [(one["member"], one["action"], one["operation"], one["target"], one["status"], one["upstream"]) for one in entries] == [
        (ANNA, "connected", "", "", None, None), (BO, "wrote", operation, f"POST {CREATE}", 201, "corr-1"),
        (ANNA, "wrote", "", f"POST {CREATE}", 200, None), (ANNA, "disconnected", "", "", None, None)]
    assert {one["connection"] for one in entries} == {connection} and "canary" not in json.dumps(entries)


async def test_s97_every_effect_has_a_row_before_it_happens_also_if_no_answer_comes(world):
    anna = await world.enter(ANNA)
    connection, seen = await connected(anna), []

    async def silent(request):
        seen.append([one["action"] for one in await trail(anna)])
        request.transport.abort()

    world.provider.answer = silent
    assert (await written(anna, connection, str(uuid.uuid4()))).code == "upstream_timeout"
    assert seen == [["connected", "wrote"]] and (await trail(anna))[-1]["status"] is None


async def test_s97_what_cannot_be_put_down_is_not_done(world):
    from server.proxy.errors import ProxyError

    anna = await world.enter(ANNA)
    connection, before = await connected(anna), len(world.provider.calls)

    async def full(*_):
        raise ProxyError("storage_failed", "full")

    for stores in world.data.organisations.values():
        stores.audit.record = full
    assert (await written(anna, connection, str(uuid.uuid4()))).code == "storage_failed"
    assert (await anna.call("POST", "/auth/disconnect", {"connection": connection})).code == "storage_failed"
    assert len(world.provider.calls) == before and len((await anna.call("GET", "/api/status")).json["connections"]) == 1
    assert (await anna.connect_hubspot()).headers["Location"] == "/#connect-error=storage_failed"


async def test_s97_a_long_trail_comes_in_parts_and_for_admins_only(world):
    anna, audit = await world.enter(ANNA), world.data.organisations["brightwater"].audit
    for number in range(450):
        await audit.record(TEAM.members[BO], "wrote", "hubspot-1", str(number))
    found, after = [], 0
    while after is not None:
        part = (await anna.call("GET", f"{AUDIT_PATH}?after={after}")).json
        found, after = found + part["entries"], part["next"]
    assert [one["operation"] for one in found] == [str(number) for number in range(450)]
    for query in ("after=x", "after=-1", "limit=1", "after=1&after=2&x=3"):
        assert (await anna.call("GET", f"{AUDIT_PATH}?{query}")).code == "bad_request"
    assert (await (await world.enter(BO)).call("GET", AUDIT_PATH)).code == "role_needed"


def test_s70_s95_one_organisations_secrets_open_with_no_other_key():
    from cryptography.fernet import Fernet

    common = Vault([Fernet.generate_key()])
    sealed = common.of_organisation("brightwater").seal("x", {"a": 1})
    assert common.of_organisation("brightwater").open("x", sealed) == {"a": 1} and common.of_organisation("") is common
    for other in (common, common.of_organisation("other")):
        with pytest.raises(VaultError):
            other.open("x", sealed)


@pytest.mark.files
async def test_s95_each_organisation_has_its_own_folder(world):
    await connected(await world.enter(ANNA))
    data = world.directory / "data"
    folders = {path.relative_to(data).as_posix() for path in data.rglob("tokens.sqlite3")}
    assert folders == {"organisations/brightwater/store/tokens.sqlite3", "organisations/other/store/tokens.sqlite3"}


async def test_health_needs_nobody_and_looks_at_every_organisation(world):
    assert (await world.request("GET", "/health")).status == 200
    world.data.organisations["other"].backups.free = lambda: 0
    assert (await world.request("GET", "/health")).status == 503
