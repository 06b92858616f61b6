// Promises HTML in which nothing from a page can become markup: every value is escaped, made visible and bounded.

/** Markup that this program wrote itself. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | null | readonly Part[];

const maxChars = 4000;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Template literal: values are text unless they are Markup; null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.map((text, i) => text + (i < parts.length ? render(parts[i]!) : "")).join(""));
}

/** At most `length` characters, with the cut said. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // A cut between the halves of a pair leaves a lone surrogate, which escape() shows as �.
  return `${text.slice(0, length - 1)}… (còn nữa, xem bản niêm phong)`;
}

function render(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escape(part);
  return part.map(render).join("");
}

/** Controls, direction overrides and invisible signs would make a printed address read as another one: they show as �. */
export function visibleText(text: string): string {
  return cut(text, maxChars)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => (/\s/.test(sign) ? " " : "\uFFFD"));
}

function escape(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (sign) => entities[sign]!);
}
