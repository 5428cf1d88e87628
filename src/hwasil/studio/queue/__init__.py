"""A queue of jobs that outlives whoever asked: a browser that closes, a process that ends, a machine that stops.

`Queue` is what a face uses. Jobs are rows of a database (`tickets`), their pictures files beside it (`pictures`);
who comes next is settled in `turns`, and threads of `workers` carry jobs out.
"""

from hwasil.studio.queue.outcome import Outcome
from hwasil.studio.queue.queue import Queue
from hwasil.studio.queue.ticket import State, Ticket

__all__ = ["Outcome", "Queue", "State", "Ticket"]
