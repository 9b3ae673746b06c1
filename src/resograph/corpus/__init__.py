"""Many sources to the files of a dataset."""
