"""What a process keeps in memory up to a size: what was put in longest ago is thrown out first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
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
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._sizes: dict[Key, int] = {}
        #: The value of a key, if it is still there. The dictionary's own: a call of ours costs more than it.
        self.get: Callable[[Key], Value | None] = self._kept.get

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a value of this size in bytes."""
        with self._lock:
            self.size += size - self._sizes.get(key, 0)
            self._kept[key] = value
            self._kept.move_to_end(key)
            self._sizes[key] = size
            while self.size > self.most and len(self._kept) > 1:
                thrown, _ = self._kept.popitem(last=False)
                self.size -= self._sizes.pop(thrown)

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self._sizes.clear()
            self.size = 0


#: Contents of prints by their number.
Contents = Memory[int, Any]
