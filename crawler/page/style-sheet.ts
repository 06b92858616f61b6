// Promises the few CSS rules that can hide text, read from <style> blocks in linear time; what it cannot judge it leaves out.
import { attributeOf, type Element } from "./parse-html.ts";

/** Property → value, lower case, without `!important`. */
export type Declarations = Map<string, string>;

interface Compound {
  tag: string;
  id: string;
  classes: string[];
  /** How it stands to the compound on its left: any ancestor, or the parent itself. */
  isChild: boolean;
}

interface Rule {
  compounds: Compound[];
  specificity: number;
  order: number;
  declarations: Declarations;
}

export interface StyleSheet {
  /** Rules by their last compound's strongest key: `#id`, `.class` or tag. */
  byKey: Map<string, Rule[]>;
}

const maxRules = 5000;
const maxRulesPerKey = 200;
const maxAncestors = 60;
const hidingProperties = new Set([
  "display",
  "visibility",
  "opacity",
  "position",
  "left",
  "right",
  "top",
  "text-indent",
  "margin-left",
  "font-size",
  "width",
  "height",
  "max-height",
  "max-width",
  "overflow",
  "clip",
  "clip-path",
  "animation",
  "animation-name",
  "transition",
]);

/** Reads `property: value` pairs. Keeps the important one where both stand. */
export function readDeclarations(css: string): Declarations {
  const found: Declarations = new Map();
  const important = new Set<string>();
  for (const part of css.split(";")) {
    const colon = part.indexOf(":");
    if (colon <= 0 || part.length > 500) continue;
    const property = part.slice(0, colon).trim().toLowerCase();
    let value = part
      .slice(colon + 1)
      .trim()
      .toLowerCase();
    const isImportant = value.endsWith("!important") || value.endsWith("! important");
    if (isImportant) value = value.slice(0, value.lastIndexOf("!")).trim();
    if (important.has(property) && !isImportant) continue;
    if (isImportant) important.add(property);
    found.set(property, value);
  }
  return found;
}

/** Rules that hold on a screen without a width condition; every other at-rule is stepped over. */
export function readStyleSheet(blocks: string[]): StyleSheet {
  const sheet: StyleSheet = { byKey: new Map() };
  let order = 0;
  for (const block of blocks) {
    for (const { selector, body } of plainRules(withoutComments(block))) {
      if (order >= maxRules) return sheet;
      const declarations = readDeclarations(body);
      if (![...declarations.keys()].some((property) => hidingProperties.has(property))) continue;
      for (const one of selector.split(",")) addRule(sheet, one.trim(), declarations, order++);
    }
  }
  return sheet;
}

function withoutComments(css: string): string {
  if (!css.includes("/*")) return css;
  const parts: string[] = [];
  let from = 0;
  for (let open = css.indexOf("/*"); open !== -1; open = css.indexOf("/*", from)) {
    parts.push(css.slice(from, open));
    const close = css.indexOf("*/", open + 2);
    from = close === -1 ? css.length : close + 2;
  }
  parts.push(css.slice(from));
  return parts.join(" ");
}

const plainMedia = /^@media\s+(?:only\s+)?(?:screen|all)\s*$/i;

/** One pass over the braces; `@media screen` is entered, all other at-rules are skipped with what they hold. */
function* plainRules(css: string): Generator<{ selector: string; body: string }> {
  let from = 0;
  let skipDepth = 0;
  let selector = "";
  const marks = /[{};]/g;
  for (let mark = marks.exec(css); mark; mark = marks.exec(css)) {
    const before = css.slice(from, mark.index);
    if (mark[0] === "{") {
      const head = before.trim();
      if (skipDepth > 0) skipDepth++;
      else if (head.startsWith("@") && !plainMedia.test(head)) skipDepth = 1;
      else if (!head.startsWith("@")) selector = head;
      from = mark.index + 1;
    } else if (mark[0] === "}") {
      if (skipDepth > 0) skipDepth--;
      else if (selector !== "") yield { selector, body: before };
      selector = "";
      from = mark.index + 1;
    } else if (selector === "") {
      from = mark.index + 1;
    }
  }
}

const compoundShape = /^([a-z][a-z0-9]*)?((?:[.#][a-z0-9_-]+)*)$/i;

function addRule(sheet: StyleSheet, selector: string, declarations: Declarations, order: number): void {
  if (selector === "" || selector.length > 300 || /[:[\]+~*\\@]/.test(selector)) return;
  const compounds: Compound[] = [];
  let specificity = 0;
  let isChild = false;
  for (const part of selector.replaceAll(">", " > ").split(/\s+/)) {
    if (part === ">") {
      isChild = true;
      continue;
    }
    const match = compoundShape.exec(part);
    if (!match || part === "") return;
    const marks = (match[2] ?? "").match(/[.#][^.#]+/g) ?? [];
    const id = marks.find((mark) => mark.startsWith("#"))?.slice(1) ?? "";
    const classes = marks.filter((mark) => mark.startsWith(".")).map((mark) => mark.slice(1));
    const tag = (match[1] ?? "").toLowerCase();
    compounds.push({ tag, id, classes, isChild });
    specificity += (id ? 10_000 : 0) + classes.length * 100 + (tag ? 1 : 0);
    isChild = false;
  }
  const last = compounds.at(-1);
  if (!last || compounds.length > 6) return;
  const key = last.id ? `#${last.id}` : last.classes[0] ? `.${last.classes[0]}` : last.tag;
  const rules = sheet.byKey.get(key) ?? [];
  if (rules.length < maxRulesPerKey) rules.push({ compounds, specificity, order, declarations });
  sheet.byKey.set(key, rules);
}

/** What the sheet declares for an element, weaker rules first overwritten by stronger ones; null when no rule is about it. */
export function styleOf(sheet: StyleSheet, element: Element): Declarations | null {
  if (sheet.byKey.size === 0) return null;
  const keys = [
    element.tagName,
    ...classesOf(element).map((name) => `.${name}`),
    `#${attributeOf(element, "id") ?? ""}`,
  ];
  const rules: Rule[] = [];
  for (const key of new Set(keys)) {
    for (const rule of sheet.byKey.get(key) ?? []) if (matches(rule, element)) rules.push(rule);
  }
  if (rules.length === 0) return null;
  rules.sort((a, b) => a.specificity - b.specificity || a.order - b.order);
  const merged: Declarations = new Map();
  for (const rule of rules) for (const [property, value] of rule.declarations) merged.set(property, value);
  return merged;
}

function matches(rule: Rule, element: Element): boolean {
  let node: Element | null = element;
  let index = rule.compounds.length - 1;
  let mustMatch = true;
  for (let step = 0; node && step < maxAncestors; step++) {
    const compound = rule.compounds[index];
    if (!compound) return true;
    if (fits(compound, node)) {
      if (index === 0) return true;
      index--;
      mustMatch = compound.isChild;
    } else if (mustMatch) {
      return false;
    }
    const parent: Element["parentNode"] = node.parentNode;
    node = parent && "tagName" in parent ? parent : null;
  }
  return false;
}

function fits(compound: Compound, element: Element): boolean {
  if (compound.tag !== "" && compound.tag !== element.tagName) return false;
  if (compound.id !== "" && compound.id !== attributeOf(element, "id")) return false;
  if (compound.classes.length === 0) return true;
  const classes = classesOf(element);
  return compound.classes.every((name) => classes.includes(name));
}

function classesOf(element: Element): string[] {
  const value = attributeOf(element, "class");
  if (!value) return [];
  return value.length > 2000 ? value.slice(0, 2000).split(/\s+/) : value.split(/\s+/);
}
