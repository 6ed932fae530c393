"""The texts of each kind of file, each with its place. `gongkai.files.reading.texts` chooses among them."""
