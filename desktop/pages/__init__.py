"""The five places of the window: start, documents, generate, review, export."""
