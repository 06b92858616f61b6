// Promises a desk of any size within minutes: made-up findings and cases, indexes built after the rows, statistics as a living database has them.
import { readFileSync } from "node:fs";
import type pg from "pg";
import { categories } from "#core/nouns/category.ts";

const blocks = new Map(
  readFileSync(new URL("./fill-desk.sql", import.meta.url), "utf8")
    .split(/^-- BLOCK /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")).trim(), part.slice(part.indexOf("\n") + 1).trim()] as const),
);

export interface DeskSize {
  findings: number;
  cases: number;
}

const filled = ["target", "capture", "seal", "finding", "claim", "triage_state", "case_file", "case_finding"];

/** Secondary indexes of the big tables: built once over all rows, as a restore does it. */
async function withoutIndexes(client: pg.PoolClient, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid in ('finding'::regclass, 'case_file'::regclass) and not i.indisunique`,
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  await work();
  for (const { made } of rows) await client.query(made);
}

/** Fills an empty desk that has at least one person; `pool` is the tables' owner and a superuser. `say` hears how long each step took. */
export async function fillDesk(
  pool: pg.Pool,
  size: DeskSize,
  say: (text: string) => void = () => undefined,
): Promise<void> {
  const client = await pool.connect();
  const all = [size.findings, size.cases, [...categories]];
  const run = async (name: string) => {
    const text = blocks.get(name)!;
    const startedMs = performance.now();
    const used = [1, 2, 3].filter((n) => text.includes(`$${n}::`));
    const values = used.map((n) => all[n - 1]);
    const renumbered = used.reduce((sql, n, i) => sql.replaceAll(`$${n}::`, `$${i + 1}::`), text);
    const { rowCount } = await client.query(renumbered, values);
    say(`  ${name}: ${rowCount ?? 0} rows, ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  };
  try {
    await client.query(
      "set statement_timeout = 0; set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '64MB'; begin",
    );
    await run("words");
    await run("people");
    await run("captures");
    await run("seals");
    await withoutIndexes(client, async () => {
      for (const name of ["findings", "claims", "states", "cases", "caseFindings"]) await run(name);
    });
    await client.query("commit");
    const startedMs = performance.now();
    for (const table of filled) await client.query(`vacuum analyze ${table}`);
    say(`  vacuum, analyze: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  } finally {
    client.release(true);
  }
}
