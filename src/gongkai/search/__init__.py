"""Finding: the index of what is disclosed, and the questions asked of it.

This room knows no pages. Whoever has something to be found hands it over as a value and says when it changes; what is
public and what is not is decided above.

The contract for other rooms, all of it:

- `values`: `Entry` (what goes in, with `AttachmentText`), `Asked` (a question), `Found` with `Result`, `Segment`, `Facet` (the answer).
- `services`, each inside the transaction it is called in, so that an act and the index stand or fall together:
  `put(entry)` enters an item or renews it; `remove(page_id)` takes it out, all of its words with it; `move(before, after)`
  follows a column to another path of the tree; `rebuild(progress)` makes the index anew from its sources;
  `note_query(words, total)` counts a question without personal data; the acts `keep_synonyms` and `remove_synonyms`.
- `queries`: `find(asked)`, `suggest(prefix, path="")`, `without_result(days)`, `most_asked(days)`, `synonym_groups()`,
  `check(progress)`, which names what is missing, stale and surplus.
- `registry`: `register_source(name, source)`: where entries come from, for `rebuild` and `check`.
- `tokens`: the one tokeniser of all back ends. `opensearch`: mapping, documents and queries for OpenSearch.

SQLite finds by FTS5, PostgreSQL by tsvector and GIN, both over the same tokens; which one is chosen by the database in use.
"""
