"""How Nano was made: data to pairs, pairs to adapter, adapter to table; no part of the app."""
