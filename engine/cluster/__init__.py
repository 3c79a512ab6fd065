"""Carry many packets out on many machines: `python -m engine.cluster`, from a source install only.

Nothing here generates, opens a project or a socket: each packet is run by the sealed command line,
in processes of its own. `schedule.py` says which packet is next (pure), `lines.py` what is called
and what it answered, `packet.py` is what runs on a machine for one packet, `drive.py` is the loop,
`here.py` and `on_ray.py` are the places to run at. Only the last one needs the extra `cluster`;
its sockets are in processes that hold no document. The packaged program contains none of it.

Imported by nothing.
"""
