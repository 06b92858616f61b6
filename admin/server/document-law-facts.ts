// Promises the articles of a case as documents cite them, both amounts, and a warning for each that did not stand on that day.
import { now } from "#core/clock.ts";
import type { Db } from "#core/db/sql.ts";
import { type Amounts, amountsOf } from "#core/law/amounts.ts";
import { checkCitations, type CitationProblem } from "#core/law/check-citations.ts";
import { instrumentOn } from "#core/law/law-on.ts";
import { vietnamDay } from "#core/law/working-days.ts";
import type { LawInstrument } from "#core/nouns/law.ts";
import type { CaseWhole } from "#core/records/case-whole.ts";
import { readLawBook, selectLawArticles } from "#core/records/law.ts";
import { numberFigures } from "#evidence/dossier/amount-words.ts";
import type { Facts } from "#evidence/dossier/fact-tree.ts";
import { dateShort, dateWords } from "#evidence/dossier/vietnamese-time.ts";

export interface LawFacts {
  /** `dieu_luat` and `can_cu`. */
  facts: Facts;
  warnings: readonly string[];
}

const problemWords: Readonly<Record<CitationProblem, (detail: string) => string>> = {
  unknown: () => "không còn trong sổ văn bản pháp luật",
  "set-aside": (day) => `đã bị gạt khỏi sổ ngày ${dateShort(day)}`,
  "no-conduct-date": () => "chưa ghi ngày xảy ra để chọn văn bản",
  "not-yet": (day) => `chưa có hiệu lực vào ngày xảy ra (từ ${dateShort(day)})`,
  expired: (day) => `hết hiệu lực vào ngày xảy ra (đến ${dateShort(day)})`,
  "lighter-now": () => "có quy định mới nhẹ hơn, cần đối chiếu",
  unverified: () => "chưa kiểm chứng",
};

const kindWords: Readonly<Record<LawInstrument["kind"], string>> = {
  law: "",
  decree: "Nghị định số",
  circular: "Thông tư số",
  decision: "Quyết định số",
  plan: "Kế hoạch số",
  other: "",
};

/** The first citation in full, as appendix I asks: kind, number, day, issuer, title; a law by its title. */
function fullName(i: LawInstrument): string {
  const numbered = [kindWords[i.kind], i.number].filter(Boolean).join(" ");
  if (i.kind === "law") return i.title;
  const day = i.issuedOn ? dateWords(i.issuedOn) : "";
  const title = i.title.replace(/^(?:Nghị định|Thông tư|Quyết định|Kế hoạch) /u, "");
  return [numbered, day, i.issuer && `của ${i.issuer}`, title].filter(Boolean).join(" ");
}

const shortName = (i: LawInstrument): string =>
  i.kind === "law" ? i.title : [kindWords[i.kind], i.number].filter(Boolean).join(" ");

const bracket = (amounts: Amounts | null, who: "individual" | "organisation"): string =>
  amounts ? `từ ${numberFigures(amounts[who].from)} đến ${numberFigures(amounts[who].to)} đồng` : "";

export async function lawFacts(db: Db, whole: CaseWhole): Promise<LawFacts> {
  const ids = [...new Set(whole.charges.map((charge) => charge.articleId))];
  if (ids.length === 0) return { facts: { dieu_luat: [], can_cu: [] }, warnings: [] };
  const [book, rows] = [await readLawBook(db), await selectLawArticles(db, ids)];
  const today = vietnamDay(now());
  const conductOn = whole.file.conductOn;
  const problems = checkCitations(book, { ids, rows }, { conductOn, today });
  const said = (id: string) =>
    problems.filter((p) => p.articleId === id).map((p) => problemWords[p.problem](p.detail ?? ""));
  const cited = rows.map((article) => ({
    article,
    instrument: instrumentOn(book, article.instrument, conductOn ?? today),
  }));
  const bases = [...new Map(cited.flatMap(({ instrument: i }) => (i ? [[i.id, fullName(i)]] : []))).values()];
  const articles = cited.map(({ article, instrument }): Facts => {
    const amounts = amountsOf(article);
    return {
      van_ban: instrument ? shortName(instrument) : "",
      dieu: article.article,
      noi_dung: article.conduct,
      muc_ca_nhan: bracket(amounts, "individual"),
      muc_to_chuc: bracket(amounts, "organisation"),
      canh_bao: said(article.id).join("; "),
    };
  });
  const warnings = ids.flatMap((id) => {
    const row = cited.find(({ article }) => article.id === id);
    const name = row ? `${row.article.article} ${row.instrument ? shortName(row.instrument) : ""}`.trim() : id;
    return said(id).map((words) => `${name}: ${words}`);
  });
  return { facts: { dieu_luat: articles, can_cu: bases.map((ten): Facts => ({ ten })) }, warnings };
}
