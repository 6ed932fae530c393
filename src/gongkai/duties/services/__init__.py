"""The legal acts on duties, on what is not disclosed, and on what is handed to archives and libraries."""
