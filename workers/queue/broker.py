"""A setting into a broker that dramatiq speaks to: RabbitMQ, or Redis as the other choice. The one module that imports either.

Nothing of dramatiq's own middleware runs here. Retries are counted in the catalogue, since a message whose worker is killed
counts none and comes back for ever; time limits stop no C code, which dies with its child process; age limits would lose work.

RabbitMQ confirms each message once it is in its queue, and gives back at once what a dead worker held. It also takes back
what a worker holds for longer than its `consumer_timeout` (30 minutes by default): the second delivery finds the row held.
Redis knows a worker is dead by its silence alone, and looks for dead ones only now and then: here with every command, after
fifteen seconds. It walks over all keys of its database for that, so it needs one of its own (`redis://host/1`).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digitize import limits
from digitize.errors import BadConfiguration, BrokerUnavailable, MissingDependency
from storage.silence import known_here, silence_options

if TYPE_CHECKING:
    from dramatiq import Broker

HEARTBEAT_SECONDS = 30
"""A broker that says nothing for twice as long has stopped; a line that is cut is noticed sooner, by the kernel."""
REDIS_SILENCE_MS = 15_000
REDIS_ALWAYS = 1_000_000
"""Of a million commands, those that look for dead workers."""
NAMESPACE = "digitize"


def open_broker(url: str, *, silence_seconds: float = limits.LINE_SILENCE_SECONDS) -> "Broker":
    """No connection is made yet. Raises `BadConfiguration`, `MissingDependency`."""
    try:
        scheme = urlsplit(url).scheme
        if scheme in ("amqp", "amqps"):
            return _rabbitmq(url, silence_seconds)
        if scheme in ("redis", "rediss"):
            return _redis(url, silence_seconds)
    except ImportError as error:
        raise MissingDependency(f"{error.name}: pip install 'digitize[cluster]'") from error
    except ValueError as error:
        # Without its words: they may repeat a part of the password.
        raise BadConfiguration("DIGITIZE_BROKER is no address") from error
    raise BadConfiguration("DIGITIZE_BROKER: amqp:// and redis:// are known")


def messages_waiting(broker: "Broker", queue_name: str) -> int:
    """How many messages are in the queue; of Redis with those that workers have. Raises `BrokerUnavailable`."""
    with broker_faults():
        broker.declare_queue(queue_name)
        if hasattr(broker, "get_queue_message_counts"):
            return _messages_in_rabbitmq(broker, queue_name)
        redis: Any = broker
        return int(redis.do_qsize(queue_name))


@contextmanager
def broker_faults() -> Iterator[None]:
    """What brokers and their libraries raise, as `BrokerUnavailable`."""
    from dramatiq.errors import BrokerError

    faults: tuple[type[Exception], ...] = (BrokerError, *_faults_of_libraries())
    try:
        yield
    except faults as error:
        # Some of pika's say what they are of only to who looks at them.
        raise BrokerUnavailable(f"{type(error).__name__}: {str(error) or repr(error)}") from error


def _rabbitmq(url: str, silence_seconds: float) -> "Broker":
    from dramatiq.brokers.rabbitmq import RabbitmqBroker

    # It tells of one broker that is away in seven lines a try; dramatiq does in one, and the error has the cause.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    broker = RabbitmqBroker(url=url, confirm_delivery=True, middleware=[])
    several: Any = broker.parameters  # `amqp://one;amqp://two`: the nodes of a cluster
    for parameters in several if isinstance(several, list) else [several]:
        parameters.heartbeat = HEARTBEAT_SECONDS
        parameters.socket_timeout = limits.LINE_CONNECT_SECONDS
        parameters.tcp_options = dict(silence_options(silence_seconds))
        parameters.blocked_connection_timeout = 2 * HEARTBEAT_SECONDS
    return broker


def _redis(url: str, silence_seconds: float) -> "Broker":
    from dramatiq.brokers.redis import RedisBroker
    from redis import Redis

    client = Redis.from_url(
        url,
        socket_timeout=silence_seconds,  # it answers every command at once
        socket_connect_timeout=limits.LINE_CONNECT_SECONDS,
        socket_keepalive=True,
        socket_keepalive_options=dict(known_here(silence_options(silence_seconds))),
        health_check_interval=HEARTBEAT_SECONDS,
    )
    make: Any = RedisBroker
    broker: Broker = make(
        client=client,
        namespace=NAMESPACE,
        heartbeat_timeout=REDIS_SILENCE_MS,
        maintenance_chance=REDIS_ALWAYS,
        middleware=[],
    )
    return broker


def _messages_in_rabbitmq(broker: Any, queue_name: str) -> int:
    """Asked again on a new line by whoever asks again: dramatiq mends a broken one only where it sends."""
    from pika.exceptions import AMQPError

    try:
        return int(broker.get_queue_message_counts(queue_name)[0])
    except AMQPError:
        del broker.connection
        raise


def _faults_of_libraries() -> tuple[type[Exception], ...]:
    from pika.exceptions import AMQPError
    from redis.exceptions import RedisError

    return (AMQPError, RedisError, OSError)
