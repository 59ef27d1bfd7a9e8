"""Speed and memory, peers in the same run: ``make bench``. Never a test: a busy machine is no defect."""
