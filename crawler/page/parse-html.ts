// Promises a parsed tree for any string, bounded in size, where every text node knows the stretches of source it came from.
import {
  defaultTreeAdapter,
  Parser,
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  type Token,
  type TreeAdapter,
} from "parse5";

export type Element = DefaultTreeAdapterTypes.Element;
export type ParentNode = DefaultTreeAdapterTypes.ParentNode;
export type ChildNode = DefaultTreeAdapterTypes.ChildNode;

/** `length` characters of a text node's value and the source [htmlStart, htmlEnd) that the tokenizer read them from. */
export interface Chunk {
  length: number;
  htmlStart: number;
  htmlEnd: number;
}

/** A text node keeps one chunk per unbroken stretch of source: ignored tags inside a run split it. */
export interface SourceText extends DefaultTreeAdapterTypes.TextNode {
  chunks: Chunk[];
}

/** Far above any real page; misnested formatting tags can otherwise multiply elements without bound (HTML 13.2.4.3). */
const maxElements = 250_000;
/** What is read of a document. A longer one, sent packed in a few kilobytes, would hold the process for minutes. */
export const mostCharacters = 5_000_000;

const formOwners = new WeakMap<Element, Element>();
const fieldTags = new Set(["input", "select", "textarea", "button"]);

/** The form that the parser tied a field to, also where a broken table keeps the field outside the form (HTML 4.10.17.3). */
export function formOwnerOf(field: Element): Element | null {
  return formOwners.get(field) ?? null;
}

class TooManyElements extends Error {}

class SourceParser extends Parser<DefaultTreeAdapterMap> {
  readonly lastText: { node: SourceText | null };

  readonly #html: string;

  constructor(html: string) {
    const lastText: { node: SourceText | null } = { node: null };
    super({ sourceCodeLocationInfo: true, treeAdapter: countingAdapter(lastText) });
    this.lastText = lastText;
    this.#html = html;
  }

  override _insertCharacters(token: Token.CharacterToken): void {
    super._insertCharacters(token);
    const node = this.lastText.node;
    const location = token.location;
    if (!node || !location) return;
    const chunks = (node.chunks ??= []);
    const last = chunks.at(-1);
    if (last && last.htmlEnd === location.startOffset) {
      last.htmlEnd = location.endOffset;
      last.length += token.chars.length;
    } else {
      chunks.push({
        length: token.chars.length,
        htmlStart: this.#startOf(location.startOffset),
        htmlEnd: location.endOffset,
      });
    }
  }

  /** After dropped white space or NUL parse5 8 starts a reference's token near its end: the reference belongs to the token. */
  #startOf(offset: number): number {
    const cut = /&[#a-zA-Z0-9]{0,39}$/.exec(this.#html.slice(Math.max(0, offset - 40), offset));
    return cut ? offset - cut[0].length : offset;
  }
}

function countingAdapter(lastText: { node: SourceText | null }): TreeAdapter<DefaultTreeAdapterMap> {
  let created = 0;
  return {
    ...defaultTreeAdapter,
    createElement(tagName, namespaceURI, attrs) {
      if (++created > maxElements) throw new TooManyElements();
      return defaultTreeAdapter.createElement(tagName, namespaceURI, attrs);
    },
    onElementCreated(element: Element, context: { formElement: Element | null }) {
      if (context.formElement && fieldTags.has(element.tagName)) formOwners.set(element, context.formElement);
    },
    insertText(parent, text) {
      defaultTreeAdapter.insertText(parent, text);
      lastText.node = parent.childNodes.at(-1) as SourceText;
    },
    insertTextBefore(parent, text, reference) {
      defaultTreeAdapter.insertTextBefore(parent, text, reference);
      lastText.node = parent.childNodes[parent.childNodes.lastIndexOf(reference) - 1] as SourceText;
    },
  };
}

/** Parses as a browser with scripts on would (noscript is raw text). Never throws; stops at five million characters and a quarter of a million elements. */
export function parseHtml(html: string): ParentNode {
  const parser = new SourceParser(html);
  try {
    parser.tokenizer.write(html.slice(0, mostCharacters), true);
  } catch (error) {
    if (!(error instanceof TooManyElements)) throw error;
  }
  return parser.document;
}

/** The value of an attribute, or null where it is absent. */
export function attributeOf(element: Element, name: string): string | null {
  for (const attribute of element.attrs) if (attribute.name === name) return attribute.value;
  return null;
}
