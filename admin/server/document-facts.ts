// Promises the facts that fill a document: the office, the case and its sealed exhibits, the law of the day, and what people typed.
import { createHash } from "node:crypto";
import { isoSeconds } from "#core/clock.ts";
import type { CaseId } from "#core/id.ts";
import type { Office } from "#core/nouns/office.ts";
import { type CaseWhole, readCase } from "#core/records/case-whole.ts";
import type { Typed } from "#core/records/document.ts";
import { readOffice } from "#core/records/office.ts";
import { selectEntriesOf } from "#core/records/ledger.ts";
import type { PersonRow } from "#core/records/person.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import { readVersion } from "#core/version.ts";
import { type Facts, type FactValue, isPicture } from "#evidence/dossier/fact-tree.ts";
import type { CustodyLine } from "#evidence/dossier/dossier-facts.ts";
import { exhibitFacts } from "#evidence/dossier/exhibit-facts.ts";
import { caseFacts } from "./document-case-facts.ts";
import { type LawFacts, lawFacts } from "./document-law-facts.ts";
import type { DeskContext } from "./desk-context.ts";
import { reportFacts } from "./document-report-facts.ts";
import { readReport } from "./read-report.ts";

export interface Gathered {
  facts: Facts;
  /** Citations that do not stand on the day of the conduct, in words. */
  warnings: readonly string[];
}

const lastEntry = 2 ** 31 - 1;

function officeFacts(office: Office): Facts {
  return {
    chu_quan: office.parentName,
    ten: office.name,
    don_vi: office.unitName,
    ky_hieu: office.symbol,
    ky_hieu_don_vi: office.unitSymbol,
    dia_danh: office.place,
    dia_ban: office.area,
    dia_chi: office.address,
    dien_thoai: office.phone,
    thu_dien_tu: office.email,
  };
}

async function readExhibits(ctx: DeskContext, whole: CaseWhole): Promise<Facts[]> {
  const found: Facts[] = [];
  for (const exhibit of whole.exhibits) {
    if (exhibit.isAbsent) continue;
    await refuseIfAbsent(ctx.pool, exhibit.captureId);
    const seal = await selectOptionalSeal(ctx.pool, exhibit.captureId);
    if (!seal) continue;
    const entries = await selectEntriesOf(ctx.pool, [exhibit.captureId], lastEntry);
    const custody = entries.map(({ seq, entry }) => ({ ...(JSON.parse(entry) as Omit<CustodyLine, "seq">), seq }));
    found.push(
      await exhibitFacts(ctx.store, {
        captureId: exhibit.captureId,
        storeKey: seal.storeKey,
        sha256: seal.sha256.toString("hex"),
        manifestSha256: seal.manifestSha256.toString("hex"),
        sizeBytes: seal.sizeBytes,
        sealedAt: seal.sealedAt.toISOString(),
        ledgerSeq: seal.ledgerSeq,
        keyFingerprint: seal.keyFingerprint,
        caption: exhibit.caption,
        note: exhibit.note,
        custody,
      }),
    );
  }
  return found;
}

function packageFacts(whole: CaseWhole, exhibits: readonly Facts[]): Facts {
  const last = whole.packages.at(-1);
  if (!last) return {};
  return {
    ma: last.packageId,
    muc_dich: last.purpose,
    lap_luc: last.sealedAt.toISOString(),
    ma_bam: last.sha256?.toString("hex") ?? "",
    kich_thuoc: last.sizeBytes === null ? "" : String(last.sizeBytes),
    khoa: (exhibits[0]?.khoa as string | undefined) ?? "",
  };
}

/** "a | b | c" or cells between tabs, one row a line, as people paste them from a table. */
export function typedRows(text: string, names: readonly string[]): Facts[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  return lines.map((line) => {
    const cells = line.split(line.includes("\t") ? "\t" : "|").map((cell) => cell.trim());
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]));
  });
}

function signerFacts(office: Office): Facts {
  const [first] = office.signers;
  return first ? { quyen_han: first.prefix, chuc_vu: first.post, ho_ten: first.name } : {};
}

/** Typed values go over what was gathered; a list typed in lines takes the place of the list. */
function layTyped(facts: Facts, typed: Typed): Facts {
  const laid: Record<string, FactValue> = { ...facts };
  for (const [name, text] of Object.entries(typed)) {
    if (!text.trim() || !name.includes(".")) continue;
    const [group = "", key = ""] = name.split(".");
    const own = laid[group];
    laid[group] = {
      ...(typeof own === "object" && own !== null && !Array.isArray(own) && !isPicture(own) ? (own as Facts) : {}),
      [key]: text,
    };
  }
  if (typed.dong?.trim()) laid.dong = typedRows(typed.dong, ["dia_chi", "tinh_trang", "ket_qua", "ghi_chu"]);
  if (typed.can_cu?.trim()) laid.can_cu = typedRows(typed.can_cu, ["ten"]);
  return laid;
}

/** Pictures as the hash of their bytes: what is kept of the facts beside an issued document. */
export function withoutPictures(value: FactValue): unknown {
  if (isPicture(value)) return { sha256: createHash("sha256").update(value.png).digest("hex") };
  if (Array.isArray(value)) return (value as readonly Facts[]).map(withoutPictures);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value as Facts).map(([key, inner]) => [key, withoutPictures(inner)]));
}

/** Sixteen digits by which loose sheets of one document are known. */
function fingerprint(facts: Facts): string {
  return createHash("sha256")
    .update(JSON.stringify(withoutPictures(facts)))
    .digest("hex")
    .slice(0, 16);
}

async function gatherCase(ctx: DeskContext, caseId: CaseId, office: Office) {
  const whole = await readCase(ctx.pool, caseId);
  const exhibits = await readExhibits(ctx, whole);
  const law: LawFacts = await lawFacts(ctx.pool, whole);
  const facts: Facts = {
    ...caseFacts(whole, office),
    ...law.facts,
    chung_cu: exhibits,
    so_chung_cu: String(exhibits.length),
    dia_chi_chinh: (exhibits[0]?.dia_chi as string | undefined) ?? "",
    goi: packageFacts(whole, exhibits),
  };
  return { facts, warnings: law.warnings };
}

/**
 * Everything a document may say, under the names of `fact-catalogue.ts`. Throws `not-found`, and what the store says of bytes that were
 * destroyed or quarantined.
 */
export async function gatherDocumentFacts(
  ctx: DeskContext,
  about: { caseId: CaseId | null; reportId: string | null; typed: Typed; drafter: Pick<PersonRow, "name" | "title"> },
): Promise<Gathered> {
  const office = await readOffice(ctx.pool);
  const { facts, warnings } = about.caseId
    ? await gatherCase(ctx, about.caseId, office)
    : about.reportId
      ? reportFacts(await readReport(ctx, about.reportId))
      : { facts: {}, warnings: [] };
  const { name, title } = about.drafter;
  const gathered = layTyped(
    {
      ...facts,
      co_quan: officeFacts(office),
      nguoi_lap: { ho_ten: name, chuc_vu: title },
      nguoi_ky: signerFacts(office),
    },
    about.typed,
  );
  const system = {
    ten: `Vọng Gác ${readVersion()}`,
    lap_luc: isoSeconds(),
    van_tay: fingerprint(gathered),
    nguoi_chuyen_doi: name,
  };
  return { facts: { ...gathered, he_thong: system }, warnings };
}
