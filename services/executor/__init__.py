"""Runs SQL that nobody vouches for, and mends what needs no model.

Imports nothing: the workers start in milliseconds because the package costs them nothing.
"""
