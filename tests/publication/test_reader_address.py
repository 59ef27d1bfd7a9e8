"""Superset's address is one that reads and does nothing else, on the embedded server and on any other."""

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from pipeline.database import Database


def test_on_another_server_the_sessions_of_the_login_are_the_readers(candidate: Database):
    """Without it the dashboards would read with the login that may do everything."""
    there = make_url("postgresql+psycopg://admin:secret@db.example:5432/grassroots")
    address = make_url(Database(there.render_as_string(hide_password=False)).reader_address())
    assert (address.host, address.username) == ("db.example", "admin")
    # the same options on a server that is at hand
    here = make_url(candidate.url).set(drivername="postgresql+psycopg2").update_query_dict(dict(address.query))
    engine = sa.create_engine(here, poolclass=sa.NullPool)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("select current_user")) == "grassroots_reader"
        connection.execute(sa.text("reset role"))
        assert connection.scalar(sa.text("select current_user")) == "grassroots_reader"
        with pytest.raises(sa.exc.ProgrammingError, match="denied"):
            connection.execute(sa.text("select 1 from vault.pseudonyms"))
