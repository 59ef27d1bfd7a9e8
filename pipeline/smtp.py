"""Hand messages to a mail server over SMTP, one recipient a transaction, and say plainly what became of each.

    accepted (250)                               send() returns
    4xx, hang-up, no server, wrong login, TLS    PutOffError: the message waits for the next run
    5xx to sender, recipient or message          RejectedError, with the server's own sentence

A server that cannot be reached is asked once a run, not once a message. Whether a server that hung up after the last
byte took the message is unknown to any client; the next run sends the same bytes under the same Message-ID.

Errors: Exception
        ├── PutOffError     not taken this time; nothing is lost
        └── RejectedError   the server will not take this message
"""

import smtplib
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from pipeline.traces import line

PORTS = {"none": 25, "starttls": 587, "tls": 465}
SECONDS = 30.0
"""Longest wait for one answer of the server."""


class PutOffError(Exception):
    """The message was not taken this time and can be sent again later; the message says why."""


class RejectedError(Exception):
    """The server will not take this message; the message is the server's code and sentence."""


@dataclass(frozen=True)
class Server:
    """Where mail is handed in.

    security  none, starttls or tls; with the latter two the certificate is checked
    greeting  the name we say in EHLO
    ca        file with the certificate authority of a server of the house; none = those of the system
    """

    host: str
    port: int
    security: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    greeting: str = "localhost"
    ca: Path | None = None
    seconds: float = SECONDS


class Postbox:
    """A connection that is opened for the first message, kept for the others, and opened again after a hang-up."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: smtplib.SMTP | None = None
        self._down: str = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None and self._open.sock is not None:
            try:
                self._open.quit()
            except (smtplib.SMTPException, OSError):
                self._open.close()

    def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Send one message to one recipient; raises PutOffError or RejectedError."""
        connection = self._connected()
        try:
            connection.sendmail(sender, [recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _answered(*error.recipients[recipient]) from error
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            connection.close()
            raise PutOffError(f"服务器中断了连接 · the server hung up: {line(error)}") from error

    def _connected(self) -> smtplib.SMTP:
        if self._down:
            raise PutOffError(self._down)
        if self._open is None or self._open.sock is None:
            try:
                self._open = _connect(self._server)
            except (smtplib.SMTPException, OSError) as error:
                where = f"{self._server.host}:{self._server.port}"
                self._down = f"邮件服务器 {where} 用不了 · the mail server cannot be used: {line(error)}"
                raise PutOffError(self._down) from error
        return self._open


def _connect(server: Server) -> smtplib.SMTP:
    """Connect, encrypt, log in; raises SMTPException or OSError."""
    trust = ssl.create_default_context(cafile=server.ca)
    where = (server.host, server.port, server.greeting)
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=server.seconds, context=trust)
    else:
        connection = smtplib.SMTP(*where, timeout=server.seconds)
    try:
        if server.security == "starttls":
            connection.starttls(context=trust)
        if server.user:
            connection.login(server.user, server.password or "")
        connection.ehlo_or_helo_if_needed()
    except BaseException:
        connection.close()
        raise
    return connection


def _answered(code: int, text: bytes | str) -> PutOffError | RejectedError:
    """The error that an answer of the server means: 5xx is final, anything else is tried again."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    sentence = f"{code} {line(said)}"
    return RejectedError(sentence) if 500 <= code < 600 else PutOffError(sentence)
