// Promises an administrative document as a value: what stands on it and where, for the PDF and the DOCX alike.

/** A piece of a line in one look. `blank` is a dotted line to be filled in by hand; its text says how long it is. */
export interface Run {
  text: string;
  bold?: boolean;
  italic?: boolean;
  blank?: boolean;
}
export type Line = readonly Run[];

export type ParagraphLook = "body" | "heading" | "subheading" | "item" | "flat" | "centred";

/** PNG, in pixels. */
export interface Picture {
  png: Uint8Array;
  widthPx: number;
  heightPx: number;
}

export type Block =
  | { kind: "paragraph"; look: ParagraphLook; line: Line }
  | { kind: "facts"; rows: readonly { label: string; value: Line }[] }
  | { kind: "table"; columns: readonly { head: string; percent: number }[]; rows: readonly (readonly Line[])[] }
  | { kind: "picture"; picture: Picture; caption: Line }
  | { kind: "hash"; hex: string }
  | { kind: "break" };

/** Box 7 of Appendix I: authority and post in capitals, the name under the room for signature and seal. */
export interface Signature {
  lines: readonly string[];
  /** Such as "(Ký, ghi rõ họ tên)"; empty for none. */
  note: string;
  name: string;
}

export interface Annex {
  title: string;
  subject: string;
  /** Tables that need the width; Appendix I allows it for annexes. */
  landscape: boolean;
  blocks: readonly Block[];
}

export interface DocumentModel {
  parentAgency: string;
  agency: string;
  /** Whole line, such as "Số: 05/BC-XYZ"; the blank for the clerk is inside. Null where the form has none. */
  number: Line | null;
  /** "V/v …" of an official letter; empty for all others. */
  about: string;
  /** Null for minutes, whose form has no such line (form 1.9). */
  placeAndDate: Line | null;
  title: string;
  subject: string;
  addressees: readonly Line[];
  /** The legal bases, without the mark at their ends. */
  bases: readonly Line[];
  blocks: readonly Block[];
  signatures: readonly Signature[];
  recipients: readonly Line[];
  /** Small, at the foot of every page beside "Trang x/y"; empty for letters. */
  foot: string;
  annexes: readonly Annex[];
}

/** A line with a place to be filled in by hand is not stretched to the margin. */
export const hasBlank = (line: Line): boolean => line.some((run) => run.blank === true);
