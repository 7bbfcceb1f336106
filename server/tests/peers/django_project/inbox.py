"""Mail that stays in this process and is read over HTTP, as at Gatepost's inbox page."""

import itertools
import re
import threading

from django.core.mail.backends.base import BaseEmailBackend
from django.http import JsonResponse
from django.utils.timezone import now

_lock = threading.Lock()
_numbers = itertools.count(1)
_mails = []


class Inbox(BaseEmailBackend):
    def send_messages(self, messages):
        for message in messages:
            html = next((part[0] for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
            # Named by what Django really sends: a header that cannot be written fails here.
            sent = message.message()
            with _lock:
                _mails.insert(
                    0,
                    {
                        "id": str(next(_numbers)),
                        "to": ", ".join(message.to),
                        "subject": re.sub(r"\s+", " ", str(sent["Subject"])),
                        "text": message.body,
                        "html": html,
                        "at": now().isoformat(),
                    },
                )
        return len(messages)


def show(request):
    """Newest first."""
    address = request.GET.get("to", "")
    with _lock:
        return JsonResponse([mail for mail in _mails if mail["to"] == address], safe=False)
