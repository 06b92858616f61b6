// Promises the labels that count for a page: those of its host and of the hosts above it, at the time when it was seen.
import type pg from "pg";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { now } from "#core/clock.ts";
import { recordEvent } from "#core/records/event.ts";
import {
  countedAt,
  type HostLabelRow,
  insertHostLabel,
  insertHostLabelRemoval,
  selectHostLabels,
} from "#core/records/host-label.ts";
import { LabelName } from "#detection/rules/grammar.ts";

/** `a.b.vn` → `a.b.vn`, `b.vn`: a label of a host covers its subdomains, a top-level name labels nobody. */
export function hostsAbove(host: string): string[] {
  const parts = host.toLowerCase().split(".");
  return parts.slice(0, Math.max(1, parts.length - 1)).map((_, i) => parts.slice(i).join("."));
}

export function labelsAmong(rows: readonly HostLabelRow[], host: string, at: Date): Set<string> {
  const hosts = new Set(hostsAbove(host));
  return new Set(rows.filter((row) => hosts.has(row.host) && countedAt(row, at)).map((row) => row.name));
}

/** Labels of an address at a time. */
export async function labelsOf(pool: pg.Pool, url: string, at: Date): Promise<Set<string>> {
  if (!URL.canParse(url)) return new Set();
  const { hostname } = new URL(url);
  return labelsAmong(await selectHostLabels(pool, hostsAbove(hostname)), hostname, at);
}

/** Throws AppError `input.invalid`. */
export async function addLabel(
  pool: pg.Pool,
  label: { host: string; name: string; reason: string; until: Date; actor: string },
): Promise<number> {
  const host = URL.canParse(`http://${label.host}`) ? new URL(`http://${label.host}`).hostname : "";
  if (host === "") throw new AppError("input.invalid", { detail: `${label.host} is not a host name` });
  if (!LabelName.safeParse(label.name).success)
    throw new AppError("input.invalid", { detail: `${label.name}: lower-case words, e.g. registry.press` });
  if (!(label.until > now())) throw new AppError("input.invalid", { detail: "the last day has passed" });
  return inTransaction(pool, async (tx) => {
    const id = await insertHostLabel(tx, { ...label, host });
    await recordEvent(tx, label.actor, "label.added", host, { id, name: label.name, until: label.until.toISOString() });
    return id;
  });
}

/** Throws AppError `not-found` for an unknown label and `conflict` where it was taken off before. */
export async function removeLabel(
  pool: pg.Pool,
  removal: { labelId: number; reason: string; actor: string },
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const [label] = await selectHostLabels(tx, null, removal.labelId - 1, 1);
    if (label?.id !== removal.labelId) throw new AppError("not-found", { detail: `no label ${removal.labelId}` });
    if (!(await insertHostLabelRemoval(tx, removal)))
      throw new AppError("conflict", { detail: `label ${removal.labelId} was taken off before` });
    await recordEvent(tx, removal.actor, "label.removed", label.host, { id: label.id, name: label.name });
  });
}
