// Promises elements made of text only: nothing that a file says is ever read as HTML.

type Child = Node | string | null;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(
    ...children.filter((child) => child !== null).map((child) => (typeof child === "string" ? plain(child) : child)),
  );
  return element;
}

/** Characters that turn writing around or hide themselves are shown as what they are. */
function plain(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    "\ufffd",
  );
}

export function rows(pairs: [string, string][]): HTMLElement {
  const list = make("dl");
  for (const [name, value] of pairs) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

/** 64 hex digits in groups of four, as the printed record has them. */
export function grouped(fingerprint: string): string {
  return (fingerprint.match(/.{1,4}/g) ?? []).join(" ");
}

/** GMT+7, as officials write it. */
export function vietnamTime(iso: string | number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return String(iso);
  const [, y, m, d, time] =
    /^(\d+)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(new Date(at.getTime() + 7 * 3_600_000).toISOString()) ?? [];
  return `${time} ngày ${d}/${m}/${y} (GMT+7)`;
}

export function sizeText(bytes: number): string {
  return `${bytes.toString().replace(/\B(?=(\d{3})+$)/g, ".")} byte`;
}
