"""More items than can be made in a bearable time: each that is there several times over, as an item of its own, copied inside PostgreSQL.

A copy stands on the same day as its first and says the same; the index is made anew over all of them. So each question finds as many
times more, which is what its time depends on; only the number of different words does not grow.
"""

from __future__ import annotations

import time


def copy_items(items: int, times: int) -> float:
    """Have each of so many items `times` times; gives the seconds of copying and indexing. PostgreSQL only."""
    from django.db import connection

    from gongkai.search.engine import engine
    from gongkai.search.models import CHUNKS_PER_ITEM, ITEMS_PER_DAY

    if items * times >= ITEMS_PER_DAY:
        raise ValueError("an item's number within its day has no room for so many")
    begin = time.perf_counter()
    with engine().bulk(), connection.cursor() as cursor:
        for nth in range(1, times):
            shift = nth * items
            cursor.execute(
                "INSERT INTO search_item (id, page_id, shelf_id, published_at, title, numbers, stamp, head) "
                "SELECT id + %s, page_id + %s, shelf_id, published_at, title, numbers, stamp, head "
                "FROM search_item WHERE page_id <= %s",
                [shift, shift, items],
            )
            cursor.execute(
                "INSERT INTO search_chunk (id, item_id, label, text, words) "
                "SELECT c.id + %s, c.item_id + %s, c.label, c.text, c.words "
                "FROM search_chunk c JOIN search_item i ON i.id = c.item_id WHERE i.page_id <= %s",
                [shift * CHUNKS_PER_ITEM, shift, items],
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) search_item, search_chunk")
    return time.perf_counter() - begin
