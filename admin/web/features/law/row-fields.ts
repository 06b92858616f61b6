// Promises which fields each table of the law has in its form, and how a form becomes a row.
import type { LawTable } from "../../../api/law.ts";
import { t } from "../../i18n/messages.ts";

export type FieldName = keyof typeof t.law.fields;
export interface RowField {
  name: FieldName;
  kind: "text" | "area" | "day" | "number" | "list" | "check" | { options: readonly string[] };
  required?: boolean;
}

const text = (name: FieldName, required = false): RowField => ({ name, kind: "text", required });
const day = (name: FieldName, required = false): RowField => ({ name, kind: "day", required });
const list = (name: FieldName): RowField => ({ name, kind: "list" });
const number = (name: FieldName): RowField => ({ name, kind: "number" });
const choose = (name: FieldName, options: readonly string[]): RowField => ({ name, kind: { options }, required: true });
const maybe = (name: FieldName, options: readonly string[]): RowField => ({
  name,
  kind: { options: ["", ...options] },
});

const valid = [day("effectiveFrom"), day("effectiveTo")];
const said: RowField[] = [
  { name: "note", kind: "area" },
  text("source", true),
  choose("mark", ["P", "2", "1", "K", "?"]),
];
const start = [text("series", true)];

export const rowFields: Record<LawTable, RowField[]> = {
  instruments: [
    ...start,
    choose("kind", ["law", "decree", "circular", "decision", "plan", "other"]),
    text("number"),
    text("title", true),
    text("issuer"),
    day("issuedOn"),
    ...valid,
    text("replacedBy"),
    text("lighterArticle"),
    ...said,
  ],
  articles: [
    ...start,
    text("instrument", true),
    choose("kind", ["sanction", "duty", "crime"]),
    text("article"),
    { name: "conduct", kind: "area", required: true },
    list("categories"),
    number("amountFrom"),
    number("amountTo"),
    maybe("amountIs", ["individual", "organisation"]),
    number("organisationFactor"),
    list("remedies"),
    list("additional"),
    list("follows"),
    ...valid,
    ...said,
  ],
  competences: [
    ...start,
    text("instrument", true),
    text("article"),
    text("position", true),
    number("ceilingIndividual"),
    number("ceilingOrganisation"),
    ...valid,
    ...said,
  ],
  terms: [
    ...start,
    text("instrument", true),
    text("article"),
    text("label", true),
    choose("event", Object.keys(t.law.events)),
    number("amount"),
    maybe("unit", Object.keys(t.law.units)),
    text("monthDay"),
    { name: "isBefore", kind: "check" },
    { name: "movesOn", kind: "check" },
    ...valid,
    ...said,
  ],
  holidays: [day("day", true), text("name", true), choose("kind", ["off", "make-up-working"]), ...said],
  agencies: [
    ...start,
    text("name", true),
    choose("kind", [
      "police",
      "department",
      "committee",
      "ministry",
      "registrar",
      "platform",
      "press",
      "market",
      "court",
      "other",
    ]),
    text("address"),
    text("email"),
    text("phone"),
    list("aliases"),
    ...valid,
    ...said,
  ],
};

/** What an option is called. */
export function sayOption(field: FieldName, value: string): string {
  if (value === "") return "—";
  if (field === "mark") return `${value}: ${t.law.marks[value as keyof typeof t.law.marks]}`;
  if (field === "event") return t.law.events[value as keyof typeof t.law.events];
  if (field === "unit") return t.law.units[value as keyof typeof t.law.units];
  return t.law.options[value] ?? value;
}

export type Values = Record<string, string | boolean>;

/** A row as the form shows it; of a new row the empty form. */
export function toValues(table: LawTable, row: Record<string, unknown> | null): Values {
  return Object.fromEntries(
    rowFields[table].map(({ name, kind }) => {
      const value = row?.[name];
      if (kind === "check") return [name, row ? value === true : name === "movesOn"];
      if (kind === "list") return [name, ((value as string[] | undefined) ?? []).join("\n")];
      if (value === undefined || value === null)
        return [name, typeof kind === "object" ? (kind.options[0] ?? "") : name === "organisationFactor" ? "2" : ""];
      return [name, typeof value === "string" ? value : JSON.stringify(value)];
    }),
  );
}

/** What is sent: empty optional fields are nothing, numbers are digits without separators. */
export function toRow(table: LawTable, values: Values): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const { name, kind } of rowFields[table]) {
    const value = values[name];
    if (typeof value === "boolean") row[name] = value;
    else if (kind === "list")
      row[name] = (value ?? "")
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean);
    else if (kind === "number") {
      const digits = (value ?? "").replace(/[.\s]/g, "").replace(",", ".");
      if (digits !== "") row[name] = Number(digits);
    } else if (value !== undefined && value.trim() !== "") row[name] = value.trim();
  }
  const named = values[table === "holidays" ? "day" : "series"];
  const series = typeof named === "string" ? named.trim() : "";
  return { ...row, series, id: series };
}
