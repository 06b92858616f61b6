// Promises a report in the words of documents: its sections with their figures, tables and texts, beside the period it is compared with.
import { figureLabels } from "#core/report/figure-labels.ts";
import { numberFigures } from "#evidence/dossier/amount-words.ts";
import { findVerdict } from "#evidence/dossier/check-words.ts";
import type { Facts } from "#evidence/dossier/fact-tree.ts";
import { dateShort } from "#evidence/dossier/vietnamese-time.ts";
import type { FigureView, ReportView, SectionView } from "../api/reports.ts";

const amount = (vnd: number): string => (vnd === 0 ? "" : String(vnd));

const days = ({ from, to }: { from: string; to: string }): string =>
  `từ ngày ${dateShort(from)} đến ngày ${dateShort(to)}`;

/** "+5 (25,0 %)"; without a share where there was nothing before; "" where nothing is compared. */
function change(now: number, before: FigureView | null): string {
  if (!before) return "";
  const by = now - before.count;
  const said = by === 0 ? "0" : `${by > 0 ? "+" : "−"}${numberFigures(Math.abs(by))}`;
  if (before.count === 0 || by === 0) return said;
  return `${said} (${((Math.abs(by) / before.count) * 100).toFixed(1).replace(".", ",")} %)`;
}

function row(label: string, line: FigureView & { before: FigureView | null }): Facts {
  return {
    chi_tieu: label,
    so_luong: String(line.count),
    so_tien: amount(line.amount),
    ky_truoc: line.before ? String(line.before.count) : "",
    tang_giam: change(line.count, line.before),
  };
}

function categoryRows(table: SectionView["byCategory"]): Facts[] {
  if (!table) return [];
  return [...table.rows.map((c) => row(c.label, c)), row("Tổng số", { ...table.total, before: null })];
}

function sectionFacts(section: SectionView, texts: ReportView["texts"]): Facts {
  const { counters } = section;
  return {
    so_muc: section.number,
    ten_muc: section.title,
    loi_van: section.text ? (texts[section.text] ?? "") : "",
    so_lieu: section.figures.map((f) => row(figureLabels[f.name], f)),
    linh_vuc: categoryRows(section.byCategory),
    phoi_hop: (section.byAgency ?? []).map((a) => ({
      co_quan_nhan: a.agency,
      da_gui: String(a.sent),
      da_tra_loi: String(a.answered),
      thiet_hai: amount(a.damage),
    })),
    chi_so: (counters?.now ?? []).map((c) => ({
      ten_chi_so: c.name,
      tu: c.fromDay,
      den: c.toDay,
      gia_tri: String(c.value),
      ghi_chu: c.note,
    })),
    vu_viec: (section.cases ?? []).map((c) => ({ ten_vu: c.label, luc: c.at })),
  };
}

/** Under the names of `fact-catalogue.ts`; warns of a text that pronounces a verdict. */
export function reportFacts(view: ReportView): { facts: Facts; warnings: string[] } {
  const { figures, texts } = view;
  const { requested, removed, medianHours } = figures.takedowns;
  const verdict = findVerdict(Object.values(texts).flatMap((text) => text.split(/\r?\n/)));
  const facts: Facts = {
    bao_cao: {
      ten: view.title.replace(/^báo cáo\s+/iu, "").replace(/^./u, (first) => first.toLocaleUpperCase("vi")),
      ky: days(figures.period),
      ky_so_sanh: figures.compared ? days(figures.compared) : "",
      yeu_cau_go: String(requested),
      da_go: String(removed),
      gio_trung_vi: medianHours === null ? "" : String(Math.round(medianHours * 10) / 10).replace(".", ","),
      chot_luc: view.issuedAt ?? "",
    },
    muc: figures.sections.map((section) => sectionFacts(section, texts)),
  };
  const warnings =
    verdict === null ? [] : [`Phần lời văn của báo cáo nói “vi phạm”: “${verdict.trim().slice(0, 160)}”`];
  return { facts, warnings };
}
