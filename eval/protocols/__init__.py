"""Protocols: how a dialogue is played, and what a system may see of the reference while it is."""
