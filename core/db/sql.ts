// Promises that SQL stays SQL: named blocks in .sql files, rows parsed by zod, snake_case turned to camelCase once.
import { readFileSync } from "node:fs";
import type pg from "pg";
import type { z } from "zod";
import { AppError } from "../errors.ts";

/** Anything that runs a query: a pool, or the client of a transaction. */
export interface Db {
  query(config: { name?: string; text: string; values?: unknown[] }): Promise<pg.QueryResult>;
}

export interface Query {
  readonly file: string;
  readonly name: string;
  readonly text: string;
  /** See `planOnce`. */
  readonly isPlannedOnce?: true;
}

const loaded: Query[] = [];

/** Every block loaded so far; a rule test prepares them all against the migrated schema. */
export function allQueries(): readonly Query[] {
  return loaded;
}

/**
 * Reads the blocks of the .sql file beside a .ts file: `loadSql(import.meta.url)` for `finding.ts` reads `finding.sql`.
 * A block starts with `-- BLOCK name`. Asking for a name that does not stand there throws at once.
 */
export function loadSql<N extends string>(moduleUrl: string, ...names: N[]): Record<N, Query> {
  const file = moduleUrl.replace(/\.ts$/, ".sql");
  const blocks = new Map<string, string>();
  for (const part of readFileSync(new URL(file), "utf8")
    .split(/^-- BLOCK /m)
    .slice(1)) {
    const end = part.indexOf("\n");
    blocks.set(part.slice(0, end).trim(), part.slice(end + 1).trim());
  }
  const result = {} as Record<N, Query>;
  for (const name of names) {
    const text = blocks.get(name);
    if (text === undefined) throw new AppError("internal", { detail: `no SQL block ${name} in ${file}` });
    result[name] = { file: file.slice(file.lastIndexOf("/") + 1), name, text };
    loaded.push(result[name]);
  }
  for (const name of blocks.keys())
    if (!(name in result)) throw new AppError("internal", { detail: `SQL block ${name} in ${file} is used by nobody` });
  return result;
}

/**
 * For a statement that is asked on every request and whose best plan is the same whatever its values: a connection plans it once. Never for one
 * whose text is built, nor for a filter whose values decide which index serves.
 */
export const planOnce = (query: Query): Query => ({ ...query, isPlannedOnce: true });

const camelNames = new Map<string, string>();

/** Names of columns are few and stand in every row: each is turned once. */
function camel(name: string): string {
  let turned = camelNames.get(name);
  if (turned === undefined) {
    turned = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelNames.set(name, turned);
  }
  return turned;
}

function toCamel(row: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(row)) out[camel(key)] = row[key];
  return out;
}

/** SQLSTATE classes that mean the server is away or starting, not that the statement is wrong. */
const awayCodes = /^(08|57P0|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)/;

/** What the state machine of cases says no with. */
const caseRefusals: Record<string, { code: "conflict" | "auth.denied"; cure: string }> = {
  VG002: { code: "conflict", cure: "Look at where the case stands now." },
  VG003: { code: "auth.denied", cure: "Ask somebody whose role may take this step." },
  VG004: { code: "conflict", cure: "Add what the step needs: an exhibit, or a sealed package." },
  VG005: { code: "auth.denied", cure: "Somebody who did not prepare the case must approve it." },
};

export function toDatabaseError(error: unknown, where: string): AppError {
  if (error instanceof AppError) return error;
  const code = String((error as { code?: unknown }).code ?? "");
  const message = error instanceof Error ? error.message : String(error);
  if (awayCodes.test(code) || /Connection terminated|timeout exceeded when trying to connect/.test(message)) {
    return new AppError("database.unavailable", {
      cause: error,
      detail: message,
      cure: "Check that Postgres runs and that DATABASE_URL is right; the work is taken up again by itself.",
    });
  }
  if (code === "53100")
    return new AppError("store.full", {
      cause: error,
      detail: message,
      cure: "Free space on the database's disk.",
    });
  // Raised by the keeping rules of migration 0007.
  // Raised by the state machine of migration 0019.
  const refused = caseRefusals[code];
  if (refused) return new AppError(refused.code, { cause: error, detail: message, cure: refused.cure });
  if (code === "VG001") return new AppError("evidence.held", { cause: error, detail: message });
  return new AppError("database.failed", {
    cause: error,
    detail: `${where}: ${message}`,
    facts: { sqlstate: code },
  });
}

/** Postgres holds neither NUL nor half a surrogate pair; both become U+FFFD, as a browser would show them. */
const holdable = (text: string) => text.toWellFormed().replaceAll("\0", "\uFFFD");

/** JSON for a json or jsonb column, whatever text of a hostile page stands in it. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? holdable(inner) : inner));
}

async function run(db: Db, query: Query, args: unknown[]): Promise<pg.QueryResult> {
  try {
    const values = args.map((arg) => (typeof arg === "string" ? holdable(arg) : arg));
    const name = query.isPlannedOnce && { name: `${query.file} ${query.name}` };
    return await db.query({ ...name, text: query.text, values });
  } catch (error) {
    throw toDatabaseError(error, `${query.file} ${query.name}`);
  }
}

/** All rows of a query, each parsed by `row`. Throws AppError database.*. */
export async function selectRows<S extends z.ZodType>(
  db: Db,
  query: Query,
  args: unknown[],
  row: S,
): Promise<z.infer<S>[]> {
  const result = await run(db, query, args);
  return result.rows.map((r) => row.parse(toCamel(r)));
}

/** The row, or null where there is none. */
export async function selectOptionalRow<S extends z.ZodType>(
  db: Db,
  query: Query,
  args: unknown[],
  row: S,
): Promise<z.infer<S> | null> {
  return (await selectRows(db, query, args, row))[0] ?? null;
}

/** The row; throws AppError `not-found` where there is none. */
export async function selectRow<S extends z.ZodType>(
  db: Db,
  query: Query,
  args: unknown[],
  row: S,
): Promise<z.infer<S>> {
  const found = await selectOptionalRow(db, query, args, row);
  if (found === null) throw new AppError("not-found", { detail: query.name });
  return found;
}

/** Runs a statement and gives the number of rows it touched. */
export async function execute(db: Db, query: Query, args: unknown[]): Promise<number> {
  return (await run(db, query, args)).rowCount ?? 0;
}
