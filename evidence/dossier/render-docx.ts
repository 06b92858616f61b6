// Promises the same document as DOCX that a clerk can go on writing in: Times New Roman, the margins and boxes of appendix I.
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Footer,
  Header,
  ImageRun,
  type ISectionOptions,
  Packer,
  PageBreak,
  PageNumber,
  PageOrientation,
  Paragraph,
  Tab,
  Table,
  TextRun,
} from "docx";
import { type Annex, type Block, type DocumentModel, hasBlank, type Line } from "./document-model.ts";
import { docxEnd, docxHead } from "./docx-boxes.ts";
import { gridTable } from "./docx-table.ts";
import { hashLines } from "./render-html.ts";

/** Half-points. */
export const bodySize = 28;
const lineTwips = 300;
const indentTwips = convertMillimetersToTwip(10);
const contentWidthPx = Math.round((160 / 25.4) * 96);

export const textRuns = (line: Line, size = bodySize): TextRun[] =>
  line.map((run) => new TextRun({ text: run.text, size, bold: run.bold === true, italics: run.italic === true }));

function paragraph(look: (Block & { kind: "paragraph" })["look"] | "basis", line: Line): Paragraph {
  const strong = look === "heading" || look === "subheading";
  const shown = line.map((run) => ({
    ...run,
    bold: strong || run.bold === true,
    italic: look === "basis" || run.italic === true,
  }));
  const indented = look === "body" || look === "item" || look === "basis";
  return new Paragraph({
    children: textRuns(look === "item" ? [{ text: "- " }, ...shown] : shown),
    alignment:
      look === "centred"
        ? AlignmentType.CENTER
        : strong || hasBlank(line)
          ? AlignmentType.LEFT
          : AlignmentType.JUSTIFIED,
    spacing: { before: look === "heading" ? 160 : 0, after: 120, line: lineTwips },
    keepNext: strong,
    ...(indented ? { indent: { firstLine: indentTwips } } : {}),
  });
}

function picture(b: Block & { kind: "picture" }): Paragraph[] {
  const { png, widthPx, heightPx } = b.picture;
  const scale = Math.min(1, contentWidthPx / widthPx, 560 / heightPx);
  const transformation = { width: Math.round(widthPx * scale), height: Math.round(heightPx * scale) };
  const image = new ImageRun({ type: "png", data: Buffer.from(png), transformation });
  const caption = b.caption.map((run) => ({ ...run, italic: true }));
  return [
    new Paragraph({ children: [image], alignment: AlignmentType.CENTER, keepNext: true }),
    new Paragraph({ children: textRuns(caption, 24), alignment: AlignmentType.CENTER, spacing: { after: 160 } }),
  ];
}

function hashBox(hex: string): Paragraph {
  const side = { style: BorderStyle.SINGLE, size: 6, space: 4, color: "000000" };
  const lines = hashLines(hex).map((text, i) => new TextRun({ text, size: 26, ...(i > 0 ? { break: 1 } : {}) }));
  return new Paragraph({
    children: lines,
    alignment: AlignmentType.CENTER,
    border: { top: side, bottom: side, left: side, right: side },
    spacing: { after: 160 },
  });
}

function block(b: Block, widthMm: number): (Paragraph | Table)[] {
  switch (b.kind) {
    case "paragraph":
      return [paragraph(b.look, b.line)];
    case "facts":
      return gridTable(
        [34, 66],
        null,
        b.rows.map(({ label, value }) => [[{ text: label }], value]),
        widthMm,
      );
    case "table":
      return gridTable(
        b.columns.map((c) => c.percent),
        b.columns.map((c) => c.head),
        b.rows,
        widthMm,
      );
    case "picture":
      return picture(b);
    case "hash":
      return [hashBox(b.hex)];
    case "break":
      return [new Paragraph({ children: [new PageBreak()] })];
  }
}

const addressees = (lines: readonly Line[]): Paragraph[] => {
  if (lines.length === 0) return [];
  const [first] = lines;
  if (lines.length === 1)
    return [
      new Paragraph({
        children: textRuns([{ text: "Kính gửi: " }, ...first!]),
        alignment: AlignmentType.CENTER,
        spacing: { before: 240, after: 200 },
      }),
    ];
  const indent = { left: convertMillimetersToTwip(30) };
  return [
    new Paragraph({ children: textRuns([{ text: "Kính gửi:" }]), indent, spacing: { before: 240 } }),
    ...lines.map(
      (line, i) =>
        new Paragraph({
          children: textRuns([{ text: "- " }, ...line]),
          indent,
          spacing: { after: i === lines.length - 1 ? 200 : 40 },
        }),
    ),
  ];
};

const bases = (lines: readonly Line[]): Paragraph[] =>
  lines.map((line, i) => paragraph("basis", [...line, { text: i === lines.length - 1 ? "." : ";" }]));

const centred = (text: string, size: number, caps: boolean) =>
  new Paragraph({
    children: [new TextRun({ text, size, bold: true, allCaps: caps })],
    alignment: AlignmentType.CENTER,
  });

const annexBody = (a: Annex): (Paragraph | Table)[] => [
  centred(a.title, 28, false),
  ...(a.subject ? [centred(a.subject, 28, true)] : []),
  new Paragraph({ spacing: { after: 80 } }),
  ...a.blocks.flatMap((b) => block(b, a.landscape ? 247 : 160)),
];

function footer(foot: string): Footer {
  const children = [
    new TextRun({ text: foot, size: 18 }),
    new TextRun({ children: [new Tab(), "Trang ", PageNumber.CURRENT, "/", PageNumber.TOTAL_PAGES], size: 18 }),
  ];
  const tabStops = [{ type: "right" as const, position: convertMillimetersToTwip(160) }];
  return new Footer({ children: foot ? [new Paragraph({ children, tabStops })] : [new Paragraph({})] });
}

/** Every section counts its pages from 1 and hides the number on its first page, as annexes are numbered by themselves. */
function section(children: (Paragraph | Table)[], landscape: boolean, foot: string): ISectionOptions {
  const mm = convertMillimetersToTwip;
  const number = new Paragraph({
    children: [new TextRun({ children: [PageNumber.CURRENT], size: 26 })],
    alignment: AlignmentType.CENTER,
  });
  return {
    properties: {
      titlePage: true,
      page: {
        // The library swaps the sides itself where the page lies.
        size: {
          width: mm(210),
          height: mm(297),
          orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(20), header: mm(9), footer: mm(9) },
        pageNumbers: { start: 1 },
      },
    },
    headers: { default: new Header({ children: [number] }), first: new Header({ children: [new Paragraph({})] }) },
    footers: { default: footer(foot), first: footer(foot) },
    children,
  };
}

/** `created` is RFC 3339. */
export async function documentDocx(d: DocumentModel): Promise<Buffer> {
  const title = [d.title, d.subject || d.about].filter(Boolean).join(" ");
  const main = [
    ...docxHead(d),
    ...addressees(d.addressees),
    ...bases(d.bases),
    ...d.blocks.flatMap((b) => block(b, 160)),
    ...docxEnd(d),
  ];
  const file = new Document({
    title,
    creator: d.agency,
    styles: {
      default: { document: { run: { font: "Times New Roman", size: bodySize, language: { value: "vi-VN" } } } },
    },
    sections: [section(main, false, d.foot), ...d.annexes.map((a) => section(annexBody(a), a.landscape, d.foot))],
  });
  return Packer.toBuffer(file);
}
