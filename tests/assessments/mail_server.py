"""A mail server for tests: it speaks SMTP on a port of this machine and keeps what it takes."""

import contextlib
import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator

OK, GO_ON, REFUSED = b"250 ok", b"354 go on", b"550 no such person"


class MailServer(socketserver.ThreadingTCPServer):
    """Attributes: ``taken`` holds every mail; ``when`` says what to do at a command, by its word.

    At a word in ``when`` the answer is the given bytes, or with ``None`` the connection is broken.
    The word ``TAKEN`` is the moment after the whole text of a mail has come in.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken, self.when = [], {}
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.taken]


class Conversation(socketserver.StreamRequestHandler):
    """One client that hands over mail."""

    timeout = 20

    def handle(self):
        self.say(b"220 mail.stz.example")
        while word := self.rfile.readline()[:4].strip().upper():
            if not self.answer(word.decode()):
                return

    def answer(self, word: str) -> bool:
        """Answer a command. Returns whether the conversation goes on."""
        if word in self.server.when:
            return self.say(self.server.when[word])
        if word == "QUIT":
            self.say(b"221 bye")
            return False
        if word != "DATA":
            return self.say(OK)
        self.say(GO_ON)
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        if "TAKEN" in self.server.when:
            return self.say(self.server.when["TAKEN"])
        with self.server.lock:
            mail = email.message_from_bytes(b"".join(lines), policy=email.policy.SMTP)
            self.server.taken.append(mail)
        return self.say(OK)

    def say(self, answer: bytes | None) -> bool:
        if answer is not None:
            self.wfile.write(answer + b"\r\n")
        return answer is not None


@contextlib.contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server while the block runs."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
