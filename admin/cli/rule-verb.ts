// Promises a verb on rules its database, its stored pages and the knowledge in force, closed whatever happens.
import { existsSync } from "node:fs";
import { openDatabase } from "#core/db/open-database.ts";
import type { Knowledge } from "#detection/knowledge.ts";
import { openEvidenceStore, openScanBlobs } from "#evidence/store/open-store.ts";
import { readKnowledge } from "#workers/knowledge-source.ts";
import type { RulePlace } from "#workers/rules/find-rule.ts";
import type { Archive } from "#workers/rules/stored-pages.ts";
import type { VerbContext } from "./main.ts";

export interface RuleHouse extends RulePlace, Archive {
  /** The knowledge in force with the packs of a file in place of installed rules of the same ids. */
  tryOut(packFile: string): Promise<Knowledge>;
}

export async function withRules<T>(context: VerbContext, work: (house: RuleHouse) => Promise<T>): Promise<T> {
  const config = context.config();
  const database = await openDatabase(config, 4);
  const { pool } = database;
  const rulesDir = config.VONGGAC_RULES_DIR;
  try {
    return await work({
      pool,
      store: openEvidenceStore(config),
      blobs: openScanBlobs(config),
      knowledge: () => readKnowledge(pool, rulesDir),
      tryOut: (file) => readKnowledge(pool, rulesDir, [file]),
    });
  } finally {
    await database.close();
  }
}

/** A pack's file rather than a rule's id. */
export const isPackFile = (asked: string): boolean => asked.endsWith(".json") || existsSync(asked);
