"""Any server by settings: plain, STARTTLS, TLS, login; its certificate is checked; a wrong login loses nothing."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.smtp import Postbox, PutOffError, RejectedError, Server
from tests.delivery.mailbox import Mailbox, free_port

SENDER, RECIPIENT = "reports@union.example", "a@union.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 signed by itself: (certificate, key)."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


def _is_known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"user", b"secret"), handled=False)


@contextmanager
def serving(security: str, certificate: tuple[Path, Path]) -> Iterator[Mailbox]:
    handler = Mailbox(free_port())
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(*certificate)
    options: dict[str, Any] = {"hostname": "127.0.0.1", "port": handler.port, "authenticator": _is_known}
    if security == "tls":
        options |= {"ssl_context": trust, "auth_require_tls": False}
    elif security == "starttls":
        options |= {"tls_context": trust, "require_starttls": True}
    else:
        options |= {"auth_require_tls": False}
    controller = Controller(handler, auth_required=True, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def send(server: Server) -> None:
    with Postbox(server) as postbox:
        postbox.send(SENDER, RECIPIENT, b"Subject: x\r\n\r\nx\r\n")


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_mail_goes_out_in_each_security_with_a_login(security: str, certificate: tuple[Path, Path]):
    with serving(security, certificate) as mailbox:
        send(Server("127.0.0.1", mailbox.port, security, "user", "secret", ca=certificate[0]))
        assert [address for address, _ in mailbox.taken] == [RECIPIENT]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_accepted(security: str, certificate: tuple[Path, Path]):
    with serving(security, certificate) as mailbox:
        with pytest.raises(PutOffError, match="certificate"):
            send(Server("127.0.0.1", mailbox.port, security, "user", "secret"))
        assert mailbox.taken == []


def test_a_wrong_login_puts_mails_off_and_does_not_fail_them(certificate: tuple[Path, Path]):
    """535 is about our settings, not about the mail; and the password stands in no error."""
    with serving("starttls", certificate) as mailbox:
        with pytest.raises(PutOffError, match="535") as caught:
            send(Server("127.0.0.1", mailbox.port, "starttls", "user", "wrong-pass", ca=certificate[0]))
        assert "wrong-pass" not in str(caught.value)


def test_starttls_is_demanded_of_a_server_that_does_not_offer_it(mailbox: Mailbox):
    """Falling back to plain text would let anyone on the way read the reports."""
    with pytest.raises(PutOffError):
        send(Server("127.0.0.1", mailbox.port, "starttls"))
    assert mailbox.taken == []


def test_a_server_that_is_down_is_asked_once_a_run():
    server = Server("127.0.0.1", free_port(), "none")
    with Postbox(server) as postbox:
        for _ in range(2):
            with pytest.raises(PutOffError, match="邮件服务器"):
                postbox.send(SENDER, RECIPIENT, b"x")


def test_the_servers_answer_decides_and_is_kept_as_one_line(mailbox: Mailbox):
    mailbox.at_recipient = {RECIPIENT: "550-no such\r\n550 mailbox"}
    with pytest.raises(RejectedError, match="550 no such mailbox"):
        send(Server("127.0.0.1", mailbox.port, "none"))
    mailbox.at_recipient = {RECIPIENT: "421 shutting down"}
    with pytest.raises(PutOffError, match="421"):
        send(Server("127.0.0.1", mailbox.port, "none"))


def test_the_password_stands_in_no_text_of_the_settings():
    assert "secret" not in repr(Server("h", 25, "none", "user", "secret"))
