"""Letters (文书): templates of an agency, printed as Word and PDF; knows no case."""
