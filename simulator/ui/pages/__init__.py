"""One script for each page: what stands where on it, and nothing else."""
