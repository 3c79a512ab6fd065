"""Stands in for `llama_cpp/__init__.py` in the packaged program: the bindings, nothing above them.

The package's own one also loads its chat layer, which we never call, and with it numpy, jinja2
(asyncio, hence sockets and TLS) and diskcache (which unpickles files and has an open CVE).
"""
