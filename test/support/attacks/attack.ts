// Promises one shape for every attack: what is given to the verifier, and the check that must name it.
import type { AttackWorld } from "./attack-world.ts";

export interface Given {
  file: string;
  bytes: Buffer;
  beside?: { name: string; bytes: Buffer }[];
}

export interface Attack {
  name: string;
  /** The check that has to fail, by name; others may fail as well. */
  expects: string;
  /** Whether the verifier knows the true keys and roots; without them, what is only signed by a stranger passes. */
  pinned: boolean;
  make: (world: AttackWorld) => Promise<Given> | Given;
}

/** Against a verifier that knows nobody: the form alone must give it away. */
export function unpinned(name: string, expects: string, make: Attack["make"]): Attack {
  return { name, expects, pinned: false, make };
}

export function pinned(name: string, expects: string, make: Attack["make"]): Attack {
  return { name, expects, pinned: true, make };
}
