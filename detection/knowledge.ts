// Promises everything detection knows besides the page: packs, banks, brand cards, a licence register; one hash over all.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { AppError } from "#core/errors.ts";
import { BrandCard, indexBrands, type Brands } from "./brand/card.ts";
import { indexRegister, LicenceRegister, type RegisterIndex } from "./licence/register.ts";
import { Pack, type Node } from "./rules/grammar.ts";
import { Bank } from "./text/bank.ts";
import { compileLexicon, type Lexicon } from "./text/lexicon.ts";

export interface Knowledge {
  packs: { pack: Pack; versions: Map<string, string> }[];
  lexicon: Lexicon;
  brands: Brands;
  register: RegisterIndex | null;
  now: Date;
  sha256: string;
}

export interface KnowledgeOptions {
  /** Folder with further `packs/*.json` and `banks/*.json`. */
  extraPacksDir?: string;
  licenceRegister?: LicenceRegister;
  /** Replaces the shipped brand cards. */
  brands?: BrandCard[];
  /** Day on which licences count as expired. */
  now: Date;
}

const here = path.dirname(fileURLToPath(import.meta.url));

/** JSON with sorted keys: the same rule always gives the same version. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const parts = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${parts.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

export const hashOf = (value: unknown): string => createHash("sha256").update(canonicalJson(value)).digest("hex");

function readJson<T>(file: string, shape: z.ZodType<T>): T {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new AppError("input.unreadable", {
      cause,
      detail: `${path.basename(file)} is not readable JSON`,
      cure: "Mend the file; it must be UTF-8 JSON.",
    });
  }
  const parsed = shape.safeParse(raw);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues
    .slice(0, 5)
    .map((i) => `${i.path.join(".")}: ${i.message}`)
    .join("; ");
  throw new AppError("input.invalid", {
    detail: `${path.basename(file)}: ${detail}`,
    cure: "Mend these places in the file.",
  });
}

function readFolder<T>(folder: string, shape: z.ZodType<T>): T[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return []; // A folder that is not there holds no packs; extraPacksDir itself is checked by its caller.
  }
  return names
    .filter((n) => n.endsWith(".json"))
    .toSorted()
    .map((n) => readJson(path.join(folder, n), shape));
}

function banksAsked(node: Node): string[] {
  if ("all" in node) return node.all.flatMap(banksAsked);
  if ("any" in node) return node.any.flatMap(banksAsked);
  if ("not" in node) return banksAsked(node.not);
  if ("lexicon" in node) return node.lexicon.banks;
  if ("near" in node) return [node.near.a, node.near.b];
  return [];
}

function checkPacks(packs: Pack[], banks: Bank[]): void {
  const ids = new Set<string>();
  const known = new Set(banks.map((b) => b.id));
  for (const rule of packs.flatMap((p) => p.rules)) {
    if (ids.has(rule.id))
      throw new AppError("input.invalid", {
        detail: `rule ${rule.id} stands twice`,
        cure: "Give every rule an id of its own.",
      });
    ids.add(rule.id);
    for (const bank of banksAsked(rule.when)) {
      if (!known.has(bank))
        throw new AppError("input.invalid", {
          detail: `rule ${rule.id} asks for bank ${bank}, which is not there`,
          cure: "Add the bank or correct its name.",
        });
    }
  }
}

/**
 * Loads and compiles the knowledge in force. Throws AppError `input.invalid` or `input.unreadable` naming file and place.
 */
export function loadKnowledge(options: KnowledgeOptions): Knowledge {
  const extra = options.extraPacksDir;
  if (extra !== undefined && !existsSync(extra))
    throw new AppError("input.unreadable", {
      detail: `there is no folder ${extra}`,
      cure: "Correct the folder of further packs.",
    });
  const packs = [
    ...readFolder(path.join(here, "rules/packs"), Pack),
    ...(extra ? readFolder(path.join(extra, "packs"), Pack) : []),
  ];
  const banks = [
    ...readFolder(path.join(here, "rules/banks"), Bank),
    ...(extra ? readFolder(path.join(extra, "banks"), Bank) : []),
  ];
  const cards = options.brands ?? readFolder(path.join(here, "brand/cards"), BrandCard.array()).flat();
  checkPacks(packs, banks);
  const register = options.licenceRegister ? indexRegister(LicenceRegister.parse(options.licenceRegister)) : null;
  return {
    packs: packs.map((pack) => ({ pack, versions: new Map(pack.rules.map((r) => [r.id, hashOf(r).slice(0, 12)])) })),
    lexicon: compileLexicon(banks),
    brands: indexBrands(cards),
    register,
    now: options.now,
    sha256: hashOf({ packs, banks, cards, register: options.licenceRegister ?? null }),
  };
}
