"""A mail server on a real socket, which keeps what it is sent, refuses some addresses and can fall silent."""

import contextlib
import email
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default


class MailServer(socketserver.ThreadingTCPServer):
    """Refuses addresses that begin with `refused`; says nothing more once it has `silent_after` mails."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, silent_after: int | None = None) -> None:
        self.received: list[EmailMessage] = []
        self.silent_after = silent_after
        self.fell_silent = threading.Event()
        super().__init__(("127.0.0.1", 0), Conversation)

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def recipients(self) -> list[str]:
        return [mail["To"] for mail in self.received]


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 ready")
        for line in self.rfile:
            word, _, rest = line.decode().strip().partition(" ")
            if word.upper() == "QUIT":
                return self.say("221 bye")
            self.answer(word.upper(), rest)
        return None

    def answer(self, word: str, rest: str) -> None:
        if word == "RCPT" and rest.upper().startswith("TO:<REFUSED"):
            self.say("550 no such mailbox")
        elif word == "DATA":
            self.say("354 go on")
            self.take()
        else:
            self.say("250 fine")

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.received.append(email.message_from_bytes(b"".join(lines), policy=default))
        if len(self.server.received) == self.server.silent_after:
            self.server.fell_silent.set()
            self.rfile.read()  # until the other side is gone
        else:
            self.say("250 taken")

    def say(self, line: str) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(f"{line}\r\n".encode())


@contextlib.contextmanager
def listening(*, silent_after: int | None = None) -> Iterator[MailServer]:
    with MailServer(silent_after) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
