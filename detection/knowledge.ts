// Promises everything detection knows besides the page: packs, banks, brand cards, a licence register; one hash over all.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { RuleState } from "#core/nouns/rule.ts";
import { BrandCard, indexBrands, type Brands } from "./brand/card.ts";
import { indexRegisters, LicenceRegister, type RegisterIndex } from "./licence/register.ts";
import { loadModels, type Models } from "./model/format.ts";
import { checkPacks, type FromFile } from "./rules/check-packs.ts";
import { Pack, type Rule } from "./rules/grammar.ts";
import { Bank } from "./text/bank.ts";
import { compileLexicon, type Lexicon } from "./text/lexicon.ts";

export interface Knowledge {
  /** Rules in their effective state; `versions` by rule id. */
  packs: { pack: Pack; versions: Map<string, string>; isOwn: boolean }[];
  lexicon: Lexicon;
  brands: Brands;
  register: RegisterIndex | null;
  /** null: models were left out; rules on them are skipped. */
  models: Models | null;
  now: Date;
  sha256: string;
}

export interface KnowledgeOptions {
  /**
   * The office's own folder: `packs/*.json` (a pack of a shipped category adds rules; the shipped thresholds stand),
   * `banks/*.json`, `cards/*.json` (a card replaces the shipped one of the same name).
   */
  extraPacksDir?: string;
  /** Packs tried out before they are installed: their rules take the place of installed ones of the same id. */
  trialPackFiles?: string[];
  /** The state that counts for a rule; without it, the one that its pack writes. */
  stateOf?: (rule: Rule, version: string, isOwn: boolean) => RuleState;
  /** All registers given count together. */
  licenceRegister?: LicenceRegister | LicenceRegister[];
  /** Replaces the shipped brand cards. */
  brands?: BrandCard[];
  /** Replaces the shipped models; null leaves models out. */
  models?: Models | null;
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

/** The state is no part of what a rule asks and says: the same question keeps its version, its hits and its reviews. */
export const versionOf = (rule: Rule): string => hashOf({ ...rule, state: undefined }).slice(0, 12);

/** `packs/gambling.json` */
const nameOf = (file: string) => `${path.basename(path.dirname(file))}/${path.basename(file)}`;

function readJson<T>(file: string, shape: z.ZodType<T>): T {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new AppError("input.unreadable", {
      cause,
      detail: `${nameOf(file)} is not readable JSON`,
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
    detail: `${nameOf(file)}: ${detail}`,
    cure: "Mend these places in the file.",
  });
}

function readFolder<T>(folder: string, shape: z.ZodType<T>): FromFile<T>[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    // A folder that is not there holds nothing; extraPacksDir itself is checked by its caller.
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new AppError("input.unreadable", {
      cause,
      detail: `${folder} cannot be read`,
      cure: "Check its permissions.",
    });
  }
  return names
    .filter((n) => n.endsWith(".json"))
    .toSorted()
    .map((n) => ({ file: nameOf(path.join(folder, n)), value: readJson(path.join(folder, n), shape) }));
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
  const packs = withTrial(readBoth("rules/packs", "packs", extra, Pack), options.trialPackFiles ?? []);
  const banks = readBoth("rules/banks", "banks", extra, Bank);
  checkPacks(packs, banks);
  const cards = readCards(options);
  const registers = options.licenceRegister === undefined ? [] : [options.licenceRegister].flat();
  const register = registers.length > 0 ? indexRegisters(registers.map((r) => LicenceRegister.parse(r))) : null;
  const inForce = packs.map(({ value, isOwn }) => settleStates(value, isOwn, options.stateOf));
  const shown = { packs: inForce.map((p) => p.pack), banks: banks.map((b) => b.value), cards };
  const models = options.models === undefined ? loadModels() : options.models;
  return {
    packs: inForce,
    lexicon: compileLexicon(shown.banks),
    brands: indexBrands(cards),
    register,
    models,
    now: options.now,
    sha256: hashOf({ ...shown, register: options.licenceRegister ?? null, models: models?.sha256 ?? null }),
  };
}

function readBoth<T>(shipped: string, own: string, extra: string | undefined, shape: z.ZodType<T>) {
  return [
    ...readFolder(path.join(here, shipped), shape).map((f) => ({ ...f, isOwn: false })),
    ...(extra ? readFolder(path.join(extra, own), shape).map((f) => ({ ...f, isOwn: true })) : []),
  ];
}

type PackFile = FromFile<Pack> & { isOwn: boolean };

function withTrial(packs: PackFile[], files: string[]): PackFile[] {
  const trial = files.map((file) => ({ file: nameOf(file), value: readJson(file, Pack), isOwn: true }));
  const ids = new Set(trial.flatMap((t) => t.value.rules.map((r) => r.id)));
  const kept = packs.map((p) => ({ ...p, value: { ...p.value, rules: p.value.rules.filter((r) => !ids.has(r.id)) } }));
  return [...kept, ...trial];
}

function readCards({ brands, extraPacksDir }: KnowledgeOptions): BrandCard[] {
  const shipped = brands ?? readFolder(path.join(here, "brand/cards"), BrandCard.array()).flatMap((f) => f.value);
  const own = extraPacksDir
    ? readFolder(path.join(extraPacksDir, "cards"), BrandCard.array()).flatMap((f) => f.value)
    : [];
  const names = new Set(own.map((card) => card.brand));
  return [...shipped.filter((card) => !names.has(card.brand)), ...own];
}

function settleStates(pack: Pack, isOwn: boolean, stateOf: KnowledgeOptions["stateOf"]): Knowledge["packs"][number] {
  const versions = new Map(pack.rules.map((r) => [r.id, versionOf(r)]));
  const rules = pack.rules.map((r) => ({ ...r, state: stateOf?.(r, versions.get(r.id)!, isOwn) ?? r.state }));
  return { pack: { ...pack, rules }, versions, isOwn };
}
