import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { appendEntry, verifyChain } from "#evidence/ledger/chain.ts";
import { emptyHead, type CustodyFact, type LedgerEntry } from "#evidence/ledger/entry.ts";

const fact = (subject: string): CustodyFact => ({
  at: "2026-11-20T03:00:00Z",
  actor: "system",
  act: "capture.sealed",
  subject,
  sha256: "a".repeat(64),
  detail: { n: 1 },
});

function logOf(count: number): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let i = 0; i < count; i++) entries.push(appendEntry(entries.at(-1) ?? emptyHead, fact(`c${i}`)));
  return entries;
}

describe("the custody log", () => {
  it("verifies from its first entry and from any head known to be good", async () => {
    const log = logOf(5);
    expect(await verifyChain(log)).toEqual({ ok: true, head: { seq: 5, chainHash: log[4]!.chainHash }, broken: null });
    expect((await verifyChain(log.slice(3), log[2])).ok).toBe(true);
  });

  it.each([
    ["a changed field", (log: LedgerEntry[]) => (log[2] = { ...log[2]!, actor: "other" })],
    ["a changed detail", (log: LedgerEntry[]) => (log[2] = { ...log[2]!, detail: { n: 2 } })],
    ["a removed entry", (log: LedgerEntry[]) => log.splice(2, 1)],
    ["swapped entries", (log: LedgerEntry[]) => log.splice(2, 2, log[3]!, log[2]!)],
    [
      "an entry rewritten with its own hashes",
      (log: LedgerEntry[]) => (log[2] = appendEntry({ seq: 2, chainHash: "0".repeat(64) }, fact("x"))),
    ],
  ])("shows %s", async (_what, damage) => {
    const log = logOf(6);
    damage(log);
    const verdict = await verifyChain(log);
    expect(verdict.ok).toBe(false);
    expect(verdict.head.seq).toBe(2);
  });

  it("hashes an entry as an RFC 6962 leaf of its canonical JSON", () => {
    const [first] = logOf(1);
    const json =
      '{"act":"capture.sealed","actor":"system","at":"2026-11-20T03:00:00.000Z","detail":{"n":1},"seq":1,"sha256":"' +
      "a".repeat(64) +
      '","subject":"c0"}';
    expect(first!.leafHash).toBe(createHash("sha256").update(`\0${json}`).digest("hex"));
  });

  it("refuses an act outside its closed list and a time that is none", () => {
    expect(() => appendEntry(emptyHead, { ...fact("x"), act: "edited" as never })).toThrow(/act/);
    expect(() => appendEntry(emptyHead, { ...fact("x"), at: "hôm qua" })).toThrow(/at/);
  });
});
