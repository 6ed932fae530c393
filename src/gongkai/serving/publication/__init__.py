"""Public pages published as files: to a folder behind nginx, or to an S3-compatible store."""
