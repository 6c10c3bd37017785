"""The connection of a profile: work queues, circuit breaker, write lock, reconnection."""
