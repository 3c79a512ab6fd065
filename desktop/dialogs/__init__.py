"""The few dialogs: a question that must be answered, and the report of a bug."""
