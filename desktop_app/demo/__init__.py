"""A stand-in for SuperOffice's WebAPI on this computer, for practice and for tests.

As a program: `python -m desktop_app.demo --port 0 [--mailboxes N] [--latency-ms L] [--data FILE]
[--no-create]` prints one line of JSON (url, username, password, ticket, token) and serves on
127.0.0.1 until SIGTERM or SIGINT. Inside a program or a test::

    with DemoServer(latency_ms=20) as crm:
        profile(crm.url, crm.credentials.username, crm.credentials.password)
        crm.latency_ms = 2000  # from now on
        before = crm.store.mailbox(11)  # a StoredMailbox, with its password in plain text
        crm.store.update(replace(before, port=143))  # as if by another administrator
        crm.request_count("SaveMailboxEntity")  # requests that arrived
        crm.response_count("SaveMailboxEntity", 200)  # requests carried out with this HTTP status
        crm.wait_for("SaveMailboxEntity", 1, timeout_s=5)  # no need to sleep in a test;
        # with carried_out=True the save is in the store, but its answer may not be sent yet
        crm.credentials = DemoCredentials(password="other")  # other credentials now get 401

`rights_scenarios.table_right()` and `rights_scenarios.field_properties()` write the JSON texts
for other rights. The package imports only the standard library and shares no code with the
client, so that a misreading of the vendor's pages in one of them shows up in the tests.

Where the vendor defines nothing, the demo server answers as follows; clients should branch on the
envelope first.

==========================================================  ======  ==========================
fault                                                       status  envelope
==========================================================  ======  ==========================
no or wrong credentials, wrong SO-AppToken (it is optional)  401    Message
a browser's session without its X-XSRF-TOKEN                 403    Error, XsrfValidationException
malformed JSON, wrong type, no int32, unknown ServerType     400    Message, ModelState
required entity missing (empty body or null)                 400    Message, MessageDetail
mailboxEntityId missing, no number or no int32               400    Message, ModelState
no right to the row, to a field that changes, or to create   403    Error, SoSentryException
save of an id that does not exist                            404    Error, SoNotFoundException
text longer than FieldLength, or 255, UTF-16 units           500    Error, SoValidationException
a mandatory field is empty                                   200    Message, MessageDetail
the store fails (disk, lock)                                 500    Error, SoDbAccessException
unknown address                                              404    Message, MessageDetail
verb not offered                                             405    Message, and Allow
body above 1 MiB                                             413    Message, MessageDetail
body that is not JSON by its Content-Type, or is compressed  415    Message, MessageDetail
Accept that leaves no JSON                                   406    Message, MessageDetail
==========================================================  ======  ==========================

A save is compared with what a read shows: only fields that differ count as changed and need the
right, so a whole entity can be posted back. Properties missing from a body are null, 0 or Unknown.
A null or absent Password keeps the stored one; any text replaces it, including "" and the stars
of a read: .NET cannot tell null from absent, and nothing documents that stars are recognised.
"""

from desktop_app.demo.http_server import DemoServer
from desktop_app.demo.samples.store import NotADemoDatabase, StoredMailbox
from desktop_app.demo.sign_in import DemoCredentials

__all__ = ["DemoCredentials", "DemoServer", "NotADemoDatabase", "StoredMailbox"]
