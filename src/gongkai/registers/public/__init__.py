"""What citizens see of the registers: the lists of documents in force and not, and the documents' text as files."""
