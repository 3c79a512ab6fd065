"""Find possible personal data in a text by local rules, and put pseudonyms in its place. Pure.

`finding.py` asks all rules. Each has a table of good and bad examples as its test.

Imported by export.
"""
