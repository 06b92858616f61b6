// Promises imported licence registers as one index: rows by number and by domain, each naming its register.
import { z } from "zod";
import { foldText } from "../text/letters.ts";
import { type LicenceKind, type LicenceLine, parseLicences } from "./parse.ts";

export const RegisterRow = z.object({
  /** As the register writes it: "2411/GP-TTĐT". */
  number: z.string(),
  issuer: z.string().default(""),
  /** ISO dates, "" when the register leaves them out. */
  issuedOn: z.string().default(""),
  expiresOn: z.string().default(""),
  owner: z.string().default(""),
  domains: z.array(z.string()).default([]),
  kind: z.string().default(""),
  /** "valid", "expired", "invalid" or "". */
  status: z.string().default(""),
});
export type RegisterRow = z.infer<typeof RegisterRow>;

export const LicenceRegister = z.object({
  name: z.string().min(1),
  importedAt: z.string().min(4),
  rows: z.array(RegisterRow),
});
export type LicenceRegister = z.input<typeof LicenceRegister>;

/** A row with what was read of it. */
export interface IndexedRow extends RegisterRow {
  register: string;
  importedAt: string;
  /** The number as a licence line, or null where it cannot be read. */
  line: LicenceLine | null;
  /** Usable domains without scheme and www. */
  hosts: string[];
  /** What the licence is for. */
  over: LicenceKind;
}

export interface RegisterIndex {
  registers: { name: string; importedAt: string; rows: number }[];
  /** All names, joined. */
  name: string;
  /** Of the register that was imported first: what is "not found" was looked up in all, the oldest included. */
  importedAt: string;
  byNumber: Map<string, IndexedRow[]>;
  byDomain: Map<string, IndexedRow[]>;
}

/** Number and kind of paper: "5/gp". Issuer's letters and date are compared row by row. */
export const numberKey = (line: Pick<LicenceLine, "number" | "suffix" | "series">): string =>
  `${line.number}${line.suffix}/${line.series.split("-")[0] || "gp"}`;

export const bareDomain = (domain: string): string =>
  domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/[/:?#].*$/, "");

const isHost = (domain: string) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(domain);

function kindOfRow(row: RegisterRow, line: LicenceLine | null): LicenceKind {
  const kind = foldText(row.kind);
  if (/tro choi|game/.test(kind)) return "game";
  if (/mang xa hoi|\bmxh\b/.test(kind)) return "social";
  if (/tong hop|thong tin dien tu|ttdt|icp/.test(kind)) return "aggregator";
  if (/\bbao\b|tap chi|bao chi|phat thanh|truyen hinh/.test(kind)) return "press";
  // A list that names neither kind nor number (a list of trusted sites) licenses nothing.
  if (!line) return "other";
  return line.kind;
}

/** Rows whose number cannot be read stay findable by domain: nothing of a dirty register is lost. All registers count together. */
export function indexRegisters(registers: z.infer<typeof LicenceRegister>[]): RegisterIndex {
  const days = registers.map((r) => r.importedAt).toSorted();
  const index: RegisterIndex = {
    registers: registers.map((r) => ({ name: r.name, importedAt: r.importedAt, rows: r.rows.length })),
    name: registers.map((r) => r.name).join(", "),
    importedAt: days[0] ?? "",
    byNumber: new Map(),
    byDomain: new Map(),
  };
  const put = (map: Map<string, IndexedRow[]>, key: string, row: IndexedRow) => {
    const list = map.get(key);
    if (list) list.push(row);
    else map.set(key, [row]);
  };
  for (const register of registers)
    for (const row of register.rows) {
      const line = row.number ? (parseLicences(`giấy phép ${row.number}`)[0] ?? null) : null;
      const hosts = [...new Set(row.domains.map(bareDomain).filter(isHost))];
      const { name, importedAt } = register;
      const indexed: IndexedRow = { ...row, register: name, importedAt, line, hosts, over: kindOfRow(row, line) };
      if (line) put(index.byNumber, numberKey(line), indexed);
      for (const host of hosts) put(index.byDomain, host, indexed);
    }
  return index;
}

export const indexRegister = (register: z.infer<typeof LicenceRegister>): RegisterIndex => indexRegisters([register]);

export interface Bearer {
  /** Host of the page, without www. */
  host: string;
  /** Registrable domain of the page. */
  site: string;
  /** Owner as the imprint says, or null. */
  owner: string | null;
}

/** Rows that name this host or its site. */
export function rowsOfHost(index: RegisterIndex, bearer: Pick<Bearer, "host" | "site">): IndexedRow[] {
  return [...new Set([bearer.host, bearer.site])].flatMap((host) => index.byDomain.get(host) ?? []);
}

export function isLapsed(row: RegisterRow, now: Date): boolean {
  if (/^(?:expired|invalid|revoked|het han|het hieu luc|thu hoi|khong con)/.test(foldText(row.status))) return true;
  const end = Date.parse(row.expiresOn);
  return row.expiresOn !== "" && !Number.isNaN(end) && end < now.getTime();
}
