// Promises packs that hold together: ids stand once, banks are there, every pattern runs in linear time. Faults name file and place.
import { RE2JS } from "re2js";
import { AppError } from "#core/errors.ts";
import type { Bank } from "../text/bank.ts";
import type { Node, Pack } from "./grammar.ts";

export interface FromFile<T> {
  /** Name of the file, for messages. */
  file: string;
  value: T;
}

interface Question {
  node: Node;
  /** Path inside the file: `rules.3.when.all.1`. */
  place: string;
}

const fault = (detail: string, cure: string) => new AppError("input.invalid", { detail, cure });

/** Throws AppError `input.invalid` naming file, rule and place. */
export function checkPacks(packs: FromFile<Pack>[], banks: FromFile<Bank>[]): void {
  const known = checkBanks(banks);
  const ids = new Map<string, string>();
  for (const { file, value } of packs) {
    for (const [i, rule] of value.rules.entries()) {
      const earlier = ids.get(rule.id);
      if (earlier !== undefined)
        throw fault(`${file}: rule ${rule.id} stands already in ${earlier}`, "Give every rule an id of its own.");
      ids.set(rule.id, file);
      if (rule.since !== undefined && rule.until !== undefined && rule.since > rule.until)
        throw fault(`${file}: rule ${rule.id}: since is after until`, "Correct the two days.");
      for (const question of questionsIn(rule.when, `rules.${i}.when`)) {
        checkQuestion(question, known, `${file}: rule ${rule.id}: ${question.place}`);
      }
    }
  }
}

function checkBanks(banks: FromFile<Bank>[]): Set<string> {
  const ids = new Map<string, string>();
  for (const { file, value } of banks) {
    const earlier = ids.get(value.id);
    if (earlier !== undefined)
      throw fault(`${file}: bank ${value.id} stands already in ${earlier}`, "Give every bank an id of its own.");
    ids.set(value.id, file);
    for (const [i, shape] of value.shapes.entries()) checkPattern(shape, `${file}: bank ${value.id}: shapes.${i}`);
  }
  return new Set(ids.keys());
}

function checkQuestion({ node }: Question, known: Set<string>, where: string): void {
  for (const bank of banksOf(node))
    if (!known.has(bank))
      throw fault(`${where}: bank ${bank} is not there`, "Add the bank to banks/ or correct its name.");
  if ("regex" in node) checkPattern(node.regex.pattern, `${where}.regex.pattern`);
}

/** RE2 has no back-references and no look-around: that is what keeps it linear. */
function checkPattern(pattern: string, where: string): void {
  try {
    RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch (cause) {
    throw new AppError("input.invalid", {
      cause,
      detail: `${where}: ${cause instanceof Error ? cause.message : String(cause)}`,
      cure: "Write it as an RE2 pattern: no back-reference, no look-ahead or look-behind.",
    });
  }
}

/** Every node of a question with its place, the outer ones first. */
export function questionsIn(node: Node, place = "when"): Question[] {
  if ("all" in node) return [{ node, place }, ...node.all.flatMap((n, i) => questionsIn(n, `${place}.all.${i}`))];
  if ("any" in node) return [{ node, place }, ...node.any.flatMap((n, i) => questionsIn(n, `${place}.any.${i}`))];
  if ("not" in node) return [{ node, place }, ...questionsIn(node.not, `${place}.not`)];
  return [{ node, place }];
}

function banksOf(node: Node): string[] {
  if ("lexicon" in node) return node.lexicon.banks;
  if ("near" in node) return [node.near.a, node.near.b];
  if ("count" in node && "banks" in node.count) return node.count.banks;
  return [];
}
