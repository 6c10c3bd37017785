"""Translated texts that several windows share, without widgets."""
