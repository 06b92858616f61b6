// Promises the knowledge in force: shipped packs and cards, the office's own cards, the register imported last.
import type pg from "pg";
import { now, nowMs } from "#core/clock.ts";
import { selectBrandCards, selectLicenceRegister } from "#core/records/register.ts";
import { type Knowledge, loadKnowledge, shippedBrands } from "#detection/knowledge.ts";

/** An import is noticed by every worker within this time. */
const freshForMs = 15_000;

export function createKnowledgeSource(pool: pg.Pool): () => Promise<Knowledge> {
  let loaded: { at: number; knowledge: Promise<Knowledge> } | null = null;
  return () => {
    if (!loaded || nowMs() - loaded.at > freshForMs) loaded = { at: nowMs(), knowledge: load(pool) };
    const current = loaded;
    current.knowledge.catch(() => {
      if (loaded === current) loaded = null; // the next job asks again
    });
    return current.knowledge;
  };
}

async function load(pool: pg.Pool): Promise<Knowledge> {
  const [register, cards] = await Promise.all([selectLicenceRegister(pool), selectBrandCards(pool)]);
  return loadKnowledge({
    now: now(),
    ...(register ? { licenceRegister: { ...register, importedAt: register.importedAt.toISOString() } } : {}),
    ...(cards.length > 0 ? { brands: [...shippedBrands(), ...cards] } : {}),
  });
}
