"""HTTP and TLS with deadlines, byte caps and cancelling. No other package imports requests.

``cancel_token`` is cheap to import; ``http_session`` imports requests, so import it in a worker.
"""
