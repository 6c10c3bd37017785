"""SuperOffice's WebAPI: the codec, sign-in, and one client class.

``client_factory`` is the entry point. It imports requests: import it in a worker.
"""
