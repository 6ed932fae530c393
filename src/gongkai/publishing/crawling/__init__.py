"""Fetch the columns of an agency's old site (采集旧网站) into the spreadsheet and the folder of files that `import items` takes.

A job of whoever runs the server, at the command line only: no page and no task may fetch from other hosts (the import contracts hold
that). Plain Python, without a site: `mapping` says what is fetched, `fetching` asks politely for one page at a time, `lists` and
`articles` understand pages, `state` keeps what is done so that a killed run goes on, `running` goes through it all, `writing`
writes the result.
"""
