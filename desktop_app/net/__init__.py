"""HTTP: sessions, TLS trust, caps, deadlines, cancelling. The only importer of requests.

``cancel`` costs nothing to import; ``session`` brings requests and belongs into a worker.
"""
