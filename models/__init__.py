"""GGUF files: which exist, which are here, which fit this computer, and how each is prompted."""
