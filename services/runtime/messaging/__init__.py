"""Messages that are neither lost nor acted on twice: outbox, inbox, relay and the brokers between."""

from services.runtime.messaging import inbox, outbox, topology
from services.runtime.messaging.broker import Broker, Delivery, Parcel
from services.runtime.messaging.outbox import Outgoing
from services.runtime.messaging.relay import Relay
from services.runtime.messaging.tables import MessagingTables, messaging_tables
from services.runtime.messaging.unit import UnitOfWork, Units

__all__ = [
    "Broker",
    "Delivery",
    "MessagingTables",
    "Outgoing",
    "Parcel",
    "Relay",
    "UnitOfWork",
    "Units",
    "inbox",
    "messaging_tables",
    "outbox",
    "topology",
]
