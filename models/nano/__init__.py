"""Nano: the small embedded model: its adapter, its card, and how it was made."""
