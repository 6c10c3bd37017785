"""TLS handshakes within the limits of a call, and the errors of the network by cause."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from desktop_app.core.errors import NetworkFailure, TlsCause, TlsError, Unreachable
from desktop_app.net.call_limits import CallLimits
from desktop_app.net.certificates import trust_store_from_environment
from desktop_app.net.tls.tls_errors import tls_cause

_NO_ROUTE_ERRNOS = {
    errno.ENETUNREACH,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.EADDRNOTAVAIL,
    errno.EAFNOSUPPORT,
    errno.EACCES,
    errno.EPERM,
}


def peer_name(sock: socket.socket) -> str:
    """Return the IP address and port that ``sock`` is connected to; empty if disconnected."""
    try:
        host, port = sock.getpeername()[:2]
    except OSError:
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def network_error(error: OSError, limits: CallLimits) -> Unreachable:
    """Return the Unreachable that describes an OSError of the network, TLS included.

    The ``errno`` of an SSLError is OpenSSL's own number: its 1 is not the system's EPERM.
    """
    if isinstance(error, ssl.SSLError):
        return _tls_error(error, limits)
    code = error.errno or 0
    if code == errno.ECONNREFUSED:
        reach = NetworkFailure.REFUSED
    elif isinstance(error, TimeoutError) or code == errno.ETIMEDOUT:
        reach = NetworkFailure.TIMED_OUT
    else:
        reach = NetworkFailure.NO_ROUTE if code in _NO_ROUTE_ERRNOS else NetworkFailure.RESET
    text = os.strerror(code) if code else type(error).__name__
    return Unreachable(reach, text, may_have_run=limits.may_have_run)


def _tls_error(error: ssl.SSLError, limits: CallLimits) -> Unreachable:
    cause, text = tls_cause(error), _tls_error_text(error)
    if cause is TlsCause.CLOSED:  # after the handshake: closed as any connection may be
        return Unreachable(NetworkFailure.RESET, text, may_have_run=limits.may_have_run)
    # in TLS 1.3 the server may look for the client's certificate after the client's handshake
    ran = limits.may_have_run and cause is not TlsCause.CLIENT_CERTIFICATE
    return TlsError(cause, text, may_have_run=ran)


@contextmanager
def limited_handshake(sock: socket.socket, limits: CallLimits, timeout: float) -> Iterator[None]:
    """Bound the TLS handshake that the block makes on ``sock`` to ``timeout`` seconds.

    The handshake blocks inside the TLS library, which takes ``sock`` over; cancelling shuts the
    connection down through a second handle. Raises TlsError, Unreachable, Cancelled or
    DeadlineExceeded.
    """
    sock.settimeout(limits.remaining(timeout))
    duplicate = sock.dup()
    try:
        with limits.cancel.on_cancel(lambda: _shut_down(duplicate)):
            yield
        return
    except ssl.SSLError as error:
        trouble: Unreachable = TlsError(tls_cause(error), _tls_error_text(error))
    except ConnectionError as error:
        _close_unfinished_socket(error)
        trouble = TlsError(TlsCause.CLOSED, network_error(error, limits).detail)
    except OSError as error:
        _close_unfinished_socket(error)
        trouble = network_error(error, limits)
    finally:
        duplicate.close()
    limits.check()
    raise trouble


def _close_unfinished_socket(error: OSError) -> None:
    """Close the SSLSocket that ssl leaves open if the peer disconnects while it is created."""
    trace = error.__traceback__
    while trace is not None:
        made = trace.tb_frame.f_locals.get("self")
        if isinstance(made, ssl.SSLSocket):
            made.close()
        trace = trace.tb_next


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _tls_error_text(error: ssl.SSLError) -> str:
    """Return why TLS failed, and which certificate store was used if not the system's own."""
    if isinstance(error, ssl.SSLCertVerificationError) and error.verify_message:
        return "; ".join(filter(None, (error.verify_message, trust_store_from_environment())))
    return (error.reason or type(error).__name__).lower().replace("_", " ")
