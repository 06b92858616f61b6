// Promises what each table of the law shows: its columns, and one cell a column.
import type { ReactNode } from "react";
import type {
  AgencyView,
  ArticleView,
  CompetenceView,
  HolidayView,
  InstrumentView,
  LawPage,
  LawTable,
  TermView,
} from "../../../api/law.ts";
import { t } from "../../i18n/messages.ts";
import styles from "./law.module.css";
import { sayBracket, sayMoney, sayTerm, sayValidity } from "./say-law.tsx";
import { sayDay } from "../../ui/days.ts";

type Row = LawPage["items"][number];
interface Column {
  title: string;
  cell: (row: Row) => ReactNode;
}

const column = <R extends Row>(title: string, cell: (row: R) => ReactNode): Column => ({
  title,
  cell: (row) => cell(row as R),
});
const { fields } = t.law;
const validity = column(t.law.effective, (row: ArticleView) => sayValidity(row));
const cites = (row: { article: string; instrument: string }) =>
  [row.article, row.instrument].filter(Boolean).join(" · ");
const Money = ({ children }: { children: ReactNode }) => <span className={styles.money}>{children}</span>;
const noted = (main: ReactNode, note: string) => (
  <>
    {main}
    {note ? <div className={styles.soft}>{note}</div> : null}
  </>
);

function sayCategories(row: ArticleView): string {
  const named = t.category as Record<string, string>;
  return row.categories.map((code) => named[code] ?? t.law.options[code] ?? code).join("; ");
}

function ArticleAmount({ row }: { row: ArticleView }) {
  if (row.amountFrom === null || row.amountTo === null) return <span className={styles.soft}>—</span>;
  const who = row.amountIs === "individual" ? t.law.individual : t.law.organisation;
  return (
    <Money>
      {sayBracket({ from: row.amountFrom, to: row.amountTo })}
      <div className={styles.soft}>{who}</div>
    </Money>
  );
}

const ceiling = (amount: number | null) => <Money>{amount === null ? "—" : sayMoney(amount)}</Money>;

export const lawColumns: Record<LawTable, Column[]> = {
  articles: [
    column(fields.article, (row: ArticleView) => cites(row)),
    column(fields.conduct, (row: ArticleView) => noted(row.conduct, row.note)),
    column(fields.categories, sayCategories),
    column(t.law.bracket, (row: ArticleView) => <ArticleAmount row={row} />),
    validity,
  ],
  instruments: [
    column(fields.number, (row: InstrumentView) => row.number || "—"),
    column(fields.title, (row: InstrumentView) => noted(row.title, row.note)),
    column(fields.kind, (row: InstrumentView) => t.law.options[row.kind]),
    column(t.law.effective, (row: InstrumentView) => sayValidity(row)),
    column(fields.replacedBy, (row: InstrumentView) => row.replacedBy ?? ""),
  ],
  competences: [
    column(fields.position, (row: CompetenceView) => noted(row.position, row.note)),
    column(fields.article, (row: CompetenceView) => cites(row)),
    column(fields.ceilingIndividual, (row: CompetenceView) => ceiling(row.ceilingIndividual)),
    column(fields.ceilingOrganisation, (row: CompetenceView) => ceiling(row.ceilingOrganisation)),
    column(t.law.effective, (row: CompetenceView) => sayValidity(row)),
  ],
  terms: [
    column(fields.label, (row: TermView) => noted(row.label, row.note)),
    column(t.law.tabs.terms, (row: TermView) => sayTerm(row)),
    column(fields.event, (row: TermView) => t.law.events[row.event]),
    column(fields.article, (row: TermView) => cites(row)),
    column(t.law.effective, (row: TermView) => sayValidity(row)),
  ],
  holidays: [
    column(fields.day, (row: HolidayView) => <Money>{sayDay(row.day)}</Money>),
    column(fields.name, (row: HolidayView) => noted(row.name, row.note)),
    column(fields.kind, (row: HolidayView) => t.law.options[row.kind]),
  ],
  agencies: [
    column(fields.name, (row: AgencyView) => noted(row.name, row.aliases.join(", "))),
    column(fields.kind, (row: AgencyView) => t.law.options[row.kind]),
    column(fields.address, (row: AgencyView) => row.address),
    column(fields.email, (row: AgencyView) => noted(row.email, row.phone)),
    column(fields.note, (row: AgencyView) => row.note),
  ],
};
