"""Django's cache on Redis, for a site that must not fall when Redis does: what cannot be read is not there."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.redis import RedisCache

__all__ = ["ForgivingRedisCache"]

_log = logging.getLogger(__name__)
_TOLD_EVERY = 60.0
_PAUSE = 1.0
"""After a failure Redis is left alone for a second, so that no request waits for it twice."""


class ForgivingRedisCache(RedisCache):
    """A cache that is empty while Redis does not answer, and says so in the log once a minute."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_timeout": 1.0, "socket_connect_timeout": 0.5} | params.get("OPTIONS", {})
        super().__init__(server, params | {"OPTIONS": options})
        self._told_at = 0.0
        self._away_until = 0.0

    def _try(self, work: Any, otherwise: Any) -> Any:
        from redis.exceptions import RedisError

        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return work()
        except (RedisError, OSError) as error:
            now = time.monotonic()
            self._away_until = now + _PAUSE
            if now - self._told_at > _TOLD_EVERY or not self._told_at:
                self._told_at = now
                _log.warning("缓存服务（GONGKAI_CACHE_URL）没有应答：%s", type(error).__name__)
            return otherwise

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: Any = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).get_many(keys, version), {})

    def has_key(self, key: Any, version: Any = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).has_key(key, version), False)

    def add(self, key: Any, value: Any, *more: Any, **named: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).add(key, value, *more, **named), False)

    def set(self, key: Any, value: Any, *more: Any, **named: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).set(key, value, *more, **named), None)

    def set_many(self, data: Any, *more: Any, **named: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).set_many(data, *more, **named), list(data))

    def touch(self, key: Any, *more: Any, **named: Any) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).touch(key, *more, **named), False)

    def delete(self, key: Any, version: Any = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).delete(key, version), False)

    def delete_many(self, keys: Any, version: Any = None) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).delete_many(keys, version), None)

    def clear(self) -> Any:
        return self._try(lambda: super(ForgivingRedisCache, self).clear(), False)
