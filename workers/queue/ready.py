"""Imported once by the parent of worker processes: what each of them needs is loaded before the first is forked, and shared.

Nothing here starts a thread or opens a line; what reads pages is loaded by each worker's own fork server.
"""

import gc

import dramatiq.brokers.rabbitmq
import dramatiq.brokers.redis  # noqa: F401

import workers.queue.process
import workers.sealing  # noqa: F401

gc.freeze()  # a worker's collector that visits all this would copy the memory that it shares
