"""Stand-ins of both vendors for the demo, rehearsals and tests: an invented company in Lever and in Ashby.

Written from the vendors' documentation alone; nothing here is imported by the clients in `pipeline.lever` and
`pipeline.ashby`, and nothing of theirs is imported here, so that a misreading can't hide in shared code.

What Lever's stand-in does not imitate: the authorize page of OAuth (only refreshing), all writes, file actions,
surveys, uploads, webhooks, expansion over two levels, HEAD requests, ranges of bytes, compression. Such paths answer
404.
What Ashby's stand-in does not imitate is listed in `ashby`.
"""
