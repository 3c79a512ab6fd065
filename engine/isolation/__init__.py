"""Keep this process to itself: no network, no file it has no business with, no trace in a core.

`seal` says what each kind of process gives up; `hook`, `seccomp`, `landlock` and `privacy` do it,
each on its own; `checks` looks whether it holds and says it in sentences.

Imported by cli, desktop, documents, worker.
"""

from engine.isolation.hook import NetworkRefused, refused
from engine.isolation.network_permission import may_use_network
from engine.isolation.privacy import keep_private
from engine.isolation.seal import confine_reader, confine_worker, seal_application, seal_child

__all__ = [
    "NetworkRefused",
    "confine_reader",
    "confine_worker",
    "keep_private",
    "may_use_network",
    "refused",
    "seal_application",
    "seal_child",
]
