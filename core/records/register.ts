// Promises imported knowledge: every licence register by its name, and the office's own brand cards.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows, toJson } from "../db/sql.ts";
import { newId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "insertRegister",
  "insertLicences",
  "deleteOtherRegisters",
  "selectRegisters",
  "selectLicences",
  "upsertBrandCard",
  "replaceBrandCard",
  "selectBrandCards",
  "stampKnowledge",
);

export const LicenceRow = z.object({
  rowNumber: z.number().int(),
  number: z.string(),
  issuer: z.string(),
  /** yyyy-mm-dd. */
  issuedOn: z.string().nullable(),
  expiresOn: z.string().nullable(),
  owner: z.string(),
  domains: z.array(z.string()),
  kind: z.string(),
  status: z.string(),
});
export type LicenceRow = z.infer<typeof LicenceRow>;

export interface LicenceRegister {
  name: string;
  importedAt: Date;
  rows: LicenceRow[];
}

/** Replaces the register of this name; run it inside a transaction. */
export async function importLicenceRegister(
  tx: Db,
  register: { name: string; sha256: Buffer; rows: (LicenceRow & { raw: string })[] },
  actor: string,
): Promise<void> {
  const id = newId();
  await execute(tx, sql.insertRegister, [id, register.name, register.sha256, now(), actor]);
  for (let i = 0; i < register.rows.length; i += 500) {
    const rows = register.rows.slice(i, i + 500).map((r) => ({
      row_number: r.rowNumber,
      number: r.number,
      issuer: r.issuer,
      issued_on: r.issuedOn,
      expires_on: r.expiresOn,
      owner: r.owner,
      domains: r.domains,
      kind: r.kind,
      status: r.status,
      raw: r.raw,
    }));
    await execute(tx, sql.insertLicences, [id, toJson(rows)]);
  }
  await execute(tx, sql.deleteOtherRegisters, [register.name, id]);
}

export const RegisterHead = z.object({
  id: z.uuid(),
  name: z.string(),
  importedAt: z.date(),
  /** Rows kept, those without number and domain included. */
  rowCount: z.number().int(),
});
export type RegisterHead = z.infer<typeof RegisterHead>;

/** What was imported, by name. */
export function selectRegisterHeads(db: Db): Promise<RegisterHead[]> {
  return selectRows(db, sql.selectRegisters, [], RegisterHead);
}

/** Every imported register whole: all of them count together. */
export async function selectLicenceRegisters(db: Db): Promise<LicenceRegister[]> {
  const registers: LicenceRegister[] = [];
  for (const head of await selectRegisterHeads(db)) {
    const rows = await selectRows(db, sql.selectLicences, [head.id], LicenceRow);
    registers.push({ name: head.name, importedAt: head.importedAt, rows });
  }
  return registers;
}

export const BrandCardRow = z.object({ brand: z.string(), domains: z.array(z.string()), aliases: z.array(z.string()) });
export type BrandCardRow = z.infer<typeof BrandCardRow>;

/** With every further field of a card (kind, logos, phones …); detection knows their shape. */
export const WholeBrandCardRow = BrandCardRow.extend({ details: z.record(z.string(), z.unknown()) });
export type WholeBrandCardRow = z.infer<typeof WholeBrandCardRow>;

/** Sets names and domains; further fields of a card that is there stay as they are. */
export async function upsertBrandCard(db: Db, card: BrandCardRow): Promise<void> {
  await execute(db, sql.upsertBrandCard, [card.brand, card.domains, card.aliases, now()]);
}

/** Sets the whole card. */
export async function replaceBrandCard(db: Db, card: WholeBrandCardRow): Promise<void> {
  await execute(db, sql.replaceBrandCard, [card.brand, card.domains, card.aliases, toJson(card.details), now()]);
}

export function selectBrandCards(db: Db): Promise<WholeBrandCardRow[]> {
  return selectRows(db, sql.selectBrandCards, [], WholeBrandCardRow);
}

/** Changes whenever a register, a card or a rule's state does; a register's rows never change under its id. */
export async function stampKnowledge(db: Db): Promise<string> {
  return (await selectRow(db, sql.stampKnowledge, [], z.object({ stamp: z.string() }))).stamp;
}
