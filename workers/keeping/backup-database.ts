// Promises every row of the database as one file, from one moment; and the same rows back in one transaction, or none.
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type pg from "pg";
import { AppError } from "#core/errors.ts";

// A line is `<table>\t<row as JSON>`; tables stand in an order in which foreign keys hold. Postgres itself writes and reads the
// JSON, so that bytes, times to the microsecond and 64-bit numbers never pass through JavaScript's types.

/** Sessions end with a backup; migrations are run anew, in their order. */
const leftOut = new Set(["migration", "session"]);
const batchRows = 500;

/** Tables of the house, each after those it points at. Throws AppError `internal` on a circle. */
export async function orderTables(client: pg.ClientBase): Promise<string[]> {
  const tables = (
    await client.query<{ name: string }>(
      "select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1",
    )
  ).rows.map((r) => r.name);
  const links = (
    await client.query<{ from: string; to: string }>(
      `select distinct a.relname as "from", b.relname as "to" from pg_constraint f join pg_class a on a.oid = f.conrelid
       join pg_class b on b.oid = f.confrelid where f.contype = 'f' and a.relnamespace = 'public'::regnamespace and a.oid <> b.oid`,
    )
  ).rows;
  const ordered: string[] = [];
  let left = tables;
  while (left.length > 0) {
    const free = left.filter((t) => links.every((l) => l.from !== t || !left.includes(l.to)));
    if (free.length === 0) throw new AppError("internal", { detail: `tables in a circle: ${left.join(", ")}` });
    ordered.push(...free);
    left = left.filter((t) => !free.includes(t));
  }
  return ordered.filter((t) => !leftOut.has(t));
}

/** Inside a repeatable-read transaction of `client`. Gives how many rows each table had. */
export async function dumpDatabase(client: pg.ClientBase, file: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  const tables = await orderTables(client);
  async function* lines(): AsyncGenerator<string> {
    for (const table of tables) {
      rows[table] = 0;
      await client.query(`declare dump no scroll cursor for select to_jsonb(t)::text as row from public."${table}" t`);
      for (;;) {
        const batch = (await client.query<{ row: string }>(`fetch ${batchRows} from dump`)).rows;
        for (const { row } of batch) yield `${table}\t${row}\n`;
        rows[table] += batch.length;
        if (batch.length < batchRows) break;
      }
      await client.query("close dump");
    }
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(file, { mode: 0o600, flush: true }));
  return rows;
}

/**
 * Inside a transaction of the tables' owner: empties every table and puts the rows of the file there. Triggers that refuse
 * change are off for that transaction alone. Throws AppError `input.unreadable` when a line is none.
 */
export async function loadDatabase(client: pg.ClientBase, file: string): Promise<Record<string, number>> {
  const tables = await orderTables(client);
  const known = new Set(tables);
  const all = tables.map((t) => `public."${t}"`).join(", ");
  await client.query("grant all on all tables in schema public to current_user");
  for (const table of tables) await client.query(`alter table public."${table}" disable trigger user`);
  await client.query(`truncate ${all}, public.session`);
  const rows: Record<string, number> = {};
  for await (const [table, batch] of batches(file)) {
    if (!known.has(table))
      throw new AppError("input.unreadable", { detail: `the backup has a table ${table}, this program does not` });
    await client.query(
      `insert into public."${table}" overriding system value select * from jsonb_populate_recordset(null::public."${table}", $1::jsonb)`,
      [`[${batch.join(",")}]`],
    );
    rows[table] = (rows[table] ?? 0) + batch.length;
  }
  await setSequences(client);
  for (const table of tables) await client.query(`alter table public."${table}" enable trigger user`);
  return rows;
}

async function* batches(file: string): AsyncGenerator<[string, string[]]> {
  const unpacked = createReadStream(file).pipe(createGunzip());
  let table = "";
  let held: string[] = [];
  for await (const line of createInterface({ input: unpacked, crlfDelay: Infinity })) {
    const at = line.indexOf("\t");
    if (at < 1)
      throw new AppError("input.unreadable", { detail: "the backup of the database holds a line that is no row" });
    const name = line.slice(0, at);
    if (name !== table || held.length >= batchRows) {
      if (held.length > 0) yield [table, held];
      [table, held] = [name, []];
    }
    held.push(line.slice(at + 1));
  }
  if (held.length > 0) yield [table, held];
}

/** Identity columns go on after the largest number that was restored. */
async function setSequences(client: pg.ClientBase): Promise<void> {
  const columns = await client.query<{ table: string; column: string }>(
    `select c.relname as "table", a.attname as "column" from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attidentity <> '' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  );
  for (const { table, column } of columns.rows)
    await client.query(
      `select setval(pg_get_serial_sequence('public."${table}"', '${column}'), coalesce(max("${column}"), 1), max("${column}") is not null) from public."${table}"`,
    );
}
