"""Pages for people who read: the same functions serve them and write them into a folder for any host."""
