// Promises what this house signed last, outside the database: a database that was rewritten or put back cannot make it forget.
import path from "node:path";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { readIfThere, replaceFile } from "./key-file.ts";

const Epoch = z.object({
  /** 1 for the first log; each settled fork begins the next, under its own origin. */
  epoch: z.number().int().min(1),
  settledAt: z.string().nullable(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  /** Entries known to be other than they were: a person saw them and said so. */
  knownBroken: z.array(z.number().int()),
});
export type Epoch = z.infer<typeof Epoch>;

const firstEpoch: Epoch = { epoch: 1, settledAt: null, by: null, reason: null, knownBroken: [] };

export interface LedgerMemory {
  epoch: Epoch;
  /** The signed note of the last checkpoint of this epoch, or null. */
  last: string | null;
  /** On the disk when it returns. */
  remember(note: string): Promise<void>;
  /** Begins the next epoch; what was signed in the old ones stays in its file. */
  begin(settled: Omit<Epoch, "epoch">): Promise<Epoch>;
}

/** Reads `dataDir/ledger`. Throws AppError `ledger.forked` when the files there are unreadable. */
export async function openMemory(dataDir: string): Promise<LedgerMemory> {
  const folder = path.join(dataDir, "ledger");
  const epochFile = path.join(folder, "epoch.json");
  const text = await readIfThere(epochFile);
  const epoch = text === null ? firstEpoch : readEpoch(text, epochFile);
  const lastFile = path.join(folder, `checkpoint.${epoch.epoch}`);
  return {
    epoch,
    last: await readIfThere(lastFile),
    remember: (note) => replaceFile(lastFile, note),
    begin: async (settled) => {
      const next = { epoch: epoch.epoch + 1, ...settled };
      await replaceFile(epochFile, `${JSON.stringify(next, null, 2)}\n`);
      return next;
    },
  };
}

function readEpoch(text: string, file: string): Epoch {
  try {
    return Epoch.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError("ledger.forked", {
      cause: error,
      detail: `${file} is unreadable`,
      cure: "Put it back from its backup.",
    });
  }
}
