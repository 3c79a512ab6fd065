"""Cut texts into passages and edit the cuts: pure, no model, no project.

Imported by desktop, runs.
"""
