"""How alike texts are, whatever they are texts of: shingles, MinHash, winnowing, groups. Pure.

`minhash.py` and `bands.py` find texts that share most of their shingles, `winnowing.py` those of
which one holds most of the other, also as a part. What is alike enough is for the caller to say.

Imported by export, tasks.
"""
