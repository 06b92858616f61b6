// Promises a selection of rows by key or mouse, one by one or as a range, a hundred at most; rows that leave the list leave it too.
import { useState } from "react";
import type { QueueRow } from "../../../api/findings.ts";

/** Said by the contract of bulk acts, whose values this room may not import. */
export const selectionLimit = 100;

export interface Selection {
  ids: ReadonlySet<string>;
  rows: QueueRow[];
  /** One row; as a range from the last one touched to this. */
  toggle: (index: number, range: boolean) => void;
  /** The first hundred that are loaded. */
  all: () => void;
  clear: () => void;
}

export function useSelection(rows: readonly QueueRow[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const there = rows.filter((row) => chosen.has(row.id));
  const choose = (ids: Iterable<string>) => setChosen(new Set([...ids].slice(0, selectionLimit)));
  return {
    ids: new Set(there.map((row) => row.id)),
    rows: there,
    toggle(index, range) {
      const row = rows[index];
      if (!row) return;
      const from = rows.findIndex((other) => other.id === anchor);
      setAnchor(row.id);
      if (range && from >= 0) {
        const span = rows.slice(Math.min(from, index), Math.max(from, index) + 1);
        choose(new Set([...there, ...span].map((one) => one.id)));
      } else if (chosen.has(row.id)) choose([...chosen].filter((id) => id !== row.id));
      else choose([...there.map((one) => one.id), row.id]);
    },
    all: () => choose(rows.map((row) => row.id)),
    clear: () => choose([]),
  };
}
