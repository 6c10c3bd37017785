"""SuperOffice on the wire: the codec, sign-in, and one client class.

``access`` is the way in. It brings requests along: import it in a worker.
"""
