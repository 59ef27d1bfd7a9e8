"""A real SMTP server on localhost that answers as a test tells it to, and keeps what it took."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """A handler of the server: what it took, and how it answers.

    after  an answer by the recipient of the mail, given instead of taking it: '451 later', 'hang up'
    slow   seconds before it takes a mail    kill  a process to kill after taking the first one
    """

    port: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    after: dict[str, str] = field(default_factory=dict)
    at_recipient: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0
    kill: Callable[[], int] | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = self.at_recipient.get(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.slow)
        recipient = envelope.rcpt_tos[0]
        answer = self.after.get(recipient, "250 taken")
        if answer == "hang up":
            server.transport.abort()
        elif answer.startswith("250"):
            self.taken += [(each, envelope.original_content) for each in envelope.rcpt_tos]
            if self.kill:
                os.kill(self.kill(), signal.SIGKILL)
        return answer

    @property
    def messages(self) -> list[EmailMessage]:
        """What was taken, read as a mail program reads it."""
        return [BytesParser(EmailMessage, policy=SMTP).parsebytes(content) for _, content in self.taken]

    def to(self, recipient: str) -> list[EmailMessage]:
        """What one recipient got."""
        both = zip(self.taken, self.messages, strict=True)
        return [message for (address, _), message in both if address == recipient]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[Mailbox]:
    """A server that takes everything until it is told otherwise."""
    handler = Mailbox(free_port())
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
