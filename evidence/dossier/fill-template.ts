// Promises a template filled with facts: the document as a value, what was missing in it, and which words are the office's own.
import type { Annex, Block, DocumentModel, Line, Run, Signature } from "./document-model.ts";
import { findFact, type Facts, type FactValue, isPicture } from "./fact-tree.ts";
import { visibleText } from "./html.ts";
import { applyFilter } from "./template-filters.ts";
import type { HeadName, Pieces, Template, TemplateNode } from "./template-tree.ts";
import { dateWords } from "./vietnamese-time.ts";

export interface Filled {
  model: DocumentModel;
  /** Names of fields without a value, in the order of the document; each stands as a dotted blank. */
  missing: readonly string[];
  /** The template's fixed words: with what was typed, all that the office itself says. */
  ownWords: readonly string[];
}

interface Filling {
  scopes: readonly Facts[];
  missing: Set<string>;
  own: string[];
}

const blank = (dots: number): Run => ({ text: ".".repeat(dots), blank: true });

const textOf = (value: FactValue): string =>
  typeof value === "string" ? visibleText(value).trim().normalize("NFC") : "";

function isSet(value: FactValue): boolean {
  if (typeof value === "string") return value.trim() !== "";
  return Array.isArray(value) ? value.length > 0 : value !== null;
}

function fillPieces(pieces: Pieces, filling: Filling): Line {
  return pieces.map((piece): Run => {
    const look = { ...(piece.bold ? { bold: true } : {}), ...(piece.italic ? { italic: true } : {}) };
    if (piece.text !== null) {
      filling.own.push(piece.text);
      return { text: piece.text, ...look };
    }
    const text = textOf(findFact(filling.scopes, piece.field));
    if (text) return { text: applyFilter(piece.filter, text), ...look };
    filling.missing.add(piece.field);
    return { ...blank(24), ...look };
  });
}

/** A value of several lines that stands alone is several paragraphs, as it was typed. */
function fillLines(pieces: Pieces, filling: Filling): Line[] {
  const [only] = pieces;
  const value = pieces.length === 1 && only?.text === null ? findFact(filling.scopes, only.field) : null;
  const lines = typeof value === "string" ? value.split(/\r?\n/).filter((line) => line.trim()) : [];
  if (lines.length < 2) return [fillPieces(pieces, filling)];
  return lines.map((line) => [{ text: textOf(line) }]);
}

function itemsOf(filling: Filling, name: string): Filling[] {
  const value = findFact(filling.scopes, name);
  const items = Array.isArray(value) ? (value as readonly Facts[]) : [];
  return items.map((item, i) => ({ ...filling, scopes: [{ stt: String(i + 1) }, item, ...filling.scopes] }));
}

function fillSection(node: TemplateNode & { kind: "section" }, filling: Filling): Block[] {
  const value = findFact(filling.scopes, node.field);
  if (node.inverted) return isSet(value) ? [] : fillBlocks(node.nodes, filling);
  if (Array.isArray(value)) return itemsOf(filling, node.field).flatMap((item) => fillBlocks(node.nodes, item));
  return isSet(value) ? fillBlocks(node.nodes, filling) : [];
}

function fillNode(node: TemplateNode, filling: Filling): Block[] {
  switch (node.kind) {
    case "line":
      return fillLines(node.pieces, filling).map((line) => ({ kind: "paragraph", look: node.look, line }));
    case "row": {
      const label = fillPieces(node.label, filling)
        .map((run) => run.text)
        .join("");
      return [{ kind: "facts", rows: [{ label, value: fillPieces(node.value, filling) }] }];
    }
    case "table": {
      const rows = itemsOf(filling, node.list).map((item) => node.columns.map((c) => fillCell(c.pieces, item)));
      const columns = node.columns.map(({ head, percent }) => ({ head, percent }));
      return rows.length > 0 ? [{ kind: "table", columns, rows }] : [];
    }
    case "picture": {
      const picture = findFact(filling.scopes, node.field);
      if (!isPicture(picture)) return [{ kind: "paragraph", look: "flat", line: [{ text: "Không có ảnh." }] }];
      return [{ kind: "picture", picture, caption: fillPieces(node.caption, filling) }];
    }
    case "hash": {
      const hex = textOf(findFact(filling.scopes, node.field));
      if (!hex) filling.missing.add(node.field);
      return [{ kind: "hash", hex }];
    }
    case "break":
      return [{ kind: "break" }];
    case "section":
      return fillSection(node, filling);
    case "annex":
      return [];
  }
}

/** An empty cell says nothing; a form's blank belongs to lines. */
const fillCell = (pieces: Pieces, filling: Filling): Line =>
  fillPieces(pieces, { ...filling, missing: new Set() }).map((run) => (run.blank ? { text: "" } : run));

/** Rows of facts that follow each other are one table. */
function fillBlocks(nodes: readonly TemplateNode[], filling: Filling): Block[] {
  const blocks: Block[] = [];
  for (const block of nodes.flatMap((node) => fillNode(node, filling))) {
    const last = blocks.at(-1);
    if (block.kind === "facts" && last?.kind === "facts")
      blocks[blocks.length - 1] = { kind: "facts", rows: [...last.rows, ...block.rows] };
    else blocks.push(block);
  }
  return blocks;
}

function headLines(template: Template, name: HeadName, filling: Filling): Line[] {
  const blocks = fillBlocks(template.head[name]?.nodes ?? [], filling);
  return blocks.flatMap((block) => (block.kind === "paragraph" ? [block.line] : []));
}

const plain = (lines: readonly Line[]): string =>
  lines
    .map((line) => line.map((run) => (run.blank ? "" : run.text)).join(""))
    .join(" ")
    .trim();

/** "Số: 05/BC-XYZ"; a number under 10 gets its zero, an untyped one is left to the clerk. Appendix I, box 3. */
export function numberLine(number: string, symbol: string): Line {
  const typed = number.trim();
  if (typed.includes("/")) return [{ text: `Số: ${typed}` }];
  const digits = /^\d$/.test(typed) ? `0${typed}` : typed;
  // An office that has not said its symbol yet leaves it to the clerk too.
  const whole = symbol.replace(/^-|-$/g, (dash) => (symbol.startsWith(dash) ? `.......${dash}` : `${dash}.......`));
  return [{ text: `Số: ${digits || "\u00A0".repeat(9)}/${whole}` }];
}

function placeLine(place: string, day: string): Line {
  const at: Run[] = place ? [{ text: place }] : [blank(12)];
  const date = day
    ? dateWords(day)
    : `ngày \u00A0\u00A0\u00A0\u00A0 tháng \u00A0\u00A0\u00A0\u00A0 năm \u00A0\u00A0\u00A0\u00A0\u00A0\u00A0`;
  return [...at, { text: `, ${date}` }];
}

function signature(template: Template, side: "left" | "right", filling: Filling): Signature[] {
  const lines = headLines(template, side === "left" ? "leftPost" : "rightPost", filling);
  if (lines.length === 0) return [];
  const name = plain(headLines(template, side === "left" ? "leftName" : "rightName", filling));
  const said = lines.map((line) => plain([line])).filter(Boolean);
  return [{ lines: said, note: plain(headLines(template, "signNote", filling)), name }];
}

function fillAnnexes(template: Template, filling: Filling): { blocks: Block[]; annexes: Annex[] } {
  const starts = template.body.flatMap((node, i) => (node.kind === "annex" ? [{ node, i }] : []));
  const blocks = fillBlocks(template.body.slice(0, starts[0]?.i ?? template.body.length), filling);
  const annexes = starts.map(({ node, i }, n): Annex => {
    const nodes = template.body.slice(i + 1, starts[n + 1]?.i ?? template.body.length);
    const [title, subject] = [plain([fillPieces(node.title, filling)]), plain([fillPieces(node.subject, filling)])];
    return { title, subject, landscape: node.landscape, blocks: fillBlocks(nodes, filling) };
  });
  return { blocks, annexes };
}

/** The same template and facts give the same document. */
export function fillTemplate(template: Template, facts: Facts): Filled {
  const filling: Filling = { scopes: [facts], missing: new Set(), own: [] };
  const fact = (name: string) => textOf(findFact([facts], name));
  const words = (name: HeadName) => plain(headLines(template, name, filling));
  const symbol = words("symbol");
  const model: DocumentModel = {
    parentAgency: fact("co_quan.chu_quan"),
    agency: fact("co_quan.ten"),
    number: symbol ? numberLine(fact("van_ban.so"), symbol) : null,
    about: words("about"),
    placeAndDate: words("place") === "không" ? null : placeLine(fact("co_quan.dia_danh"), fact("van_ban.ngay")),
    title: words("title"),
    subject: words("subject"),
    addressees: headLines(template, "addressees", filling),
    bases: headLines(template, "bases", filling),
    ...fillAnnexes(template, filling),
    signatures: [...signature(template, "left", filling), ...signature(template, "right", filling)],
    recipients: headLines(template, "recipients", filling),
    foot: words("foot"),
  };
  return { model, missing: [...filling.missing], ownWords: filling.own };
}
