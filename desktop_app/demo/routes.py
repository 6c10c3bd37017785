"""Routes requests to API methods: paths, verbs, sign-in, and errors turned into responses."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.demo import request_binding, sign_in, static_endpoints
from desktop_app.demo.carriers import select_properties, to_json_text
from desktop_app.demo.faults import ErrorResponse, aspnet_error, binding_error, superoffice_error
from desktop_app.demo.http_messages import (
    DemoRequest,
    DemoResponse,
    accepts_json,
    json_response,
    response_for_error,
    wants_json,
)
from desktop_app.demo.list_response_cache import ResponseBody
from desktop_app.demo.mailbox_agent import CustomerServiceAgent
from desktop_app.demo.samples.localisation import requested_language

_log = logging.getLogger(__name__)
_AGENT_PATH = "/v1/Agents/CustomerService"
_STATE_PATH = "/state/"


@dataclass(frozen=True)
class DemoEndpoint:
    """One method of the API; `path` is relative to the base address, `name` is used for counts."""

    name: str
    path: str
    verb: str
    description: str
    respond: Callable[[DemoRequest], DemoResponse]
    is_anonymous: bool = False  # answers without credentials


class DemoApi:
    """The API below `/api`. Set `base_url` to the server's address before the first request."""

    def __init__(self, agent: CustomerServiceAgent, credentials: sign_in.DemoCredentials) -> None:
        self.base_url = ""
        self.credentials = credentials
        self._agent = agent
        self._endpoints = {f"/api{e.path}".lower(): e for e in self._make_endpoints()}

    def _make_endpoints(self) -> tuple[DemoEndpoint, ...]:
        return (
            DemoEndpoint("Version", "", "GET", "Version of the API.", self._version, True),
            DemoEndpoint("State", _STATE_PATH, "GET", "State of a tenant.", self._state, True),
            DemoEndpoint("Endpoints", "/v1", "GET", "List of endpoints.", self._list_endpoints),
            DemoEndpoint("CurrentPrincipal", "/v1/User/currentPrincipal", "GET",
                     "The user who is signed in.", self._principal),
            DemoEndpoint("GetMailboxes", f"{_AGENT_PATH}/GetMailboxes", "POST",
                     "This method will get all registered mailboxes in Service.",
                     self._get_mailboxes),
            DemoEndpoint("GetMailboxEntity", f"{_AGENT_PATH}/GetMailboxEntity", "POST",
                     "Gets a MailboxEntity object.", self._get_entity),
            DemoEndpoint("CreateDefaultMailboxEntity", f"{_AGENT_PATH}/CreateDefaultMailboxEntity",
            "POST", "Loading default values into a new MailboxEntity.", self._create_default),
            DemoEndpoint("SaveMailboxEntity", f"{_AGENT_PATH}/SaveMailboxEntity", "POST",
                     "Updates the existing MailboxEntity or creates a new MailboxEntity "
                     "if the id parameter is 0.", self._save),
        )  # fmt: skip

    def endpoint_name(self, request: DemoRequest) -> str:
        """Return the name of the requested method for counts, or "" for an unknown address."""
        endpoint = self._find_endpoint(request.path)
        return "" if endpoint is None else endpoint.name

    def respond(self, request: DemoRequest) -> DemoResponse:
        """Answer a request; every error becomes one of the documented envelopes."""
        try:
            return self._respond(request)
        except ErrorResponse as fault:
            return response_for_error(fault)
        except sqlite3.Error as error:
            return response_for_error(superoffice_error(500, "SoDbAccessException", str(error)))
        except Exception:
            _log.exception("The demo server failed at %s %s", request.verb, request.path)
            return response_for_error(
                superoffice_error(500, "SoServerException", "The demo server failed.")
            )

    def _respond(self, request: DemoRequest) -> DemoResponse:
        endpoint = self._find_endpoint(request.path)
        if endpoint is None or not endpoint.is_anonymous:
            self._check_sign_in(request)
        if endpoint is None:
            raise _unknown_address_error(request)
        if request.verb == endpoint.verb:
            return endpoint.respond(request)
        if request.verb in ("GET", "HEAD"):
            return _describe(endpoint) if endpoint.verb == "POST" else endpoint.respond(request)
        raise _wrong_verb_error(request, endpoint)

    def _check_sign_in(self, request: DemoRequest) -> None:
        sign_in.check_sign_in(request.headers, self.credentials)

    def _find_endpoint(self, path: str) -> DemoEndpoint | None:
        lower = path.lower()
        state = f"/api{_STATE_PATH}"
        is_tenant = lower.startswith(state) and "/" not in lower[len(state) :]
        return self._endpoints.get(state if is_tenant else lower)

    def _version(self, request: DemoRequest) -> DemoResponse:
        if wants_json(request.headers):
            return json_response(static_endpoints.version_info(self.base_url))
        return static_endpoints.version_page(self.base_url)

    def _state(self, request: DemoRequest) -> DemoResponse:
        state = static_endpoints.tenant_state(self.base_url, request.path.rpartition("/")[2])
        if state is None:
            raise _unknown_address_error(request)
        return json_response(state)

    def _list_endpoints(self, _request: DemoRequest) -> DemoResponse:
        known = [
            (endpoint.path, endpoint.verb, endpoint.description)
            for endpoint in self._endpoints.values()
            if endpoint.path.startswith("/v1")
        ]
        return json_response(static_endpoints.endpoint_map(self.base_url, known))

    def _principal(self, _request: DemoRequest) -> DemoResponse:
        return json_response(static_endpoints.principal_carrier(self.credentials.username))

    def _get_mailboxes(self, request: DemoRequest) -> DemoResponse:
        _check_read(request)
        body = self._agent.mailboxes(requested_language(request.headers))
        names = request.query.get("$select", "")
        return DemoResponse(_select_columns(body, names) if names.strip() else body)

    def _get_entity(self, request: DemoRequest) -> DemoResponse:
        _check_read(request)
        wanted = request.query.get("mailboxentityid")
        if wanted is None:
            raise binding_error("mailboxEntityId", "A value is required.")
        mailbox_id = request_binding.parse_int32(wanted, "mailboxEntityId")
        carrier = self._agent.mailbox_entity(mailbox_id, requested_language(request.headers))
        if carrier is None:
            return json_response(None)
        return json_response(select_properties(carrier, request.query.get("$select", "")))

    def _create_default(self, request: DemoRequest) -> DemoResponse:
        _check_read(request)
        return json_response(self._agent.default_entity(requested_language(request.headers)))

    def _save(self, request: DemoRequest) -> DemoResponse:
        _check_accept(request)
        draft = request_binding.bind_mailbox(request.text())
        saved = self._agent.save(draft, requested_language(request.headers))
        return json_response(saved, reason_phrase="MailboxEntity saved.")


def _check_read(request: DemoRequest) -> None:
    """Check a call that takes no entity: the body may be empty, else it must be JSON."""
    _check_accept(request)
    text = request.text()
    if text.strip():
        request_binding.parse_json(text)


def _check_accept(request: DemoRequest) -> None:
    if not accepts_json(request.headers):
        raise aspnet_error(406, "Not acceptable.", "This server answers in JSON only.")


def _select_columns(body: ResponseBody, names: str) -> ResponseBody:
    rows = read_rows(body)
    return ResponseBody(to_json_text([select_properties(row, names) for row in rows]).encode())


def read_rows(body: ResponseBody) -> list[dict[str, object]]:
    """Return the rows in the body of a list response."""
    rows = request_binding.parse_json(body.content.decode())
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _describe(endpoint: DemoEndpoint) -> DemoResponse:
    """Return the 200 response to a GET of a POST method: its description; nothing is executed."""
    return json_response(
        {
            "Method": endpoint.verb,
            "Path": f"/api{endpoint.path}",
            "Description": endpoint.description,
        }
    )


def _unknown_address_error(request: DemoRequest) -> ErrorResponse:
    return aspnet_error(
        404,
        f"No HTTP resource was found that matches the request URI '{request.path}'.",
        "No type was found that matches the controller, or no action the name.",
    )


def _wrong_verb_error(request: DemoRequest, endpoint: DemoEndpoint) -> ErrorResponse:
    allowed = "GET, HEAD, POST" if endpoint.verb == "POST" else "GET, HEAD"
    return ErrorResponse(
        405,
        {"Message": f"The requested resource does not support http method '{request.verb}'."},
        (("Allow", allowed),),
    )
