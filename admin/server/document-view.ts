// Promises one document as the desk shows it: fields to fill in, gaps and warnings named, addresses of its bytes.
import { documentRules } from "#core/nouns/document.ts";
import { type DocumentRow, selectScans } from "#core/records/document.ts";
import { readOffice } from "#core/records/office.ts";
import type { LiveSession } from "#core/records/session.ts";
import { usedFields } from "#evidence/dossier/check-template.ts";
import { listFields } from "#evidence/dossier/fact-catalogue.ts";
import { type Facts, findFact } from "#evidence/dossier/fact-tree.ts";
import type { DocumentField, DocumentView } from "../api/documents.ts";
import { type Composed, composeDocument } from "./compose-document.ts";
import type { DeskContext } from "./desk-context.ts";
import { isOwn, missingBefore } from "./issue-document.ts";

/** What people may type over; the rest comes from the case, the office and the sealed bytes. */
const typedGroups = ["van_ban", "nguoi_lap", "nguoi_chung_kien", "nguoi_ky", "tham_dinh", "ben_nhan", "phuong_tien"];
const typedLists = ["can_cu", "dong"];
const clerks = new Set(["van_ban.so", "van_ban.ngay"]);
const longOnes = new Set(["van_ban.noi_dung", "van_ban.de_nghi", "tham_dinh.y_kien"]);
const days = new Set(["van_ban.thoi_han", "van_ban.ngay_den"]);

const inputOf = (name: string): DocumentField["input"] => {
  if (typedLists.includes(name)) return "rows";
  if (longOnes.has(name)) return "text";
  return days.has(name) ? "date" : "line";
};

const listSay: Readonly<Record<string, string>> = {
  can_cu: "Căn cứ thêm hoặc thay (mỗi dòng một văn bản)",
  dong: "Bảng từng trang (mỗi dòng: địa chỉ | tình trạng | kết quả | ghi chú)",
};

export const mayType = (name: string): boolean =>
  !clerks.has(name) && (typedLists.includes(name) || typedGroups.includes(name.split(".")[0]!)) && name.length <= 80;

function fieldsOf({ tree, facts }: Pick<Composed, "tree" | "facts">, typed: DocumentRow["typed"]): DocumentField[] {
  const say = new Map(listFields().map((row) => [row.name, row.say]));
  // In the catalogue's order, so that what is known of one person stands together.
  const used = new Set(usedFields(tree));
  return [...say.keys()]
    .filter((name) => used.has(name) && mayType(name))
    .map((name) => ({
      name,
      say: listSay[name] ?? say.get(name) ?? name,
      input: inputOf(name),
      typed: typed[name] ?? "",
      found: typed[name] ? "" : foundText(facts, name),
    }));
}

function foundText(facts: Facts, name: string): string {
  const value = findFact([facts], name);
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  return (value as readonly Facts[])
    .map((row) =>
      Object.values(row)
        .filter((cell) => typeof cell === "string")
        .join(" | "),
    )
    .join("\n");
}

export async function documentView(ctx: DeskContext, row: DocumentRow, me: LiveSession): Promise<DocumentView> {
  const composed = await composeDocument(ctx, row);
  const { token } = ctx.links.make(row.id, me.tokenSha256);
  const at = (file: string) => `${ctx.origins.evidence}/e/${token}/${file}`;
  const scans = await selectScans(ctx.pool, row.id);
  const isDraft = row.state === "draft";
  return {
    ...lineOf(row),
    outgoing: documentRules[row.kind].outgoing,
    fields: isDraft ? fieldsOf(composed, row.typed) : [],
    signers: (await readOffice(ctx.pool)).signers,
    gaps: isDraft ? [...composed.gaps] : [],
    warnings: isDraft ? [...composed.warnings] : [],
    verdict: isDraft ? composed.verdict : null,
    missing: isDraft ? await missingBefore(ctx, row) : [],
    ownDraft: isOwn(row, { personId: me.personId, login: me.login }),
    hasNumber: composed.model.number !== null,
    templateVersion: row.templateVersion ?? composed.template.version,
    pdfSha256: row.pdfSha256?.toString("hex") ?? null,
    ledgerSeq: row.ledgerSeq,
    withdrawReason: row.withdrawReason,
    scans: scans.map((s) => {
      return {
        id: s.id,
        media: s.media,
        addedBy: s.addedBy,
        addedAt: s.addedAt.toISOString(),
        url: at(`scan/${s.id}`),
      };
    }),
    links: { pdf: at("document.pdf"), docx: at("document.docx"), picture: isDraft ? at("document.png") : null },
  };
}

type Lined = Pick<
  DocumentRow,
  | "id"
  | "kind"
  | "state"
  | "caseId"
  | "caseNumber"
  | "number"
  | "datedOn"
  | "title"
  | "recipients"
  | "madeByLogin"
  | "madeAt"
  | "changedAt"
  | "issuedByLogin"
  | "issuedAt"
>;

export function lineOf(row: Lined) {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    caseId: row.caseId,
    caseNumber: row.caseNumber,
    number: row.number,
    datedOn: row.datedOn,
    title: row.title,
    recipients: row.recipients,
    madeByLogin: row.madeByLogin,
    madeAt: row.madeAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    issuedByLogin: row.issuedByLogin,
    issuedAt: row.issuedAt?.toISOString() ?? null,
  };
}
