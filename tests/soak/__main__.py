"""``python -m tests.soak [rounds] [seed]``: 10,000 rounds unless told otherwise."""

from __future__ import annotations

import random
import sys
import time

from tests.soak.rounds import run

ROUNDS = 10_000


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else ROUNDS
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(1 << 32)
    print(f"{rounds} saves with an injected fault each, seed {seed}", flush=True)
    started = time.perf_counter()
    tally = run(rounds, seed)
    print(
        f"{tally.twice} saved twice, {len(tally.wrong)} untrue outcomes, "
        f"{tally.executed} executed, {len(tally.answers)} kinds of answer, "
        f"{time.perf_counter() - started:.0f} s"
    )
    print("\n".join(tally.wrong[:20]))
    return bool(tally.wrong or tally.twice)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
