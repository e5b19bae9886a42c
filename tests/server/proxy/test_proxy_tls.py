"""S-51: the way to a provider is TLS 1.2 or newer, to the right name, by an authority of the system."""

import ssl

import pytest

from certificates import Authority
from proxy_world import World
from server.proxy.upstream import open_session, tls_context

CREATE = "crm/objects/2026-03/contacts"


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


def trusting(authority):
    """The real settings, and the tests' authority beside those of the system."""
    context = tls_context()
    context.load_verify_locations(authority.file)
    return context


async def connected(world):
    """A connection whose tokens need no call, since none may get through."""
    from server.proxy.tokens import Account, Grant

    account = Account("hubspot", "4711001", "Brightwater", "sandbox", (), (), None, "")
    await world.data.sole.tokens.connect(account, Grant(*world.provider.new_grant(), world.now, world.now + 3_600))
    return account.connection_id


async def answer(tmp_path, tls, served):
    async with World(tmp_path, provider_tls=served, tls=tls) as world:
        identifier = await connected(world)
        reply = await world.call("POST", f"/api/hubspot/{identifier}/{CREATE}", {"properties": {}})
        return reply, len(world.provider.calls)


async def test_s51_the_right_name_of_a_trusted_authority_is_answered(tmp_path, authority):
    reply, calls = await answer(tmp_path, trusting(authority), authority.context("localhost"))
    assert reply.status == 200 and calls == 1


@pytest.mark.parametrize("name,version,trusted", [
    ("evil.test", ssl.TLSVersion.TLSv1_3, True), ("localhost.evil.test", ssl.TLSVersion.TLSv1_3, True),
    ("localhost", ssl.TLSVersion.TLSv1_3, False), ("localhost", ssl.TLSVersion.TLSv1_1, True)])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_s51_a_wrong_name_an_unknown_authority_and_an_old_version_are_not(tmp_path, authority, name, version, trusted):
    tls = trusting(authority) if trusted else tls_context()
    reply, calls = await answer(tmp_path, tls, authority.context(name, version))
    assert (reply.status, reply.code, calls) == (502, "upstream_unreachable", 0) and "nothing was sent" in reply.json["error"]["message"]


async def test_s46_s51_an_authority_of_the_environment_is_not_taken(tmp_path, authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    reply, calls = await answer(tmp_path, None, authority.context("localhost"))
    assert reply.code == "upstream_unreachable" and calls == 0
    assert ssl.create_default_context().cert_store_stats()["x509"] == 1, "the library alone would have taken it"


async def test_s51_there_is_no_switch_that_weakens_it():
    context = tls_context()
    assert (context.verify_mode, context.check_hostname, context.minimum_version) == (ssl.CERT_REQUIRED, True, ssl.TLSVersion.TLSv1_2)
    session = open_session()
    assert session.connector._ssl.check_hostname and not session.trust_env
    await session.close()
