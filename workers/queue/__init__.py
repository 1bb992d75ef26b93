"""Work over a broker: the same steps as on one machine, shared out among the worker processes of a cluster."""
