// Promises a politeness port that grants every visit at once: the bench site is our own, and what is measured is the work, not the waiting.
import type { HostTurn } from "#crawler/ports.ts";

export const freeTurn: HostTurn = {
  take: async () => ({ release: async () => undefined }),
  isStopped: async () => false,
};
