"""Converts between the bytes of the WebAPI and the types of the program."""
