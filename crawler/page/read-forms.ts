// Promises the page's forms and what they ask a visitor for, in Vietnamese with and without diacritics and in English.
import type { AskedFor, Form } from "#core/nouns/page.ts";
import { attributeOf, formOwnerOf, type Element } from "./parse-html.ts";
import { plainVietnamese } from "./plain-vietnamese.ts";
import { foldBlanks, type Box, type DocumentReading } from "./read-document.ts";
import { resolveUrl } from "./site-of.ts";

type Field = Form["fields"][number];

const askPatterns: [AskedFor, RegExp][] = [
  [
    "otp",
    /\botp\b|\bma xac (?:thuc|nhan|minh)\b|one ?time|verification code|\bma bao mat\b|\bma pin\b|\bpin ?code\b|sms ?code|xac thuc 2 lop|2fa/,
  ],
  [
    "card",
    /\bso the\b|card ?(?:number|no|num)\b|\bcc ?(?:num|number|exp|csc)|\bcvv2?\b|\bcvc2?\b|ngay (?:het han|phat hanh)(?: the)?|the (?:atm|tin dung|ghi no)|credit ?card|debit ?card/,
  ],
  [
    "identity-number",
    /\bcccd\b|\bcmnd\b|\bcmt\b|can cuoc|chung minh (?:nhan dan|thu)|so dinh danh|passport|ho chieu|\bid ?(?:card|number)\b|identity/,
  ],
  [
    "bank-account",
    /so tai khoan|\bstk\b|tai khoan ngan hang|bank ?(?:account|acc|no|number)|account ?(?:no|number)\b|chu tai khoan|ten ngan hang|chon ngan hang|\bbank\b/,
  ],
  ["phone", /dien thoai|\bsdt\b|\bso dt\b|\bsodt\b|phone|\bmobile\b|di dong|\btel\b|zalo/],
  ["email", /\be ?mail\b|thu dien tu|hop thu/],
  ["password", /\bmat khau\b|\bpassword\b|\bpasswd\b|\bpwd\b|passcode|\bmatkhau\b|\bpass\b/],
  [
    "name",
    /\bho (?:va )?ten\b|full ?name|ho ten|ten (?:khach|nguoi|cua ban|day du)|(?:first|last|your|customer) ?name|\bname\b|\bhoten\b/,
  ],
  ["search", /tim kiem|\bsearch\b|keyword|tu khoa|^s$|^q$/],
];
const notABankCard = /bhyt|bao hiem|sinh vien|hoi vien|thu vien|can bo|nhan vien|cap cuu|loai the/;
const silentTypes = new Set(["hidden", "submit", "button", "reset", "image", "checkbox", "radio", "range", "color"]);

/** Every form, then one pseudo-form (method "") that gathers the inputs that stand in none. */
export function readForms(reading: DocumentReading, html: string, base: string): Form[] {
  const labels = readLabels(reading);
  const byForm = new Map<Element | null, Box[]>();
  for (const [index, box] of reading.boxes.entries()) {
    if (box.tag === "form") byForm.set(box.element, byForm.get(box.element) ?? []);
    if (box.tag !== "input" && box.tag !== "select" && box.tag !== "textarea") continue;
    const owner = formAbove(reading.boxes, index) ?? formOwnerOf(box.element);
    const fields = byForm.get(owner) ?? [];
    fields.push(box);
    byForm.set(owner, fields);
  }
  const forms: Form[] = [];
  for (const box of reading.boxes) {
    if (box.tag !== "form") continue;
    const inner = byForm.get(box.element) ?? [];
    const action = attributeOf(box.element, "action") ?? "";
    const method = (attributeOf(box.element, "method") ?? "get").toLowerCase();
    forms.push({
      ...describe(inner, reading, labels, html),
      action: resolveUrl(action, base)?.href ?? action,
      method,
      htmlStart: box.htmlStart,
      htmlEnd: Math.max(box.htmlEnd, inner.at(-1)?.htmlEnd ?? 0),
    });
  }
  const loose = byForm.get(null) ?? [];
  if (loose.some((box) => !silentTypes.has(typeOf(box)))) {
    const htmlStart = loose.reduce((least, box) => Math.min(least, box.htmlStart), html.length);
    const htmlEnd = loose.reduce((most, box) => Math.max(most, box.htmlEnd), 0);
    forms.push({ ...describe(loose, reading, labels, html), action: "", method: "", htmlStart, htmlEnd });
  }
  return forms;
}

function formAbove(boxes: Box[], index: number): Element | null {
  let parent = boxes[index]?.parent ?? -1;
  for (let level = 0; level < 60 && parent >= 0; level++) {
    const box = boxes[parent];
    if (box?.tag === "form") return box.element;
    parent = box?.parent ?? -1;
  }
  return null;
}

function typeOf(box: Box): string {
  if (box.tag === "input") return (attributeOf(box.element, "type") ?? "text").trim().toLowerCase();
  return box.tag;
}

function readLabels(reading: DocumentReading): Map<string, string> {
  const labels = new Map<string, string>();
  for (const box of reading.boxes) {
    const target = box.tag === "label" ? attributeOf(box.element, "for") : null;
    if (target && !labels.has(target))
      labels.set(target, reading.text.slice(box.textStart, Math.min(box.textEnd, box.textStart + 200)));
  }
  return labels;
}

function describe(
  boxes: Box[],
  reading: DocumentReading,
  labels: Map<string, string>,
  html: string,
): Pick<Form, "fields" | "asks"> {
  const asks = new Set<AskedFor>();
  const fields: Field[] = [];
  for (const box of boxes.slice(0, 500)) {
    const field = readField(box, reading, labels);
    if (field.type !== "hidden") fields.push(field);
    if (silentTypes.has(field.type) || box.tag === "select") {
      if (box.tag === "select" && /ngan hang|\bbank\b/.test(wordsOf(field, box))) asks.add("bank-account");
      continue;
    }
    for (const ask of asksOf(field, box, html)) asks.add(ask);
  }
  return { fields, asks: [...asks] };
}

function readField(box: Box, reading: DocumentReading, labels: Map<string, string>): Field {
  const id = attributeOf(box.element, "id") ?? "";
  const before = reading.text.slice(Math.max(0, box.textStart - 60), box.textStart);
  const wrapper = reading.boxes[box.parent];
  const wrapping =
    wrapper?.tag === "label"
      ? reading.text.slice(wrapper.textStart, Math.min(wrapper.textEnd, wrapper.textStart + 200))
      : "";
  const nearby = before.slice(before.lastIndexOf("\n") + 1);
  return {
    name: (attributeOf(box.element, "name") ?? id).slice(0, 200),
    type: typeOf(box),
    label: foldBlanks((labels.get(id) ?? "") || wrapping || attributeOf(box.element, "aria-label") || nearby).slice(
      0,
      200,
    ),
    placeholder: foldBlanks(attributeOf(box.element, "placeholder") ?? "").slice(0, 200),
  };
}

/** All the words that say what a field is for: names split at case and signs, without diacritics. */
function wordsOf(field: Field, box: Box): string {
  const id = attributeOf(box.element, "id") ?? "";
  const names = `${field.name} ${id.slice(0, 200)}`.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_.[\]:]+/g, " ");
  const told = `${field.placeholder} ${field.label} ${attributeOf(box.element, "title")?.slice(0, 200) ?? ""}`;
  return foldBlanks(plainVietnamese(`${names} ${told}`.normalize("NFC")));
}

function asksOf(field: Field, box: Box, html: string): AskedFor[] {
  const found = new Set<AskedFor>();
  if (field.type === "password") found.add("password");
  if (field.type === "file") return ["file"];
  if (field.type === "email") found.add("email");
  if (field.type === "tel") found.add("phone");
  if (field.type === "search") return ["search"];
  const autocomplete = (attributeOf(box.element, "autocomplete") ?? "").toLowerCase();
  if (autocomplete.includes("one-time-code")) found.add("otp");
  if (/\bcc-/.test(autocomplete)) found.add("card");
  const words = wordsOf(field, box);
  for (const [ask, pattern] of askPatterns) if (pattern.test(words)) found.add(ask);
  if (notABankCard.test(words) && !/cvv|cvc/.test(words)) found.delete("card");
  if (found.has("otp") && !/\botp\b|2fa/.test(words) && isCaptchaNear(box, html)) found.delete("otp");
  if (found.has("search")) return ["search"];
  if (found.size > 1) found.delete("name");
  if (field.type === "tel" && found.size > 1 && !/dien thoai|phone|sdt/.test(words)) found.delete("phone");
  return found.size === 0 ? ["text"] : [...found];
}

/** "Mã xác nhận" beside a captcha picture asks for the picture's letters, not for a code sent by a bank. */
function isCaptchaNear(box: Box, html: string): boolean {
  return /captcha|capcha|kaptcha|securimage/i.test(html.slice(Math.max(0, box.htmlStart - 600), box.htmlEnd + 600));
}
