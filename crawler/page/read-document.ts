// Promises one pass over the document: its elements in order with sight and text ranges, its visible text, its hidden text.
import type { Page } from "#core/nouns/page.ts";
import { alignSource } from "./align-source.ts";
import { inPlainSight, lookAt, reasonOf, type Sight } from "./hide.ts";
import { parseHtml, type ChildNode, type Element, type ParentNode, type SourceText } from "./parse-html.ts";
import { readStyleSheet, type StyleSheet } from "./style-sheet.ts";
import { TextBuilder } from "./text-builder.ts";

/** One element: where it stands in the source (zero width when the parser invented it) and what text it shows. */
export interface Box {
  element: Element;
  tag: string;
  hiddenBy: string;
  htmlStart: number;
  htmlEnd: number;
  startTagEnd: number;
  textStart: number;
  textEnd: number;
  /** Text of a hidden element; hidden text has no place in `text`. */
  hiddenText: string;
  /** Index of the parent box, -1 at the top, and one past the last descendant. */
  parent: number;
  subtreeEnd: number;
}

export interface DocumentReading {
  boxes: Box[];
  text: string;
  textMap: Page["textMap"];
  hiddenText: Page["hiddenText"];
}

const blockTags = new Set(
  (
    "address article aside blockquote body br center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 " +
    "header hgroup hr legend li main marquee menu nav ol optgroup option p pre search section select summary table tbody tfoot thead tr ul caption"
  ).split(" "),
);
const spacedTags = new Set("td th button input textarea img iframe label".split(" "));
/** Their text is not shown to a reader as text. */
const silentTags = new Set(
  "script style title meta link base noembed noframes iframe object video audio canvas datalist rp".split(" "),
);

interface Frame {
  node: ParentNode;
  child: number;
  box: number;
  sight: Sight;
  isSilent: boolean;
}

/** Reads a whole document. Iterative: nesting depth costs memory, not stack. */
export function readDocument(html: string): DocumentReading {
  const reader = new DocumentReader(html);
  const root = parseHtml(html);
  reader.sheet = readStyleSheet(styleBlocks(root));
  reader.walk(root, inPlainSight);
  reader.finish();
  return { boxes: reader.boxes, text: reader.text, textMap: reader.builder.segments, hiddenText: reader.hidden };
}

function styleBlocks(root: ParentNode): string[] {
  const blocks: string[] = [];
  const stack: ParentNode[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (let index = node.childNodes.length - 1; index >= 0; index--) {
      const child = node.childNodes[index];
      if (child && "childNodes" in child) stack.push(child);
    }
    if (!("tagName" in node) || node.tagName !== "style") continue;
    const first = node.childNodes[0];
    if (first && "value" in first) blocks.push(first.value);
  }
  return blocks;
}

class DocumentReader {
  readonly boxes: Box[] = [];
  readonly builder = new TextBuilder();
  readonly hidden: Page["hiddenText"] = [];
  sheet: StyleSheet = { byKey: new Map() };
  text = "";
  readonly #html: string;
  /** Where `<plaintext>` ends all markup. */
  #plainFrom = Number.POSITIVE_INFINITY;
  /** Pieces of the hidden element being read, and its box. */
  #hiddenRoot: { box: number; reason: string; pieces: string[] } | null = null;

  constructor(html: string) {
    this.#html = html;
  }

  walk(root: ParentNode, sight: Sight): void {
    const stack: Frame[] = [{ node: root, child: 0, box: -1, sight, isSilent: false }];
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const child = frame.node.childNodes[frame.child++];
      if (!child) {
        stack.pop();
        if (frame.box >= 0) this.#leave(frame.box);
        continue;
      }
      if (isText(child)) this.#readText(child, frame);
      else if ("tagName" in child) stack.push(this.#enter(child, frame));
    }
  }

  finish(): void {
    this.text = this.builder.text();
    for (const box of this.boxes) {
      const limit = Math.min(box.textEnd, this.text.length);
      while (box.textStart < limit && (this.text[box.textStart] === " " || this.text[box.textStart] === "\n"))
        box.textStart++;
      box.textEnd = Math.max(box.textStart, limit);
    }
  }

  #enter(element: Element, above: Frame): Frame {
    const tag = element.tagName;
    let sight = above.isSilent ? above.sight : lookAt(element, above.sight, this.sheet);
    if (tag === "template" || tag === "noscript") sight = { ...sight, firm: sight.firm || tag };
    const reason = reasonOf(sight);
    if (blockTags.has(tag)) this.builder.breakLine();
    else if (spacedTags.has(tag)) this.builder.separate();
    const location = element.sourceCodeLocation;
    const htmlStart = location?.startOffset ?? this.boxes[above.box]?.htmlStart ?? 0;
    const box: Box = {
      element,
      tag,
      hiddenBy: reason,
      htmlStart,
      htmlEnd: Math.max(htmlStart, location?.endOffset ?? htmlStart),
      startTagEnd: location?.startTag?.endOffset ?? htmlStart,
      textStart: this.builder.length,
      textEnd: this.builder.length,
      hiddenText: "",
      parent: above.box,
      subtreeEnd: 0,
    };
    const index = this.boxes.push(box) - 1;
    if (tag === "plaintext" && element.namespaceURI.endsWith("xhtml")) this.#plainFrom = box.startTagEnd;
    const isSilent = above.isSilent || silentTags.has(tag) || (tag === "desc" && element.namespaceURI.endsWith("svg"));
    if (reason !== "" && !isSilent && !this.#hiddenRoot) this.#hiddenRoot = { box: index, reason, pieces: [] };
    const node = tag === "template" && "content" in element ? (element.content as ParentNode) : element;
    return { node, child: 0, box: index, sight, isSilent };
  }

  #leave(index: number): void {
    const box = this.boxes[index];
    if (!box) return;
    box.textEnd = this.builder.length;
    box.subtreeEnd = this.boxes.length;
    if (blockTags.has(box.tag)) this.builder.breakLine();
    else if (spacedTags.has(box.tag)) this.builder.separate();
    if (this.#hiddenRoot?.box === index) this.#closeHidden(box);
  }

  #closeHidden(box: Box): void {
    const { pieces, reason } = this.#hiddenRoot ?? { pieces: [], reason: "" };
    this.#hiddenRoot = null;
    const text = foldBlanks(pieces.join(" "));
    if (text !== "") this.hidden.push({ text, reason, htmlStart: box.htmlStart, htmlEnd: box.htmlEnd });
  }

  #readText(node: SourceText, frame: Frame): void {
    if (frame.isSilent) return;
    const owner = this.boxes[frame.box];
    if (owner?.tag === "noscript") {
      this.#readNoscript(node, frame);
      return;
    }
    if (owner && owner.hiddenBy !== "") {
      this.#hiddenRoot?.pieces.push(node.value);
      this.#rememberHidden(frame.box, node.value);
      return;
    }
    const isForeign = owner !== undefined && !owner.element.namespaceURI.endsWith("xhtml");
    let from = 0;
    for (const chunk of node.chunks ?? []) {
      const value = node.value.slice(from, from + chunk.length);
      const mode = chunk.htmlStart >= this.#plainFrom ? "raw" : isForeign ? "foreign" : "markup";
      alignSource(this.#html, chunk.htmlStart, chunk.htmlEnd, value, mode, (decoded, start, length) =>
        this.builder.add(decoded, start, length),
      );
      from += chunk.length;
    }
  }

  /** A hidden link's words go to the nearest anchor or list item above them: at most eight levels, so it stays linear. */
  #rememberHidden(from: number, value: string): void {
    let index = from;
    for (let level = 0; level < 8 && index >= 0; level++) {
      const box = this.boxes[index];
      if (!box) return;
      if (box.tag === "a") {
        if (box.hiddenText.length < 500) box.hiddenText = foldBlanks(`${box.hiddenText} ${value}`);
        return;
      }
      index = box.parent;
    }
  }

  /** Raw text for a browser with scripts on: read again as markup, all of it hidden, at its true place in the source. */
  #readNoscript(node: SourceText, frame: Frame): void {
    const chunk = node.chunks?.[0];
    if (!chunk || node.value.length > 200_000) return;
    const inner = new DocumentReader(node.value);
    inner.walk(parseHtml(node.value), { ...frame.sight, firm: "noscript" });
    const shift = chunk.htmlStart;
    for (const box of inner.boxes) {
      if (box.tag !== "a" && box.tag !== "img" && box.tag !== "meta") continue;
      const here = this.builder.length;
      box.hiddenBy = "noscript";
      this.boxes.push({
        ...box,
        htmlStart: box.htmlStart + shift,
        htmlEnd: box.htmlEnd + shift,
        startTagEnd: box.startTagEnd + shift,
        textStart: here,
        textEnd: here,
        parent: frame.box,
        subtreeEnd: this.boxes.length + 1,
      });
    }
    for (const hidden of inner.hidden) this.#hiddenRoot?.pieces.push(hidden.text);
  }
}

function isText(node: ChildNode): node is SourceText {
  return node.nodeName === "#text";
}

/** White space to single spaces, none at the ends. */
export function foldBlanks(text: string): string {
  return text.replace(/[\s\u00a0]+/g, " ").trim();
}
