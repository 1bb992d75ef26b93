"""Deliveries out of the house: claimed, signed, posted to the checked address, tried again with growing pauses, in the end set aside.

What the receiver answers is nearly nothing to us: its status, and never more than a few bytes of it are taken. No redirects,
no proxies of the environment, one deadline over looking up, connecting and answering, however slowly somebody drips.
"""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import anyio
import httpx

from digitize.errors import DigitizeError, WebhookRefused
from storage.webhook_rows import Delivery, Webhook, Webhooks
from workers.exchange.addresses import AddressOptions, Resolve, networks_of, target_of
from workers.exchange.signing import signed_headers
from workers.exchange.telling import make_deliveries
from workers.log import log_error
from workers.log_words import frames_of
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingOptions:
    addresses: AddressOptions = field(default_factory=AddressOptions)
    deadline_seconds: float = 15.0
    """For one attempt, from the name to the last byte."""
    lease: timedelta = timedelta(minutes=2)
    """Longer than all attempts of one round take."""
    at_once: int = 8
    """Claimed in one round and sent side by side, so that one slow receiver delays no other."""
    pauses: tuple[timedelta, ...] = (
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=6),
        timedelta(hours=12),
        timedelta(hours=24),
    )
    """After each attempt that failed; after the last it is set aside for an operator."""
    most_answer_bytes: int = 4096
    look_every_seconds: float = 1.0


def options_of(services: Services) -> SendingOptions:
    """Raises `BadConfiguration`."""
    settings = services.settings
    return SendingOptions(
        addresses=AddressOptions(
            networks=networks_of(settings.webhook_networks),
            plain_http=settings.webhook_plain_http,
        )
    )


class WebhookSender:
    """Sends what is due. Several may be at it at once, in one process or many."""

    def __init__(
        self,
        services: Services,
        *,
        options: SendingOptions | None = None,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._services = services
        self._rows = Webhooks(services.database)
        self._options = options or options_of(services)
        self._resolve = resolve
        self._trust = trust

    def send_due(self) -> int:
        """One round; how many attempts were made."""
        now = self._services.clock()
        claimed = self._rows.claim(at=now, lease=self._options.lease, limit=self._options.at_once)
        threads = [
            threading.Thread(target=self._send_one, args=(delivery, hook), name="webhook")
            for delivery, hook in claimed
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(claimed)

    def _send_one(self, delivery: Delivery, hook: Webhook) -> None:
        """What cannot be noted now is sent again when its lease is over."""
        try:
            self._send(delivery, hook)
        except DigitizeError as error:
            log_error(self._services.log, "webhooks.failed", error)

    def _send(self, delivery: Delivery, hook: Webhook) -> None:
        status, error = self._attempt(delivery, hook)
        now = self._services.clock()
        if not error:
            self._rows.delivered(delivery.id, status=status or 0, at=now)
            return
        pauses = self._options.pauses
        is_last = delivery.attempts > len(pauses)
        next_at = None if is_last else now + pauses[delivery.attempts - 1]
        self._rows.failed(delivery.id, error=error, status=status, next_at=next_at, at=now)
        self._services.log.warning(
            "webhook.failed",
            delivery=delivery.id,
            webhook=hook.id,
            error=error,
            status=status,
            attempts=delivery.attempts,
            is_set_aside=is_last,
        )

    def _attempt(self, delivery: Delivery, hook: Webhook) -> tuple[int | None, str]:
        """The answer's status and what failed, empty for nothing."""
        try:
            status = anyio.run(self._post, delivery, hook)
        except WebhookRefused as refused:
            return None, f"refused: {refused.detail}"
        except TimeoutError:
            return None, "timeout"
        except ssl.SSLError:
            return None, "tls"
        except (httpx.HTTPError, OSError) as fault:
            return None, type(fault).__name__
        except Exception as error:  # noqa: BLE001 - or nobody counts the attempt as failed, and it is made for ever
            self._services.log.error("webhooks.defect", traceback=frames_of(error))
            return None, type(error).__name__
        return status, "" if 200 <= status < 300 else f"status {status}"

    async def _post(self, delivery: Delivery, hook: Webhook) -> int:
        body = delivery.body.encode()
        with anyio.fail_after(self._options.deadline_seconds):
            target = await anyio.to_thread.run_sync(
                lambda: target_of(hook.url, options=self._options.addresses, resolve=self._resolve),
                abandon_on_cancel=True,
            )
            headers = {
                "host": target.host_header,
                "content-type": "application/json",
                "user-agent": "digitize-webhooks/1",
                **signed_headers(
                    hook.secret, delivery_id=delivery.id, body=body, at=self._services.clock()
                ),
            }
            async with (
                httpx.AsyncClient(
                    trust_env=False,
                    follow_redirects=False,
                    timeout=self._options.deadline_seconds,
                    verify=self._trust or True,
                ) as client,
                client.stream(
                    "POST",
                    target.url,
                    content=body,
                    headers=headers,
                    extensions={"sni_hostname": target.host},
                ) as answer,
            ):
                await self._drain(answer)
                return answer.status_code

    async def _drain(self, answer: httpx.Response) -> None:
        """A polite end where the answer is short; of a long one nothing more is taken."""
        taken = 0
        async for piece in answer.aiter_raw():
            taken += len(piece)
            if taken > self._options.most_answer_bytes:
                return


@contextmanager
def webhooks_in_background(services: Services) -> Iterator[None]:
    """Follow the ledger and send what is due, in a thread of its own, for as long as the block lasts."""
    sender, stopped = WebhookSender(services), threading.Event()
    thread = threading.Thread(
        target=_watch, args=(services, sender, stopped), name="webhooks", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=SendingOptions().deadline_seconds)


def _watch(services: Services, sender: WebhookSender, stopped: threading.Event) -> None:
    pause = SendingOptions().look_every_seconds
    while not stopped.wait(pause):
        began = time.monotonic()
        try:
            make_deliveries(services)
            while sender.send_due() and not stopped.is_set():
                pass
            pause = SendingOptions().look_every_seconds
        except DigitizeError as error:
            log_error(services.log, "webhooks.failed", error)
            pause = min(60.0, max(1.0, 2 * (time.monotonic() - began) + pause))
        except Exception as error:  # noqa: BLE001 - a defect must not silence all webhooks until the next start
            services.log.error("webhooks.defect", traceback=frames_of(error))
            pause = 60.0
