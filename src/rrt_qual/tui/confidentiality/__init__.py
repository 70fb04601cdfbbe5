"""Screens that review identifying words."""
