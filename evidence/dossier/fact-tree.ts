// Promises the facts that fill a template as a plain tree, looked up by dotted names and by nothing else.
import type { Picture } from "./document-model.ts";

export type FactValue = string | Picture | null | readonly Facts[] | Facts;
export interface Facts {
  readonly [name: string]: FactValue;
}

export const isPicture = (value: unknown): value is Picture =>
  typeof value === "object" && value !== null && (value as Picture).png instanceof Uint8Array;

const own = (value: unknown, key: string): FactValue | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? ((value as Record<string, FactValue>)[key] ?? null)
    : undefined;

/** The value in the innermost scope that has the name's first part; null where there is none. */
export function findFact(scopes: readonly Facts[], name: string): FactValue {
  const [first = "", ...rest] = name.split(".");
  for (const scope of scopes) {
    let value = own(scope, first);
    if (value === undefined) continue;
    for (const part of rest) value = own(value, part);
    return value ?? null;
  }
  return null;
}
