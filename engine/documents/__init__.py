"""Readers: one function `read(data: bytes) -> Extract` per format, run in a child process.

Imported by cli, importing, rereading.
"""
