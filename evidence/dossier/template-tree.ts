// Promises a template as a tree: fixed words and named fields, so that a filled-in value can never become markup.

export interface Piece {
  /** Fixed words, or null where a field stands. */
  text: string | null;
  field: string;
  filter: string;
  bold: boolean;
  italic: boolean;
}
export type Pieces = readonly Piece[];

export type Look = "body" | "heading" | "subheading" | "item" | "flat" | "centred";

/** `line` is where it stands in the text, from 1. */
export type TemplateNode = { line: number } & (
  | { kind: "line"; look: Look; pieces: Pieces }
  | { kind: "row"; label: Pieces; value: Pieces }
  | { kind: "table"; list: string; columns: readonly { head: string; percent: number; pieces: Pieces }[] }
  | { kind: "picture"; field: string; caption: Pieces }
  | { kind: "hash"; field: string }
  | { kind: "break" }
  | { kind: "annex"; landscape: boolean; title: Pieces; subject: Pieces }
  | { kind: "section"; field: string; inverted: boolean; nodes: TemplateNode[] }
);

/** Entries of the head, by their Vietnamese names. */
export const headNames = {
  symbol: "KÝ HIỆU",
  title: "TÊN LOẠI",
  subject: "TRÍCH YẾU",
  about: "VỀ VIỆC",
  place: "ĐỊA DANH",
  addressees: "KÍNH GỬI",
  bases: "CĂN CỨ",
  leftPost: "KÝ TRÁI",
  leftName: "TÊN TRÁI",
  rightPost: "KÝ PHẢI",
  rightName: "TÊN PHẢI",
  signNote: "GHI CHÚ KÝ",
  recipients: "NƠI NHẬN",
  foot: "CHÂN TRANG",
} as const;
export type HeadName = keyof typeof headNames;

export interface Template {
  head: Readonly<Partial<Record<HeadName, { line: number; nodes: TemplateNode[] }>>>;
  body: readonly TemplateNode[];
}
