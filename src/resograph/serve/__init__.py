"""A place to ask and to read on one machine: a SPARQL endpoint over a read-only store, in processes that can be killed."""
