// Promises the boxes of appendix I in a DOCX: agency and state on top, title, signatures with the recipients beside or below them.
import { AlignmentType, BorderStyle, Paragraph, type Table, TextRun } from "docx";
import type { DocumentModel, Line, Signature } from "./document-model.ts";
import { plainTable } from "./docx-table.ts";

interface Look {
  size: number;
  bold?: boolean;
  italics?: boolean;
  caps?: boolean;
  before?: number;
  after?: number;
}

const runs = (line: Line, look: Look) =>
  line.map(
    (run) =>
      new TextRun({
        text: run.text,
        size: look.size,
        bold: look.bold === true || run.bold === true,
        italics: look.italics === true || run.italic === true,
        allCaps: look.caps === true,
      }),
  );

const centred = (line: Line, look: Look) =>
  new Paragraph({
    children: runs(line, look),
    alignment: AlignmentType.CENTER,
    spacing: { before: look.before ?? 0, after: look.after ?? 0 },
  });

const said = (text: string): Line => [{ text }];

/** A rule in the middle of its column, `inset` twips from each side. */
const rule = (inset: number, after: number) =>
  new Paragraph({
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: "000000" } },
    indent: { left: inset, right: inset },
    spacing: { before: 20, after, line: 120, lineRule: "exact" },
  });

/** The state's name takes 87 mm at 12 pt. */
const [leftMm, rightMm] = [68, 92];

export function docxHead(d: DocumentModel): (Paragraph | Table)[] {
  const left = [
    ...(d.parentAgency ? [centred(said(d.parentAgency), { size: 24, caps: true })] : []),
    centred(said(d.agency || ".".repeat(24)), { size: 24, bold: true, caps: true }),
    rule(1180, 60),
  ];
  const right = [
    centred(said("Cộng hòa xã hội chủ nghĩa Việt Nam"), { size: 24, bold: true, caps: true }),
    centred(said("Độc lập - Tự do - Hạnh phúc"), { size: 26, bold: true }),
    rule(1010, 60),
  ];
  const number = [
    ...(d.number ? [centred(d.number, { size: 26 })] : []),
    ...(d.about ? [centred(said(d.about), { size: 24, before: 120 })] : []),
  ];
  const place = d.placeAndDate ? [centred(d.placeAndDate, { size: 26, italics: true })] : [];
  const second = [orEmpty(number), orEmpty(place)] as const;
  const title = d.title
    ? [
        centred(said(d.title), { size: 28, bold: true, caps: true, before: 280 }),
        ...(d.subject ? [centred(said(d.subject), { size: 28, bold: true })] : []),
        rule(3200, 160),
      ]
    : [];
  return [plainTable([[left, right], second], leftMm, rightMm), ...title];
}

const orEmpty = (paragraphs: Paragraph[]) => (paragraphs.length > 0 ? paragraphs : [new Paragraph({})]);

function signature(s: Signature | undefined): Paragraph[] {
  if (!s) return [new Paragraph({})];
  return [
    ...s.lines.map((text) => centred(said(text), { size: 28, bold: true, caps: true })),
    ...(s.note ? [centred(said(s.note), { size: 28, italics: true })] : []),
    centred(said(s.name), { size: 28, bold: true, before: 1240 }),
  ];
}

function recipients(lines: readonly Line[]): Paragraph[] {
  if (lines.length === 0) return [new Paragraph({})];
  return [
    new Paragraph({ children: runs(said("Nơi nhận:"), { size: 24, bold: true, italics: true }) }),
    ...lines.map(
      (line, i) =>
        new Paragraph({
          children: runs([{ text: "- " }, ...line, { text: i === lines.length - 1 ? "." : ";" }], { size: 22 }),
        }),
    ),
  ];
}

export function docxEnd(d: DocumentModel): (Paragraph | Table)[] {
  const [first, second] = d.signatures;
  const gap = new Paragraph({ spacing: { after: 60 } });
  if (!second) return [gap, plainTable([[recipients(d.recipients), signature(first)]], 80, 80)];
  const rows: [Paragraph[], Paragraph[]][] = [
    [signature(first), signature(second)],
    [recipients(d.recipients), [new Paragraph({})]],
  ];
  return [gap, plainTable(rows, 80, 80)];
}
