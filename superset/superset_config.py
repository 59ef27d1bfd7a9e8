"""Configuration of Superset for this house: explore the published tables, nothing else.

Read by Superset itself (SUPERSET_CONFIG_PATH), never by the pipeline. Two things come from the starter
(pipeline/superset_service.py) through the environment: GRASSROOTS_SUPERSET_DATABASE_URL, the address of the metadata
database, and GRASSROOTS_SUPERSET_SECRETS, a file (mode 0600) with the secrets generated for this installation.
Superset starts happily with its published default secrets; here a missing or known secret stops it.
"""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

_KNOWN_SECRETS = {"CHANGE_ME_TO_A_COMPLEX_RANDOM_SECRET", "test-secret-change-me", "test-guest-secret-change-me"}


def _required(name: str) -> str:
    """Read one variable that the starter must have set."""
    value = os.environ.get(name, "")
    if not value:
        raise RuntimeError(
            f"缺少环境变量 {name}，请用 grassroots serve 启动 / {name} is missing: start with grassroots serve"
        )
    return value


def _secret(secrets: dict[str, str], name: str) -> str:
    """Take one generated secret; refuse a missing, short or publicly known one."""
    value = secrets.get(name, "")
    if len(value) < 32 or value in _KNOWN_SECRETS:
        raise RuntimeError(f"密钥 {name} 缺失、过短或为公开默认值 / secret {name} is missing, short or a known default")
    return value


_secrets = json.loads(Path(_required("GRASSROOTS_SUPERSET_SECRETS")).read_text(encoding="utf-8"))

SECRET_KEY = _secret(_secrets, "secret_key")
GUEST_TOKEN_JWT_SECRET = _secret(_secrets, "guest_token")
GLOBAL_ASYNC_QUERIES_JWT_SECRET = _secret(_secrets, "async_queries")

SQLALCHEMY_DATABASE_URI = _required("GRASSROOTS_SUPERSET_DATABASE_URL")
SQLALCHEMY_EXAMPLES_URI = SQLALCHEMY_DATABASE_URI  # never used: no example data; the default would create a SQLite file

# Words: Chinese first, English beside. 千分位 and the date order of a Chinese reader.
BABEL_DEFAULT_LOCALE = "zh"
LANGUAGES = {"zh": {"flag": "cn", "name": "简体中文"}, "en": {"flag": "us", "name": "English"}}
D3_FORMAT = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["¥", ""]}
D3_TIME_FORMAT = {
    "dateTime": "%Y年%m月%d日 %H:%M:%S",
    "date": "%Y年%m月%d日",
    "time": "%H:%M:%S",
    "periods": ["上午", "下午"],
    "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
    "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
    "months": [f"{name}月" for name in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")],
    "shortMonths": [f"{number}月" for number in range(1, 13)],
}

APP_NAME = "龙岗工会治理数据"
_FONTS = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', sans-serif"
_LOGO_TEXT = quote(
    "<svg xmlns='http://www.w3.org/2000/svg' width='250' height='32'><rect width='6' height='32' fill='#B3261E'/>"
    f"<text x='16' y='23' font-size='20' font-weight='bold' fill='#333' font-family=\"{_FONTS}\">"
    f"{APP_NAME}</text></svg>"
)
_LOGO = f"data:image/svg+xml,{_LOGO_TEXT}"
THEME_DEFAULT = {
    "token": {
        "brandAppName": APP_NAME,
        "brandLogoAlt": APP_NAME,
        "brandLogoUrl": _LOGO,
        "brandLogoMargin": "18px 0",
        "brandLogoHref": "/",
        "brandLogoHeight": "24px",
        "colorPrimary": "#B3261E",
        "colorLink": "#8C1D18",
        "fontUrls": [],
        "fontFamily": _FONTS,
    },
    "algorithm": "default",
}
THEME_DARK = None
ENABLE_UI_THEME_ADMINISTRATION = False
EXTRA_CATEGORICAL_COLOR_SCHEMES = [
    {
        "id": "grassroots",
        "label": "工会红 / Grassroots",
        "isDefault": True,
        # Told apart by people with red-green weakness too: they differ in lightness, not only in hue.
        "colors": ["#B3261E", "#E0A030", "#2F6B8F", "#5B8C5A", "#7A5C99", "#C9744A", "#4FA3A5", "#8A8A8A"],
    }
]

# Local installation: every figure is read from `published` when it is asked for, so no reader sees an old build.
_NO_CACHE = {"CACHE_TYPE": "NullCache", "CACHE_NO_NULL_WARNING": True}
CACHE_CONFIG = _NO_CACHE
DATA_CACHE_CONFIG = _NO_CACHE
THUMBNAIL_CACHE_CONFIG = _NO_CACHE

FEATURE_FLAGS = {
    "ESCAPE_MARKDOWN_HTML": True,
    "ALERT_REPORTS": False,  # reports to the leadership are editions of our own, not Superset's
    "THUMBNAILS": False,
    "ENABLE_TEMPLATE_PROCESSING": False,
    "EMBEDDED_SUPERSET": False,
    "EMBEDDABLE_CHARTS": False,
    "SSH_TUNNELING": False,
    "ALLOW_ADHOC_SUBQUERY": False,
    "DYNAMIC_PLUGINS": False,
    "CSS_TEMPLATES": False,
    "DRILL_BY": True,  # every chart keeps its pins (level, grain, reading) as filters, and a ratio is a sum over a sum
    "DASHBOARD_VIRTUALIZATION": False,  # draw every chart at once: printing and reading aloud need the whole page
}

ROW_LIMIT = 5_000
SAMPLES_ROW_LIMIT = 200
SQL_MAX_ROW = 50_000
DISPLAY_MAX_ROW = 5_000
FILTER_SELECT_ROW_LIMIT = 1_000
SUPERSET_WEBSERVER_TIMEOUT = 60

# Nothing leaves this machine: no telemetry, no outside hosts, no map tiles, no web fonts.
SCARF_ANALYTICS = False
MAPBOX_API_KEY = ""
DECKGL_BASE_MAP = [["", "不用底图 none"]]  # an empty list stops the page from starting
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # localhost; a reverse proxy that ends TLS sets SESSION_COOKIE_SECURE as well
    "session_cookie_secure": False,
}
CONTENT_SECURITY_POLICY_WARNING = False
DATASET_IMPORT_ALLOWED_DATA_URLS: list[str] = []
ENABLE_CORS = False
WTF_CSRF_ENABLED = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SHOW_STACKTRACE = False
FAB_API_SWAGGER_UI = False
AUTH_ROLE_PUBLIC = "Public"
PUBLIC_ROLE_LIKE = None
AUTH_USER_REGISTRATION = False
PREVENT_UNSAFE_DB_CONNECTIONS = True


def FLASK_APP_MUTATOR(app: Any) -> None:  # noqa: N802 - Superset's name
    """Correct the Chinese pack of 6.1.0, where totals are called 星期日 (Sunday) and rows 序列."""
    from flask import jsonify, request
    from superset.translations.utils import get_language_pack

    @app.before_request
    def corrected_pack() -> Any:
        if not request.path.endswith("/language_pack/zh/"):
            return None
        pack = get_language_pack("zh")
        right = {"Summary": ["合计"], "entries": ["行"], "entries per page": ["行"]}
        words = pack["locale_data"]["superset"] | right
        return jsonify({"domain": "superset", "locale_data": {"superset": words}})


CELERY_CONFIG = None  # no worker: nothing runs behind the reader's back
