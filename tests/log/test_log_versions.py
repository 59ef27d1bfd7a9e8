"""No feature of PostgreSQL 18 is needed: the wheel also holds version 16, and the log works there the same."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline import embedded

SCRIPT = """
import json, sys
from datetime import date
from pathlib import Path
from ingestion.log import segments
from ingestion.log.event import Fact, facts_frame
from ingestion.log.identity import fact_id, new_id
from ingestion.log.port import Batch
from ingestion.log.postgres import PostgresEventLog
from pipeline.database import Database, migrate

home = Path(sys.argv[1])
database = Database.embedded(home / "pg")
migrate(database)
log = PostgresEventLog(database.engine("writer"), database.engine("builder"))
def fact(key, data):
    return Fact(type="x_happened", type_version=1, fact_id=fact_id("x_happened", [key]), subject=key, source="440307",
        occurred_on=date(2022, 3, 1), period="2022-03", submission_id=new_id(), data=data)
outcomes = [log.append(Batch(facts_frame([fact("A", d), fact("B", "{}")]))).outcomes.to_list() for d in ("{}", "[]")]
sealed = segments.seal(database.engine("builder"), home / "segments")
with database.engine().connect() as connection:
    version = connection.exec_driver_sql("SHOW server_version_num").scalar()
print(json.dumps([int(version) // 10000, outcomes, log.verify().ok, sealed[0].events]))
"""


def test_append_verify_and_seal_on_postgresql_16():
    folder = Path(tempfile.mkdtemp(prefix="gr-"))
    folder.chmod(0o755)
    try:
        environment = os.environ | {"PGSERVER_POSTGRES_VERSION": "16"}
        command = [sys.executable, "-c", SCRIPT, str(folder)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == [16, [["asserted", "asserted"], ["corrected", "known"]], True, 3]
    finally:
        embedded.stop(folder / "pg")
        shutil.rmtree(folder, ignore_errors=True)
