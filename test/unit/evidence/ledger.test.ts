import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { appendEntry, verifyChain } from "#evidence/ledger/chain.ts";
import { emptyHead, type CustodyFact, type LedgerEntry } from "#evidence/ledger/entry.ts";
import { merkleRoot } from "#evidence/ledger/merkle.ts";

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

describe("the Merkle root", () => {
  // Test vectors of the certificate-transparency project for RFC 6962.
  const data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const leaves = data.map((hex) =>
    createHash("sha256")
      .update(Buffer.from(`00${hex}`, "hex"))
      .digest("hex"),
  );

  it.each([
    [0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
    [2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    [3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"],
    [7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"],
    [8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
  ])("of %i leaves is that of RFC 6962", (count, root) => {
    expect(merkleRoot(leaves.slice(0, count))).toBe(root);
  });
});
