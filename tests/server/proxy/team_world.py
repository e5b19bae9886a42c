"""A proxy with a team of two organisations, and browsers in which its people have signed in."""

from certificates import Authority
from proxy_world import World
from server.proxy.team.identity_provider import Registration
from server.proxy.team.members import Member, Role, Team
from server.proxy.upstream import tls_context
from sign_in_service import SignInService, enter
from test_proxy_sessions import Browser

TEAM = Team({member.name: member for member in (
    Member("anna@brightwater.test", "brightwater", Role.ADMIN), Member("bo@brightwater.test", "brightwater", Role.MEMBER),
    Member("vic@brightwater.test", "brightwater", Role.VIEWER), Member("olga@other.test", "other", Role.ADMIN),
    Member("id-of-sub", "other", Role.VIEWER))})


class TeamWorld(World):
    """`async with TeamWorld(path, team=TEAM) as world:` then `await world.enter("anna@brightwater.test")`."""

    async def __aenter__(self):
        authority = Authority(self.directory)
        self.service = SignInService(lambda: self.now)
        await self.service.start(authority.context("localhost"))
        self.tls = tls_context()
        self.tls.load_verify_locations(authority.file)
        issuer = self.service.issuer
        self.way_in = lambda origin: Registration(issuer, "bridge", "sign-in secret", f"{origin}/oauth/sign-in/callback")
        await super().__aenter__()
        self.stack.push_async_callback(self.service.stop)
        return self

    async def enter(self, email):
        return await enter(Browser(self), self.service, email)
