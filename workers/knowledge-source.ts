// Promises the knowledge in force: shipped packs and cards, the office's own ones, states as people set them, all registers imported.
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import { now, nowMs } from "#core/clock.ts";
import {
  type LicenceRegister,
  selectBrandCards,
  selectLicenceRegisters,
  stampKnowledge,
} from "#core/records/register.ts";
import { selectRuleStates } from "#core/records/rule.ts";
import { BrandCard } from "#detection/brand/card.ts";
import { type Knowledge, loadKnowledge } from "#detection/knowledge.ts";
import { settleState } from "./rules/settle-state.ts";

/** An import is noticed by every worker within this time. */
const freshForMs = 15_000;

/** `rulesDir` is the office's own folder (VONGGAC_RULES_DIR). */
export function createKnowledgeSource(pool: pg.Pool, rulesDir?: string): () => Promise<Knowledge> {
  let loaded: { at: number; knowledge: Promise<Knowledge> } | null = null;
  let last: { stamp: string; knowledge: Knowledge } | null = null;
  /** A register of many thousand rows is read and indexed again only where something was changed. */
  const refresh = async (): Promise<Knowledge> => {
    const stamp = `${await stampKnowledge(pool)} ${rulesDir ? stampFolder(rulesDir) : ""}`;
    const knowledge = last?.stamp === stamp ? { ...last.knowledge, now: now() } : await readKnowledge(pool, rulesDir);
    last = { stamp, knowledge };
    return knowledge;
  };
  return () => {
    if (!loaded || nowMs() - loaded.at > freshForMs) loaded = { at: nowMs(), knowledge: refresh() };
    const current = loaded;
    current.knowledge.catch(() => {
      if (loaded === current) loaded = null; // the next job asks again
    });
    return current.knowledge;
  };
}

/** Reads it now; `trialPackFiles` are tried out beside what is installed. Throws AppError `input.invalid` or `input.unreadable` naming the file and place of a faulty pack. */
export async function readKnowledge(
  pool: pg.Pool,
  rulesDir?: string,
  trialPackFiles: string[] = [],
): Promise<Knowledge> {
  const [registers, cards, states] = await Promise.all([
    selectLicenceRegisters(pool),
    selectBrandCards(pool),
    selectRuleStates(pool),
  ]);
  const shipped = cards.length > 0 ? loadKnowledge({ now: now() }).brands.cards : [];
  const own = cards.map(({ details, ...card }) => BrandCard.parse({ ...details, ...card }));
  const names = new Set(own.map((card) => card.brand));
  return loadKnowledge({
    now: now(),
    stateOf: settleState(states),
    trialPackFiles,
    ...(rulesDir ? { extraPacksDir: rulesDir } : {}),
    ...(registers.length > 0 ? { licenceRegister: registers.map(describeRegister) } : {}),
    ...(own.length > 0 ? { brands: [...shipped.filter((card) => !names.has(card.brand)), ...own] } : {}),
  });
}

/** Name, size and time of change of every file of the office's own folder. */
function stampFolder(dir: string): string {
  if (!existsSync(dir)) return "missing"; // loading says so with its cure
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(file);
      return `${file}:${size}:${mtimeMs}`;
    })
    .toSorted()
    .join("|");
}

/** The rows as detection reads them: a date that is not known is "". */
function describeRegister(register: LicenceRegister) {
  const rows = register.rows.map((r) => ({ ...r, issuedOn: r.issuedOn ?? "", expiresOn: r.expiresOn ?? "" }));
  return { name: register.name, importedAt: register.importedAt.toISOString(), rows };
}
