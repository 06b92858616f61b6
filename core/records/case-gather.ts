// Promises findings gathered into cases: each with its sealed capture as an exhibit, the dismissed ones refused, the words found again.
import type { Db } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import type { CaseId, FindingId } from "../id.ts";
import type { CaseSource } from "../nouns/case.ts";
import type { Category } from "../nouns/category.ts";
import { now } from "../clock.ts";
import { onCaseWords } from "../law/run-deadlines.ts";
import { addCaseFinding, addExhibit, type FindingFacts, selectFindingFacts } from "./case-exhibit.ts";
import { type Author, insertCase, noteAuthor, refreshSearch } from "./case-file.ts";
import { addIdentifier, addSubject, selectIdentifiers, unknownSubject } from "./case-subject.ts";

/** In the order in which they were asked for. Throws `not-found` for an unknown one, `conflict` for a dismissed one. */
async function selectUsable(tx: Db, ids: readonly FindingId[]): Promise<FindingFacts[]> {
  const known = new Map((await selectFindingFacts(tx, ids)).map((row) => [row.id, row]));
  return [...new Set(ids)].map((id) => {
    const row = known.get(id);
    if (!row) throw new AppError("not-found", { detail: `no finding ${id}` });
    if (row.status !== "new" && row.status !== "confirmed")
      throw new AppError("conflict", {
        detail: `finding ${id} is ${row.status}`,
        cure: "Phát hiện này đã bị bỏ qua hoặc đã dừng xem. Mở lại phát hiện trước, rồi mới đưa vào hồ sơ.",
      });
    return row;
  });
}

export interface Gathered {
  added: FindingFacts[];
  stoodBefore: FindingId[];
}

/**
 * Adds findings, undecided or confirmed, and the captures they stand on as exhibits; their hosts become identifiers read from those captures.
 * Run it inside a transaction. Throws `not-found`, `conflict` (dismissed finding, or a case whose contents stand still).
 */
export async function gatherFindings(tx: Db, caseId: CaseId, ids: readonly FindingId[], by: Author): Promise<Gathered> {
  await noteAuthor(tx, caseId, by);
  const result: Gathered = { added: [], stoodBefore: [] };
  const hosts = new Set((await selectIdentifiers(tx, caseId)).filter((i) => i.kind === "domain").map((i) => i.value));
  for (const row of await selectUsable(tx, ids)) {
    if (!(await addCaseFinding(tx, caseId, row.id, by.login))) {
      result.stoodBefore.push(row.id);
      continue;
    }
    result.added.push(row);
    await addExhibit(
      tx,
      caseId,
      { captureId: row.captureId, findingId: row.id, caption: row.title.slice(0, 500) },
      by.login,
    );
    if (row.host && !hosts.has(row.host)) {
      hosts.add(row.host);
      const { host: value, captureId } = row;
      const identifier = {
        subjectId: null,
        kind: "domain",
        value,
        confidence: "confirmed",
        origin: "",
        captureId,
      } as const;
      await addIdentifier(tx, caseId, identifier, by.login);
    }
  }
  await refreshSearch(tx, caseId);
  return result;
}

export interface NewCase {
  title: string;
  /** Null: that of the first finding. */
  category: Category | null;
  source: CaseSource;
  area: string;
  summary: string;
  conductOn: string | null;
  findingIds: readonly FindingId[];
}

/**
 * A new case with its findings, a subject that is not known yet and the law's deadlines running. It was detected when the first of its
 * findings was. Run it inside a transaction. Throws `input.invalid` (no finding and no category) and what `gatherFindings` throws.
 */
export async function openCase(
  tx: Db,
  c: NewCase,
  prefix: string,
  by: Author,
): Promise<{ id: CaseId; number: string } & Gathered> {
  const { findingIds, category: named, ...words } = c;
  const findings = await selectUsable(tx, findingIds);
  const category = named ?? findings[0]?.category;
  if (!category)
    throw new AppError("input.invalid", {
      detail: "category: a case without findings names its category",
      cure: "Chọn nhóm dấu hiệu cho hồ sơ.",
    });
  const first = Math.min(now().getTime(), ...findings.map((row) => row.createdAt.getTime()));
  const opened = await insertCase(tx, { ...words, category, detectedAt: new Date(first) }, prefix, by);
  await addSubject(tx, opened.id, unknownSubject, by.login);
  await onCaseWords(tx, opened.id, by.login);
  return { ...opened, ...(await gatherFindings(tx, opened.id, findingIds, by)) };
}
