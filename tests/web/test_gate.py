"""Who may come in: hosts, origins, the token, over pages and web sockets alike."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.web.asking_asgi import ask

from hwasil.web.gate import KEY, OWNER, StudioGate

TOKEN = "a long secret & more"


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    """Let everybody in."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("inside")(scope, receive, send)


def gate(token: str | None = None, hosts: tuple[str, ...] = ()) -> ASGIApp:
    return StudioGate(inside, token=token, allowed_hosts=hosts, beside=("/bedrock/",))


@pytest.mark.parametrize("kind", ["http", "websocket"])
class TestHostsAndOrigins:
    @pytest.mark.parametrize("host", ["localhost:8030", "127.0.0.1", "[::1]:8030"])
    def test_this_machine(self, kind: str, host: str) -> None:
        assert ask(gate(), "/", kind, host=host).status in {200, 101}

    @pytest.mark.parametrize(
        "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "a@localhost", ""]
    )
    def test_a_name_that_points_here(self, kind: str, host: str) -> None:
        assert ask(gate(), "/", kind, host=host).status in {403, 1008}

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9999", "file://"])
    def test_a_page_of_another_site(self, kind: str, origin: str) -> None:
        assert ask(gate(), "/_stcore/stream", kind, origin=origin).status in {403, 1008}

    def test_a_page_of_ours(self, kind: str) -> None:
        assert ask(gate(), "/", kind, origin="http://localhost:8030").status in {200, 101}

    def test_any_host_when_any_is_allowed(self, kind: str) -> None:
        assert ask(gate(hosts=("*",)), "/", kind, host="studio.lan").status in {200, 101}


class TestToken:
    @pytest.mark.parametrize(
        "path", ["/", "/settings", "/files/fonts/400", "/_stcore/health", "/?token=", "/?token=x"]
    )
    def test_nothing_without_it(self, path: str) -> None:
        answer = ask(gate(TOKEN), path)
        assert answer.status == 401
        assert b"inside" not in answer.body
        assert TOKEN.encode() not in answer.body
        assert "토큰" in answer.body.decode()

    def test_no_web_socket_without_it(self) -> None:
        assert ask(gate(TOKEN), "/_stcore/stream", "websocket").status == 1008

    def test_the_link_gives_a_cookie_and_goes_out_of_the_address(self) -> None:
        answer = ask(gate(TOKEN), "/settings?token=a+long+secret+%26+more&lang=ko")
        assert answer.status == 303
        assert answer.headers["location"] == "/settings?lang=ko"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        assert TOKEN not in cookie
        shown = cookie.partition(";")[0]
        assert ask(gate(TOKEN), "/", cookie=shown).body == b"inside"
        assert ask(gate(TOKEN), "/", "websocket", cookie=shown).status == 101
        assert ask(gate("another"), "/", cookie=shown).status == 401

    def test_the_link_never_leads_elsewhere(self) -> None:
        answer = ask(gate(TOKEN), "//evil.example/?token=a+long+secret+%26+more")
        assert answer.headers["location"] == "/evil.example/"

    @pytest.mark.parametrize("cookie", [f"{KEY}=", f"{KEY}=0", f'{KEY}="\\', f"{KEY}=é", "=;=;", f"{KEY}={TOKEN}"])
    def test_cookies_that_are_none(self, cookie: str) -> None:
        assert ask(gate(TOKEN), "/", cookie=cookie).status == 401

    def test_the_endpoint_has_its_own_gate(self) -> None:
        assert ask(gate(TOKEN), "/bedrock/healthz").body == b"inside"
        assert ask(gate(TOKEN), "/bedrocks").status == 401


class TestNames:
    def test_everybody_gets_one_and_keeps_it(self) -> None:
        first, second = (ask(gate(), "/").headers["set-cookie"].partition(";")[0] for _ in range(2))
        assert first.startswith(f"{OWNER}=")
        assert first != second
        assert "set-cookie" not in ask(gate(), "/", cookie=first).headers
