// Promises the desk the same imports and rule sheets as the command line: one reading of registers, one measure of rules.
import { createHash } from "node:crypto";
import { inTransaction } from "#core/db/pool.ts";
import { countShadowHits } from "#core/records/knowledge-shelf.ts";
import { importLicenceRegister, upsertBrandCard } from "#core/records/register.ts";
import type { DeskPorts } from "#admin/server/desk-context.ts";
import type { House } from "#workers/house.ts";
import { readKnowledge } from "#workers/knowledge-source.ts";
import { describeRules } from "#workers/rules/describe-rules.ts";
import { readBrandCards } from "./brand-csv.ts";
import { readCsv } from "./csv.ts";
import { readLicences } from "./licence-csv.ts";

type Port = "readRules" | "importRegister" | "importBrands";

/** Rows that a screen is told about; the count says how many there were. */
const mostTold = 500;

interface Told {
  line: number;
  reason: string;
}

const reply = (dryRun: boolean, taken: number, told: readonly Told[]) => ({
  dryRun,
  taken,
  told: told
    .toSorted((a, b) => a.line - b.line)
    .slice(0, mostTold)
    .map(({ line, reason }) => ({ row: line, reason })),
  toldInAll: told.length,
});

export function createKnowledgePorts({ config, database }: Pick<House, "config" | "database">): Pick<DeskPorts, Port> {
  const { pool } = database;
  return {
    readRules: async () => {
      const knowledge = () => readKnowledge(pool, config.VONGGAC_RULES_DIR);
      const [lines, hits] = await Promise.all([describeRules({ pool, knowledge }), countShadowHits(pool)]);
      return lines.map(({ precision, ...line }) => ({
        ...line,
        confirmed: precision?.confirmed ?? 0,
        dismissed: precision?.dismissed ?? 0,
        uncounted: precision?.uncounted ?? 0,
        waiting: precision?.waiting ?? 0,
        precision: precision?.precision ?? null,
        low: precision?.interval.low ?? 0,
        high: precision?.interval.high ?? 1,
        shadowHits: hits.get(`${line.rule}@${line.version}`) ?? 0,
      }));
    },
    importRegister: async (csv, { name, dryRun, actor }) => {
      const bytes = Buffer.from(csv);
      const { rows, refused, notes } = readLicences(readCsv(bytes, "CSV"));
      const sha256 = createHash("sha256").update(bytes).digest();
      if (!dryRun) await inTransaction(pool, (tx) => importLicenceRegister(tx, { name, sha256, rows }, actor));
      return reply(dryRun, rows.length - refused.length, [...notes, ...refused]);
    },
    importBrands: async (csv, { dryRun }) => {
      const { cards, refused } = readBrandCards(readCsv(Buffer.from(csv), "CSV"));
      if (!dryRun)
        await inTransaction(pool, async (tx) => {
          for (const card of cards) await upsertBrandCard(tx, card);
        });
      return reply(dryRun, cards.length, refused);
    },
  };
}
