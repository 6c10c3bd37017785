"""Making a connection under the watch of the call: to one of many addresses, and over TLS."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from desktop_app.core.errors import Reach, TlsTrouble, Unreachable
from desktop_app.net.call_limits import Watch
from desktop_app.net.system_trust_store import named_store
from desktop_app.net.tls_errors import cause_of

if TYPE_CHECKING:
    from desktop_app.net.dns_lookup import Address

_NO_ROUTE = {
    errno.ENETUNREACH,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.EADDRNOTAVAIL,
    errno.EAFNOSUPPORT,
    errno.EACCES,
    errno.EPERM,
}
_IN_PROGRESS = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1)}


def connect(addresses: list[Address], watch: Watch, at_most: float) -> socket.socket:
    """A connection to the first address that takes one, each tried for ``at_most`` seconds.

    Raises Unreachable with the last address's reason, Cancelled or DeadlinePassed.
    """
    trouble = Unreachable(Reach.NAME_NOT_FOUND, "no address")
    for family, kind, protocol, _, address in addresses:
        try:
            return _connect(socket.socket(family, kind, protocol), address, watch, at_most)
        except Unreachable as error:
            trouble = error
        except OSError as error:
            trouble = unreachable(error, watch)
    raise trouble


def _connect(
    sock: socket.socket, address: tuple[object, ...], watch: Watch, at_most: float
) -> socket.socket:
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = sock.connect_ex(address)
        if code in _IN_PROGRESS:
            watch.wait_to_write(sock, at_most)
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise unreachable(OSError(code, os.strerror(code)), watch)
    except BaseException:
        sock.close()
        raise
    return sock


def peer_of(sock: socket.socket) -> str:
    """Address and port that a socket is connected to; empty if it no longer is."""
    try:
        host, port = sock.getpeername()[:2]
    except OSError:
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def unreachable(error: OSError, watch: Watch) -> Unreachable:
    """The network's own error as one of ours."""
    code = error.errno or 0
    if code == errno.ECONNREFUSED:
        reach = Reach.REFUSED
    elif isinstance(error, TimeoutError) or code == errno.ETIMEDOUT:
        reach = Reach.TIMED_OUT
    else:
        reach = Reach.NO_ROUTE if code in _NO_ROUTE else Reach.RESET
    text = os.strerror(code) if code else type(error).__name__
    return Unreachable(reach, text, may_have_run=watch.may_have_run)


@contextmanager
def handshake(sock: socket.socket, watch: Watch, at_most: float) -> Iterator[None]:
    """Bound a TLS handshake that the block makes on ``sock``; its errors become ours.

    The handshake blocks inside the TLS library, which takes ``sock`` over. A second handle on the
    same connection lets another thread shut it down.
    """
    sock.settimeout(watch.remaining(at_most))
    twin = sock.dup()
    try:
        with watch.cancel.calling(lambda: _shut_down(twin)):
            yield
        return
    except ssl.SSLError as error:
        trouble: Unreachable = TlsTrouble(cause_of(error), _tls_text(error))
    except OSError as error:
        _close_half_made(error)
        trouble = unreachable(error, watch)
    finally:
        twin.close()
    watch.check()
    raise trouble


def _close_half_made(error: OSError) -> None:
    """ssl leaves its socket open if the other side goes just while it is being made."""
    trace = error.__traceback__
    while trace is not None:
        made = trace.tb_frame.f_locals.get("self")
        if isinstance(made, ssl.SSLSocket):
            made.close()
        trace = trace.tb_next


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _tls_text(error: ssl.SSLError) -> str:
    """Why there is no secure connection, and who was trusted if that is not the system's own."""
    if isinstance(error, ssl.SSLCertVerificationError) and error.verify_message:
        return "; ".join(filter(None, (error.verify_message, named_store())))
    return (error.reason or type(error).__name__).lower().replace("_", " ")
