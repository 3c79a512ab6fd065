"""Check Ed25519 signatures (RFC 8032, section 5.1.7); nothing here signs or knows a secret.

Python's own library has no such check, this room takes no other, and a checker has nothing that
its timing could give away. Held against the RFC's own vectors and against `ssh-keygen`.
"""

import hashlib

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)  # of -1

Point = tuple[int, int, int, int]
"""A point of the curve in extended coordinates: X, Y, Z and T = X * Y / Z."""


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """The holder of the key signed the message; False too for what is no key or no signature."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    owner, s = _point(public_key), int.from_bytes(signature[32:], "little")
    if owner is None or s >= _L or _point(signature[:32]) is None:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    h = int.from_bytes(digest, "little") % _L
    x, y, z, t = owner
    difference = _add(_times(s, _BASE), _times(h, (-x % _P, y, z, -t % _P)))
    return _bytes(difference) == signature[:32]


def _add(one: Point, other: Point) -> Point:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * t1 * t2 * _D % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: Point) -> Point:
    whole: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            whole = _add(whole, point)
        point, number = _add(point, point), number >> 1
    return whole


def _point(data: bytes) -> Point | None:
    """The point that 32 bytes stand for; None if there is none."""
    number = int.from_bytes(data, "little")
    y, is_odd = number & ((1 << 255) - 1), number >> 255
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and is_odd):
        return None
    if x & 1 != is_odd:
        x = _P - x
    return x, y, 1, x * y % _P


def _bytes(point: Point) -> bytes:
    x, y, z, _t = point
    inverse = pow(z, -1, _P)
    x, y = x * inverse % _P, y * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE: Point = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)
