"""The use cases: (session, actor, ...) to a domain value; permission first."""
