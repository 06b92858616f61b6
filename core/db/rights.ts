// Promises that the application's own role cannot change or delete what is append-only, not even with the triggers off.
import type pg from "pg";
import { toDatabaseError } from "./sql.ts";

/** The role under which the program works on the embedded database; the tables belong to another. */
export const appRole = "vonggac_app";

/** Tables that refuse_change() guards, whether a foreign key points at them, and whether they have a column to lock rows by. */
const appendOnly = `
  select distinct c.relname as name,
    exists (select 1 from pg_constraint f where f.contype = 'f' and f.confrelid = c.oid) as "isReferenced",
    exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'row_lock') as "hasRowLock"
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
  where p.proname = 'refuse_change' and c.relnamespace = 'public'::regnamespace
    and c.relowner = (select oid from pg_roles where rolname = current_user)`;

interface Guarded {
  name: string;
  isReferenced: boolean;
  hasRowLock: boolean;
}

/** One at a time: concurrent grants on one table fail in Postgres. The same lock as the migrations'. */
async function alone(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error, "connect");
  });
  try {
    await client.query("select pg_advisory_lock(7210011)");
    await work(client);
  } catch (error) {
    throw toDatabaseError(error, "rights");
  } finally {
    await client.query("select pg_advisory_unlock(7210011)").catch(() => undefined); // the lock dies with a broken connection
    client.release();
  }
}

/**
 * For a database whose tables belong to the role that works on them (an external DATABASE_URL): takes UPDATE, DELETE and TRUNCATE on
 * append-only tables from that role. It could grant them to itself again, and a superuser has them anyway: see `describeRights`.
 * Foreign keys lock the row they point at with the owner's UPDATE right on any column; such tables keep it on `row_lock` alone.
 */
export function limitOwnRights(pool: pg.Pool): Promise<void> {
  return alone(pool, async (client) => {
    for (const table of (await client.query<Guarded>(appendOnly)).rows) {
      const needsUpdate = table.isReferenced && !table.hasRowLock;
      const rights = needsUpdate ? "delete, truncate" : "update, delete, truncate";
      await client.query(`revoke ${rights} on "${table.name}" from current_user, public`);
      if (table.hasRowLock) await client.query(`grant update (row_lock) on "${table.name}" to current_user`);
    }
  });
}

/** Everything of the queue's schema belongs to the role that runs the queue, so that it can bring it up to date by itself. */
const giveQueue = `
do $$
declare one record;
begin
  if to_regnamespace('bullmq') is null then return; end if;
  alter schema bullmq owner to ${appRole};
  for one in select c.oid::regclass as name from pg_class c join pg_roles r on r.oid = c.relowner
    where c.relnamespace = 'bullmq'::regnamespace and c.relkind in ('r', 'p', 'v') and r.rolname <> '${appRole}' loop
    execute format('alter table %s owner to ${appRole}', one.name);
  end loop;
  for one in select c.oid::regclass as name from pg_class c join pg_roles r on r.oid = c.relowner
    where c.relnamespace = 'bullmq'::regnamespace and c.relkind = 'S' and r.rolname <> '${appRole}' loop
    execute format('alter sequence %s owner to ${appRole}', one.name);
  end loop;
  for one in select p.oid::regprocedure as name from pg_proc p join pg_roles r on r.oid = p.proowner
    where p.pronamespace = 'bullmq'::regnamespace and r.rolname <> '${appRole}' loop
    execute format('alter routine %s owner to ${appRole}', one.name);
  end loop;
  for one in select t.oid::regtype as name from pg_type t join pg_roles r on r.oid = t.typowner
    where t.typnamespace = 'bullmq'::regnamespace and t.typtype = 'e' and r.rolname <> '${appRole}' loop
    execute format('alter type %s owner to ${appRole}', one.name);
  end loop;
end $$`;

/**
 * As a superuser: makes the application's role (and with `resets` gives an existing one the password) with every right that the
 * program needs, and on append-only tables none but reading and adding. The role owns no table of the house, so it can neither
 * switch a trigger off nor grant itself anything. `password` is hexadecimal.
 */
export function separateAppRole(pool: pg.Pool, password: string, resets: boolean): Promise<void> {
  return alone(pool, async (client) => {
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [appRole]);
    if (!rowCount) await createRole(client, password);
    else if (resets) await client.query(`alter role ${appRole} login nosuperuser password '${password}'`);
    await client.query(`grant create, connect on database ${(await databaseName(client)) ?? "postgres"} to ${appRole}`);
    await client.query(`grant usage on schema public to ${appRole}`);
    await client.query(`grant select, insert, update, delete on all tables in schema public to ${appRole}`);
    await client.query(`grant usage, select on all sequences in schema public to ${appRole}`);
    await client.query(`revoke insert, update, delete on migration from ${appRole}`);
    for (const { name } of (await client.query<Guarded>(appendOnly)).rows)
      await client.query(`revoke update, delete, truncate on "${name}" from ${appRole}, public`);
    await client.query(giveQueue);
  });
}

/** Roles belong to the whole server: a program on another of its databases may have been faster. */
async function createRole(client: pg.PoolClient, password: string): Promise<void> {
  await client
    .query(`create role ${appRole} login nosuperuser nocreaterole nocreatedb password '${password}'`)
    .catch((error: unknown) => {
      if (!["42710", "23505"].includes((error as pg.DatabaseError).code ?? "")) throw error;
    });
}

async function databaseName(client: pg.PoolClient): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>("select quote_ident(current_database()) as name");
  return rows[0]?.name;
}

export interface Rights {
  /** Whether the role of this connection could change rows of the custody log. */
  mayRewrite: boolean;
  isSuperuser: boolean;
  role: string;
}

/** What the role that the program works under may do to the custody log. */
export async function describeRights(pool: pg.Pool): Promise<Rights> {
  const { rows } = await pool.query<Rights>(
    `select current_user as role, r.rolsuper as "isSuperuser",
       has_table_privilege('ledger', 'update, delete, truncate') as "mayRewrite" from pg_roles r where r.rolname = current_user`,
  );
  return rows[0]!;
}
