"""What a process keeps in memory up to a size: what was put in longest ago is thrown out first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Values by key, of at most so many bytes together, as their keepers count them."""

    def __init__(self, most: int) -> None:
        self.most = most
        #: Bytes of all that is kept.
        self.size = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value, if it is still there."""
        found = self._kept.get(key)
        return None if found is None else found[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a value of this size in bytes."""
        with self._lock:
            old = self._kept.pop(key, None)
            self.size += size - (old[1] if old else 0)
            self._kept[key] = (value, size)
            while self.size > self.most and len(self._kept) > 1:
                _, (_, thrown) = self._kept.popitem(last=False)
                self.size -= thrown

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self.size = 0


#: Contents of prints by their number.
Contents = Memory[int, Any]
