"""Rising lists of numbers in few bytes: the differences, seven bits to a byte, the lowest first (as in LEB128).

>>> packed = pack([3, 4, 900])
>>> len(packed), list(unpack(packed))
(4, [3, 4, 900])
"""

from collections.abc import Iterable, Iterator


def append(packed: bytearray, difference: int) -> None:
    while difference > 0x7F:
        packed.append(difference & 0x7F | 0x80)
        difference >>= 7
    packed.append(difference)


def pack(numbers: Iterable[int]) -> bytes:
    packed = bytearray()
    last = 0
    for number in numbers:
        append(packed, number - last)
        last = number
    return bytes(packed)


def unpack(packed: bytes) -> Iterator[int]:
    number = difference = shift = 0
    for byte in packed:
        difference |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
        else:
            number += difference
            yield number
            difference = shift = 0
