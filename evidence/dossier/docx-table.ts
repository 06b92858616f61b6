// Promises tables of a DOCX with widths in millimetres, a head that repeats on every page, and no row torn in two.
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from "docx";
import type { Line } from "./document-model.ts";

const line = { style: BorderStyle.SINGLE, size: 4, color: "000000" };
const none = { style: BorderStyle.NONE, size: 0, color: "auto" };
const size = 24;

const runs = (cell: Line) =>
  cell.map((run) => new TextRun({ text: run.text, size, bold: run.bold === true, italics: run.italic === true }));

const margins = { top: 40, bottom: 40, left: 80, right: 80 };

/** Word wants a paragraph after a table; this one is too thin to begin a page of its own. */
const thinLine = () => new Paragraph({ spacing: { after: 100, line: 20, lineRule: "exact" }, run: { size: 2 } });

/** `percents` sum to 100; `widthMm` is the room between the margins. */
export function gridTable(
  percents: readonly number[],
  heads: readonly string[] | null,
  rows: readonly (readonly Line[])[],
  widthMm: number,
): (Paragraph | Table)[] {
  const widths = percents.map((percent) => convertMillimetersToTwip((widthMm * percent) / 100));
  const cell = (children: Paragraph[], i: number) =>
    new TableCell({
      children,
      margins,
      width: { size: widths[i]!, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.TOP,
    });
  const head =
    heads &&
    new TableRow({
      tableHeader: true,
      cantSplit: true,
      children: heads.map((text, i) =>
        cell(
          [new Paragraph({ children: [new TextRun({ text, size, bold: true })], alignment: AlignmentType.CENTER })],
          i,
        ),
      ),
    });
  const body = rows.map(
    (row) =>
      new TableRow({
        cantSplit: true,
        children: row.map((c, i) => cell([new Paragraph({ children: runs(c), run: { size } })], i)),
      }),
  );
  const table = new Table({
    rows: head ? [head, ...body] : body,
    columnWidths: widths,
    width: { size: widths.reduce((sum, w) => sum + w, 0), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
  });
  return [table, thinLine()];
}

/** Two columns without lines, for boxes that stand beside each other. */
export function plainTable(
  rows: readonly (readonly [Paragraph[], Paragraph[]])[],
  leftMm: number,
  rightMm: number,
): Table {
  const widths = [leftMm, rightMm].map((mm) => convertMillimetersToTwip(mm));
  const cells = (row: readonly [Paragraph[], Paragraph[]]) =>
    row.map(
      (children, i) =>
        new TableCell({ children, margins: { left: 0, right: 0 }, width: { size: widths[i]!, type: WidthType.DXA } }),
    );
  return new Table({
    rows: rows.map((row) => new TableRow({ cantSplit: true, children: cells(row) })),
    columnWidths: widths,
    width: { size: widths[0]! + widths[1]!, type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
  });
}
