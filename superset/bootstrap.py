"""One process of Superset's own environment for what its command line needs four of.

Reads one line of JSON from standard input (a password must not stand in a command line) and answers with one:

    {"password": "…" or null, "contents": {path: text} or null}   ►   {"imported": 77, "deleted": 0}

A password means: metadata tables to the newest revision, roles, administrator. Contents mean: these assets in, what the
repository no longer has out. Every command of `superset` costs eight seconds of imports; here they share one process.
Started by pipeline/superset_service.py with the environment that superset_config.py asks for; imported by nobody.
"""

import json
import sys
from pathlib import Path
from typing import Any

ADMINISTRATOR = "admin"
READER_ROLE = "龙岗读者"
# A reader explores dashboards and charts. No SQL Lab, no dataset or database writing (row rules of virtual datasets
# fail open in 6.1.0), so the role is Gamma without these.
READER_FORBIDDEN_VIEWS = {
    "SQLLab",
    "SQL Lab",
    "SavedQuery",
    "Query",
    "Database",
    "Datasource",
    "CssTemplate",
    "Annotation",
}


def prepare(password: str) -> None:
    """Bring the metadata tables to the code's revision, write roles and permissions, keep one administrator."""
    from flask_migrate import upgrade

    from superset import appbuilder, db, security_manager

    migrations = Path(sys.modules["superset"].__file__ or "").parent / "migrations"
    upgrade(directory=str(migrations))
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    _reader_role(security_manager)
    user = security_manager.find_user(username=ADMINISTRATOR)
    if user is None:
        role = security_manager.find_role("Admin")
        security_manager.add_user(ADMINISTRATOR, "管理员", "龙岗", "admin@grassroots.invalid", role, password=password)
    else:
        security_manager.reset_password(user.id, password)
    db.session.commit()


def _reader_role(security_manager: Any) -> None:
    """Make the reader's role: Gamma without everything that writes SQL, data sets or databases."""
    gamma = security_manager.find_role("Gamma")
    role = security_manager.add_role(READER_ROLE)
    given = [pair for pair in role.permissions if pair.permission.name == "datasource_access"]
    role.permissions = given + [
        pair
        for pair in gamma.permissions
        if not (
            pair.view_menu.name in READER_FORBIDDEN_VIEWS
            or "sql" in pair.permission.name.lower()
            or (pair.permission.name == "can_write" and pair.view_menu.name in {"Dataset", "Database"})
        )
    ]


def import_assets(contents: dict[str, str]) -> dict[str, int]:
    """Import the whole bundle in one transaction, then delete managed objects that it no longer holds.

    Only objects marked `is_managed_externally` are ours to delete: what an analyst saved by hand stays.
    """
    import yaml
    from flask import g
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    from superset import db, security_manager

    g.user = security_manager.find_user(username=ADMINISTRATOR)
    ImportAssetsCommand(contents).run()
    documents = {path: yaml.safe_load(text) for path, text in contents.items() if path != "metadata.yaml"}
    kept = {document["uuid"] for document in documents.values()}
    managed = _mark_managed(kept)
    deleted = 0
    for item in managed:
        if str(item.uuid) not in kept:
            db.session.delete(item)
            deleted += 1
    _let_readers_see(managed, kept)
    db.session.commit()
    return {"imported": len(documents), "deleted": deleted}


def _let_readers_see(managed: list[Any], kept: set[str]) -> None:
    """Give the reader's role each data set of the repository; a role sees no data that it was not given."""
    from superset import security_manager

    role = security_manager.find_role(READER_ROLE)
    for item in managed:
        if str(item.uuid) in kept and hasattr(item, "table_name"):
            pair = security_manager.add_permission_view_menu("datasource_access", item.perm)
            security_manager.add_permission_role(role, pair)


def _mark_managed(kept: set[str]) -> list[Any]:
    """Mark what was imported as managed by this repository; return everything so marked, dashboards first."""
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.core import Database
    from superset.models.dashboard import Dashboard
    from superset.models.slice import Slice

    from superset import db

    managed = []
    for model in (Dashboard, Slice, SqlaTable, Database):
        for item in db.session.query(model).all():
            if str(item.uuid) in kept:
                item.is_managed_externally = True
            if item.is_managed_externally:
                managed.append(item)
    return managed


def main() -> None:
    """Read the order from standard input, do it, write the answer to standard output."""
    order = json.load(sys.stdin)
    answer = {"imported": 0, "deleted": 0}
    from superset.app import create_app

    with create_app().app_context():
        if order["password"] is not None:
            prepare(order["password"])
        if order["contents"] is not None:
            answer = import_assets(order["contents"])
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
