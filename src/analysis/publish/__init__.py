"""Notebooks executed, rendered and put in place as a pack, whole or not at all."""
