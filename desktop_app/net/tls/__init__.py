"""TLS without a socket: why a handshake failed, and the certificates of a CA file."""
