"""Messages for servers that cannot be reached, or do not reply as SuperOffice."""

from __future__ import annotations

from desktop_app.core import errors
from desktop_app.core.errors import CaFileProblem, NetworkFailure, TlsCause
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP
from desktop_app.ui.text.message import Choice

_UNREACHABLE = {
    NetworkFailure.NAME_NOT_FOUND: QT_TRANSLATE_NOOP(
        "errors",
        "The server's name was not found.\n"
        "Check the address of the profile, and whether this computer has a network or VPN.",
    ),
    NetworkFailure.REFUSED: QT_TRANSLATE_NOOP(
        "errors",
        "The server refuses connections.\n"
        "It may be stopped, or the port in the profile's address may be wrong.",
    ),
    NetworkFailure.NO_ROUTE: QT_TRANSLATE_NOOP(
        "errors",
        "There is no way to the server from this computer.\n"
        "Check the network or VPN, then refresh.",
    ),
    NetworkFailure.RESET: QT_TRANSLATE_NOOP(
        "errors",
        "The server closed the connection.\nTry again; if it stays, ask whoever runs the server.",
    ),
    NetworkFailure.TIMED_OUT: QT_TRANSLATE_NOOP(
        "errors",
        "The server did not answer in time.\nCheck the network or VPN, then try again.",
    ),
    NetworkFailure.TLS: QT_TRANSLATE_NOOP(
        "errors",
        "No secure connection: TLS with the server failed.\n"
        "The details say why. Ask whoever runs the server, or your IT department.",
    ),
    NetworkFailure.PROXY: QT_TRANSLATE_NOOP(
        "errors",
        "The proxy between this computer and the server stopped the call.\n"
        "It cannot be reached, or does not allow this address. Ask your IT department.",
    ),
    NetworkFailure.PROXY_SIGN_IN: QT_TRANSLATE_NOOP(
        "errors",
        "The proxy between this computer and the server wants a sign-in of its own.\n"
        "Put its user name and password into the profile; yours for SuperOffice is untouched.",
    ),
    NetworkFailure.PROXY_ADDRESS: QT_TRANSLATE_NOOP(
        "errors",
        "The proxy that is set cannot be used: it is not an http proxy. Nothing was sent.\n"
        "Name an http proxy in the profile, or choose no proxy there. The details say what is set.",
    ),
    NetworkFailure.NETWORK_SIGN_IN: QT_TRANSLATE_NOOP(
        "errors",
        "The network that this computer is in wants you to sign in to it first.\n"
        "Open any web page in your browser, sign in to the network there, then refresh.",
    ),
}

_TLS = {
    TlsCause.UNKNOWN_ISSUER: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate was issued by an authority that this computer does not trust, "
        "so nothing was sent.\nIf it is your company's own authority, choose its CA file in the "
        "profile. Otherwise ask whoever runs the server whether it sends all its certificates.",
    ),
    TlsCause.SELF_SIGNED: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate is self-signed and not trusted, so nothing was sent.\n"
        "If it is your company's own, choose this certificate as the CA file in the profile.",
    ),
    TlsCause.WRONG_NAME: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate is not valid for this server name, so nothing was sent.\n"
        "Enter a name from the certificate in the profile's address; the connection test shows "
        "which. If the name is right, ask whoever runs the server for a new certificate.",
    ),
    TlsCause.EXPIRED: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate has expired, so nothing was sent.\n"
        "Ask whoever runs the server to renew it. If it is new, check this computer's clock.",
    ),
    TlsCause.NOT_YET: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate is not valid yet, so nothing was sent.\n"
        "Check the date and time of this computer first.",
    ),
    TlsCause.REVOKED: QT_TRANSLATE_NOOP(
        "errors",
        "The server's certificate was revoked, so nothing was sent.\n"
        "Do not use this server until whoever runs it has replaced the certificate.",
    ),
    TlsCause.WEAK_CERTIFICATE: QT_TRANSLATE_NOOP(
        "errors",
        "The key or signature of the server's certificate is too weak to be safe, so nothing was "
        "sent.\nAsk whoever runs the server for a certificate with a stronger key.",
    ),
    TlsCause.TOO_OLD: QT_TRANSLATE_NOOP(
        "errors",
        "The server supports only TLS versions or ciphers that are too old to be safe, so nothing "
        "was sent.\nAsk whoever runs the server to enable TLS 1.2 or 1.3.",
    ),
    TlsCause.CLIENT_CERTIFICATE: QT_TRANSLATE_NOOP(
        "errors",
        "The server requires a client certificate, which this program cannot send.\n"
        "Ask whoever runs the server for an address that requires none.",
    ),
    TlsCause.NAME_REFUSED: QT_TRANSLATE_NOOP(
        "errors",
        "The server does not know the server name in the profile's address.\n"
        "Check the name; an alias or an IP address may not be enough.",
    ),
    TlsCause.NOT_TLS: QT_TRANSLATE_NOOP(
        "errors",
        "The server does not use TLS on this port, so nothing was sent.\n"
        "Check the port in the profile's address: https usually has 443.",
    ),
    TlsCause.CLOSED: QT_TRANSLATE_NOOP(
        "errors",
        "The server closed the connection while TLS was being set up, so nothing was sent.\n"
        "Try again. If it happens again, check the port, and ask whether a firewall blocks it.",
    ),
}

_CA_FILE = {
    CaFileProblem.NOT_FOUND: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file was not found, so nothing was sent.\n"
        "Choose the file again in the profile, or leave the field empty.",
    ),
    CaFileProblem.UNREADABLE: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file cannot be read, so nothing was sent.\n"
        "Check that it is a file and that you may read it, or choose another one in the profile.",
    ),
    CaFileProblem.TOO_LARGE: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file is larger than 8 MiB, so it was not read, and nothing was sent.\n"
        "Choose a file that contains only certificates of authorities.",
    ),
    CaFileProblem.NO_CERTIFICATE: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file contains no certificate that can be read, so nothing was sent.\n"
        "Choose a file of certificates: PEM or DER (.pem, .crt, .cer) or PKCS #7 (.p7b).",
    ),
    CaFileProblem.PASSWORD_STORE: QT_TRANSLATE_NOOP(
        "errors",
        "The profile's CA file is a certificate store with a password (.pfx, .p12), so nothing "
        "was sent.\nChoose the authority's certificate alone: PEM, DER or PKCS #7 (.p7b).",
    ),
}

_UNEXPECTED_STATUS = Choice(
    "status",
    {
        0: QT_TRANSLATE_NOOP(
            "errors",
            "The address answers, but not as SuperOffice's WebAPI: it sent something else.\n"
            "Check the address of the profile; it usually ends in /api.",
        )
    },
    QT_TRANSLATE_NOOP(
        "errors",
        "The address answers, but not as SuperOffice's WebAPI: it sent status {status}.\n"
        "Check the address of the profile; it usually ends in /api.",
    ),
)

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.Unreachable: Choice("failure", _UNREACHABLE),
    errors.TlsError: Choice("cause", _TLS, _UNREACHABLE[NetworkFailure.TLS]),
    errors.CaFileError: Choice("problem", _CA_FILE),
    errors.Cancelled: QT_TRANSLATE_NOOP("errors", "Stopped.\nNothing more was done."),
    errors.DeadlineExceeded: QT_TRANSLATE_NOOP(
        "errors",
        "The server answers too slowly, so the call was given up.\n"
        "Try again later, or ask whoever runs the server.",
    ),
    errors.ResponseTooLarge: QT_TRANSLATE_NOOP(
        "errors",
        "The server's answer is larger than {limit_mib} MiB, so it was not read.\n"
        "Check that the profile's address is SuperOffice's own.",
    ),
    errors.TruncatedResponse: QT_TRANSLATE_NOOP(
        "errors",
        "The server's answer broke off in the middle.\n"
        "Try again; if it stays, ask whoever runs the server or the network.",
    ),
    errors.RedirectRefused: QT_TRANSLATE_NOOP(
        "errors",
        "The server wants to send this program on to {target}, which it does not follow.\n"
        "If that is the right server, put its address into the profile.",
    ),
    errors.UnreadableMailbox: QT_TRANSLATE_NOOP(
        "errors",
        "SuperOffice answered, but not with a mailbox that this program can read.\n"
        "Try again. If the problem persists, give the details to the SuperOffice administrator.",
    ),
    errors.UnexpectedResponse: Choice(
        "title",
        {"": _UNEXPECTED_STATUS},
        QT_TRANSLATE_NOOP(
            "errors",
            "The address answers, but not as SuperOffice's WebAPI: it sent a web page "
            "(“{title}”).\nCheck the address of the profile; it usually ends in /api.",
        ),
    ),
}
