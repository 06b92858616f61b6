// Promises that every Vietnamese text of the desk is said somewhere, and is written in composed letters without shouting.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { vi } from "../../../admin/web/i18n/vi.ts";

type Node = { [key: string]: Node } | string | ((...given: never[]) => unknown) | readonly string[];

const isTable = (node: unknown): node is Record<string, Node> =>
  typeof node === "object" && node !== null && !Array.isArray(node);

function leavesOf(node: Node, at: string[] = []): string[] {
  if (!isTable(node)) return [at.join(".")];
  return Object.entries(node).flatMap(([key, below]) => leavesOf(below, [...at, key]));
}

/** Follows a chain of names from the messages; ends where a name is no key of them: the rest is chosen at run time. */
function follow(chain: string[], from: string[]): string[] {
  let node: Node = from.reduce<Node>((table, key) => (table as Record<string, Node>)[key]!, vi as unknown as Node);
  const at = [...from];
  for (const name of chain) {
    if (!isTable(node) || !Object.hasOwn(node, name)) break;
    node = node[name]!;
    at.push(name);
  }
  return at;
}

/** Paths that a file says: `t.cases.title`, or by a short name that it gave to a part, `const c = t.cases`. */
function pathsIn(source: string): string[] {
  const roots = new Map<string, string[]>([["t", []]]);
  for (const [, name, base, chain] of source.matchAll(/\bconst (\w+) = (\w+)((?:\.\w+)*);/g)) {
    const from = roots.get(base!);
    if (from && (base === "t" ? chain : true)) roots.set(name!, follow(chain!.split(".").slice(1), from));
  }
  const said: string[] = [];
  for (const [, root, chain] of source.matchAll(/(?<![.\w])(\w+)((?:\??\.\w+)*)/g)) {
    const from = roots.get(root!);
    if (from) said.push(follow(chain!.split(/\??\./).slice(1), from).join("."));
  }
  // The name itself, where it is given, is no saying of everything below it.
  const given = new Set([...roots.values()].map((at) => at.join(".")));
  return said.filter((at) => at !== "" && (!given.has(at) || isUsedWhole(source, at, roots)));
}

/** A part with a short name counts as a whole only where that name stands without a key of it behind. */
function isUsedWhole(source: string, at: string, roots: Map<string, string[]>): boolean {
  for (const [name, from] of roots)
    if (from.join(".") === at && new RegExp(`(?<![.\\w]|const )${name}(?=[\\[),;}]| as | satisfies )`).test(source))
      return true;
  return new RegExp(`(?<!const \\w+ = )\\bt\\.${at.replaceAll(".", "\\.")}(?!\\.?\\w)`).test(source);
}

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "i18n" || entry.name.startsWith("dist")) return [];
    const full = path.join(dir, entry.name);
    if (entry.isDirectory()) return sources(full);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(full, "utf8")] : [];
  });
}

const leaves = leavesOf(vi as unknown as Node);

test("every text of the language file is said by some screen", () => {
  const said = new Set(sources("admin/web").flatMap(pathsIn));
  const isSaid = (leaf: string) => {
    const names = leaf.split(".");
    return names.some((_, i) => said.has(names.slice(0, i + 1).join(".")));
  };
  expect(leaves.filter((leaf) => !isSaid(leaf))).toEqual([]);
});

test("texts are composed (NFC), shout nothing and accuse nobody", () => {
  const text = ["admin/web/i18n/vi.ts", ...readdirSync("admin/web/i18n/vi").map((name) => `admin/web/i18n/vi/${name}`)]
    .map((name) => readFileSync(name, "utf8"))
    .join("\n");
  expect(text).toBe(text.normalize("NFC"));
  expect(text).not.toMatch(/\p{L}!["`]/u);
  expect(text).not.toMatch(/không phép/i);
});
