"""Administrative decisions in bulk: read from the tables agencies keep for 双公示, staged, entered at once; and counted."""
