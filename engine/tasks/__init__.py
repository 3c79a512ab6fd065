"""Ask for a task and judge the answer: the 16 types, prompts, rules, evidence, grammar. Pure.

Imported by cli, demo, desktop, export, packets, runs, selftest.
"""
