// Promises the shape of a shipped model: whole-number weights times one step, checked before use; broken weights are refused.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { AppError } from "#core/errors.ts";

const common = {
  model: z.string().regex(/^[a-z-]+$/),
  /** The card that tells what it was trained on and where it fails. */
  card: z.string(),
  /** Log-odds of one unit of weight. */
  step: z.number().positive(),
  bias: z.int(),
  /** Points of a score for one log-odd. */
  factor: z.number().positive().max(1),
};
const weight = z.int().min(-32_768).max(32_767);

/** Folded word pairs and single words that stand on the page, each counted once. */
export const WordModel = z.strictObject({
  ...common,
  kind: z.literal("words"),
  words: z.record(z.string().regex(/^[a-z]+(?: [a-z]+)?$/), weight),
});
export type WordModel = z.infer<typeof WordModel>;

/** Hashed letter groups of a host name, and named facts about it. */
export const HostModel = z
  .strictObject({
    ...common,
    kind: z.literal("host"),
    buckets: z.int().min(256).max(65_536),
    /** One signed byte for each bucket, base64. */
    weights: z.string().regex(/^[A-Za-z0-9+/]+=*$/),
    facts: z.record(z.string(), weight),
  })
  .refine((m) => (m.buckets & (m.buckets - 1)) === 0, "buckets must be a power of two")
  .refine((m) => Buffer.from(m.weights, "base64").length === m.buckets, "weights must hold one byte for each bucket");
export type HostModel = z.infer<typeof HostModel>;

/** Cues of a text, each a number from 0 to 1. */
export const CueModel = z.strictObject({ ...common, kind: z.literal("cues"), cues: z.record(z.string(), weight) });
export type CueModel = z.infer<typeof CueModel>;

export interface Models {
  gamblingPages: WordModel;
  gamblingHosts: HostModel;
  impersonatingHosts: HostModel;
  checkWorthy: CueModel;
  /** Over the bytes of all four. */
  sha256: string;
}

export const modelFiles = {
  gamblingPages: "gambling-pages.json",
  gamblingHosts: "gambling-hosts.json",
  impersonatingHosts: "impersonating-hosts.json",
  checkWorthy: "check-worthy.json",
} as const;

export const weightsDir = path.join(path.dirname(fileURLToPath(import.meta.url)), "weights");

function readModel<T>(file: string, shape: z.ZodType<T>): { model: T; bytes: Buffer } {
  let bytes: Buffer;
  let raw: unknown;
  try {
    bytes = readFileSync(file);
    raw = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new AppError("input.unreadable", {
      cause,
      detail: `${path.basename(file)} is not a readable model`,
      cure: "Train it again (npm run train) or restore the shipped weights.",
    });
  }
  const parsed = shape.safeParse(raw);
  if (parsed.success) return { model: parsed.data, bytes };
  const detail = parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`)[0];
  throw new AppError("input.invalid", {
    detail: `${path.basename(file)}: ${detail}`,
    cure: "Train it again (npm run train) or restore the shipped weights.",
  });
}

/** Reads the four models of a folder. Throws AppError `input.unreadable` or `input.invalid` naming the file. */
export function loadModels(folder = weightsDir): Models {
  const sum = createHash("sha256");
  const read = <T>(name: string, shape: z.ZodType<T>): T => {
    const { model, bytes } = readModel(path.join(folder, name), shape);
    sum.update(bytes);
    return model;
  };
  const models = {
    gamblingPages: read(modelFiles.gamblingPages, WordModel),
    gamblingHosts: read(modelFiles.gamblingHosts, HostModel),
    impersonatingHosts: read(modelFiles.impersonatingHosts, HostModel),
    checkWorthy: read(modelFiles.checkWorthy, CueModel),
  };
  return { ...models, sha256: sum.digest("hex") };
}
