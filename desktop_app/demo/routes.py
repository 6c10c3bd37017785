"""From a request to the method it means: paths, verbs, sign-in, and faults made answers."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.demo import request_binding, sign_in, static_endpoints
from desktop_app.demo.carriers import as_json, select
from desktop_app.demo.faults import Fault, aspnet, not_bound, superoffice
from desktop_app.demo.http_messages import (
    Answer,
    Request,
    json_answer,
    refusal,
    takes_json,
    wants_json,
)
from desktop_app.demo.list_response_cache import Body
from desktop_app.demo.mailbox_agent import CustomerService
from desktop_app.demo.samples.localisation import asked_for

_log = logging.getLogger(__name__)
_AGENT = "/v1/Agents/CustomerService"
_STATE = "/state/"


@dataclass(frozen=True)
class Endpoint:
    """One method of the API; `path` is below the base address, `name` is what calls count as."""

    name: str
    path: str
    verb: str
    description: str
    answer: Callable[[Request], Answer]
    is_open: bool = False  # answers without credentials


class Api:
    """Everything below `/api`. Set `base` to the address it is reached at before asking."""

    def __init__(self, agent: CustomerService, credentials: sign_in.Credentials) -> None:
        self.base = ""
        self.credentials = credentials
        self._agent = agent
        self._endpoints = {f"/api{e.path}".lower(): e for e in self._all()}

    def _all(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("Version", "", "GET", "Version of the API.", self._version, True),
            Endpoint("State", _STATE, "GET", "State of a tenant.", self._state, True),
            Endpoint("Endpoints", "/v1", "GET", "List of endpoints.", self._list_endpoints),
            Endpoint("CurrentPrincipal", "/v1/User/currentPrincipal", "GET",
                     "The user who is signed in.", self._principal),
            Endpoint("GetMailboxes", f"{_AGENT}/GetMailboxes", "POST",
                     "This method will get all registered mailboxes in Service.",
                     self._get_mailboxes),
            Endpoint("GetMailboxEntity", f"{_AGENT}/GetMailboxEntity", "POST",
                     "Gets a MailboxEntity object.", self._get_entity),
            Endpoint("CreateDefaultMailboxEntity", f"{_AGENT}/CreateDefaultMailboxEntity", "POST",
                     "Loading default values into a new MailboxEntity.", self._create_default),
            Endpoint("SaveMailboxEntity", f"{_AGENT}/SaveMailboxEntity", "POST",
                     "Updates the existing MailboxEntity or creates a new MailboxEntity "
                     "if the id parameter is 0.", self._save),
        )  # fmt: skip

    def name_of(self, request: Request) -> str:
        """Give the name that a call counts as: the method's, or "" for an unknown address."""
        endpoint = self._find(request.path)
        return "" if endpoint is None else endpoint.name

    def answer(self, request: Request) -> Answer:
        """Answer a request; whatever goes wrong becomes one of the documented envelopes."""
        try:
            return self._answer(request)
        except Fault as fault:
            return refusal(fault)
        except sqlite3.Error as trouble:
            return refusal(superoffice(500, "SoDbAccessException", str(trouble)))
        except Exception:
            _log.exception("The demo server failed at %s %s", request.verb, request.path)
            return refusal(superoffice(500, "SoServerException", "The demo server failed."))

    def _answer(self, request: Request) -> Answer:
        endpoint = self._find(request.path)
        if endpoint is None or not endpoint.is_open:
            self._check_sign_in(request)
        if endpoint is None:
            raise _no_such_address(request)
        if request.verb == endpoint.verb:
            return endpoint.answer(request)
        if request.verb in ("GET", "HEAD"):
            return _described(endpoint) if endpoint.verb == "POST" else endpoint.answer(request)
        raise _wrong_verb(request, endpoint)

    def _check_sign_in(self, request: Request) -> None:
        sign_in.check(request.headers, self.credentials)

    def _find(self, path: str) -> Endpoint | None:
        lower = path.lower()
        state = f"/api{_STATE}"
        is_tenant = lower.startswith(state) and "/" not in lower[len(state) :]
        return self._endpoints.get(state if is_tenant else lower)

    def _version(self, request: Request) -> Answer:
        if wants_json(request.headers):
            return json_answer(static_endpoints.version(self.base))
        return static_endpoints.version_html(self.base)

    def _state(self, request: Request) -> Answer:
        state = static_endpoints.state(self.base, request.path.rpartition("/")[2])
        if state is None:
            raise _no_such_address(request)
        return json_answer(state)

    def _list_endpoints(self, _request: Request) -> Answer:
        known = [
            (endpoint.path, endpoint.verb, endpoint.description)
            for endpoint in self._endpoints.values()
            if endpoint.path.startswith("/v1")
        ]
        return json_answer(static_endpoints.endpoints(self.base, known))

    def _principal(self, _request: Request) -> Answer:
        return json_answer(static_endpoints.principal(self.credentials.username))

    def _get_mailboxes(self, request: Request) -> Answer:
        _check_read(request)
        body = self._agent.mailboxes(asked_for(request.headers))
        names = request.query.get("$select", "")
        return Answer(_selected(body, names) if names.strip() else body)

    def _get_entity(self, request: Request) -> Answer:
        _check_read(request)
        wanted = request.query.get("mailboxentityid")
        if wanted is None:
            raise not_bound("mailboxEntityId", "A value is required.")
        mailbox_id = request_binding.int32(wanted, "mailboxEntityId")
        carrier = self._agent.mailbox_entity(mailbox_id, asked_for(request.headers))
        if carrier is None:
            return json_answer(None)
        return json_answer(select(carrier, request.query.get("$select", "")))

    def _create_default(self, request: Request) -> Answer:
        _check_read(request)
        return json_answer(self._agent.default_entity(asked_for(request.headers)))

    def _save(self, request: Request) -> Answer:
        _check_accept(request)
        draft = request_binding.draft(request.text())
        saved = self._agent.save(draft, asked_for(request.headers))
        return json_answer(saved, phrase="MailboxEntity saved.")


def _check_read(request: Request) -> None:
    """Check a call that takes no entity: no body will do, but a body has to be JSON."""
    _check_accept(request)
    text = request.text()
    if text.strip():
        request_binding.json_value(text)


def _check_accept(request: Request) -> None:
    if not takes_json(request.headers):
        raise aspnet(406, "Not acceptable.", "This server answers in JSON only.")


def _selected(body: Body, names: str) -> Body:
    rows = json_rows(body)
    return Body(as_json([select(row, names) for row in rows]).encode())


def json_rows(body: Body) -> list[dict[str, object]]:
    """Read a list answer back into its rows."""
    rows = request_binding.json_value(body.plain.decode())
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _described(endpoint: Endpoint) -> Answer:
    """Describe a POST method to a GET: HTTP 200, and nothing is run."""
    return json_answer(
        {
            "Method": endpoint.verb,
            "Path": f"/api{endpoint.path}",
            "Description": endpoint.description,
        }
    )


def _no_such_address(request: Request) -> Fault:
    return aspnet(
        404,
        f"No HTTP resource was found that matches the request URI '{request.path}'.",
        "No type was found that matches the controller, or no action the name.",
    )


def _wrong_verb(request: Request, endpoint: Endpoint) -> Fault:
    allowed = "GET, HEAD, POST" if endpoint.verb == "POST" else "GET, HEAD"
    return Fault(
        405,
        {"Message": f"The requested resource does not support http method '{request.verb}'."},
        (("Allow", allowed),),
    )
