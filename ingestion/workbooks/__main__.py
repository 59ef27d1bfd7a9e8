"""`python -m ingestion.workbooks DOCS`: write the documents derived from the contracts into that folder."""

import sys
from pathlib import Path

from ingestion.contracts.loading import load
from ingestion.workbooks.documents import write_documents

if __name__ == "__main__":
    write_documents(Path(sys.argv[1]), load())
