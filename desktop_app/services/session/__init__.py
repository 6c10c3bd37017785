"""One signed-in session: work queues, circuit breaker, reconnection."""
