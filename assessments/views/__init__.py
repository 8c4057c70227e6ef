"""The committee's workplace. The clock and the request stop here; what is shown is chosen below."""
