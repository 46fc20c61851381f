"""Kernels of a run: forked from one process that has imported the libraries, or ordinary ones where that is not to be had."""
