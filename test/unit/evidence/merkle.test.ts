// Promises the Merkle tree against RFC 6962's own vectors, and its proofs against random trees and random lies.
import { expect, test } from "vitest";
import {
  emptyRoot,
  type Hash,
  hashLeaf,
  hashNode,
  isConsistent,
  isIncluded,
  proveConsistency,
  proveInclusion,
  rootOf,
} from "#evidence/ledger/merkle.ts";
import { readNodes, rootOfTile, tilePath, tileWidthIn } from "#evidence/ledger/tiles.ts";
import { seededRandom } from "../../support/seeded-random.ts";

/** The eight leaves of the Certificate Transparency reference tests, and the roots of their trees of 1 to 8 leaves. */
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const hashes = leaves.map((hex) => hashLeaf(Buffer.from(hex, "hex")));

/** RFC 6962 section 2.1 word for word: the reference that the fast code is held against. */
function plainRoot(of: readonly Hash[]): Hash {
  if (of.length === 0) return emptyRoot;
  if (of.length === 1) return of[0]!;
  let k = 1;
  while (k * 2 < of.length) k *= 2;
  return hashNode(plainRoot(of.slice(0, k)), plainRoot(of.slice(k)));
}

/** A tree whose tiles stand in memory; counts the tiles that are read. */
function treeOf(of: readonly Hash[]) {
  const levels: Hash[][] = [[...of]];
  while (levels.at(-1)!.length >= 256) {
    const below = levels.at(-1)!;
    const full = Math.floor(below.length / 256);
    levels.push(Array.from({ length: full }, (_, i) => rootOfTile(Buffer.concat(below.slice(i * 256, i * 256 + 256)))));
  }
  let reads = 0;
  const open = (size: number) =>
    readNodes(size, async (level, index, width) => {
      reads += 1;
      return Buffer.concat(levels[level]!.slice(index * 256, index * 256 + width));
    });
  return { open, reads: () => reads };
}

test("the roots of RFC 6962's reference leaves are the published ones", async () => {
  expect((await rootOf(treeOf([]).open(0), 0)).toString("hex")).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  for (const [i, root] of roots.entries())
    expect((await rootOf(treeOf(hashes).open(i + 1), i + 1)).toString("hex"), `tree of ${i + 1}`).toBe(root);
});

test("the published proofs come out, and hold", async () => {
  const tree = treeOf(hashes).open(8);
  const published = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  ];
  expect((await proveInclusion(tree, 0, 8)).map((h) => h.toString("hex"))).toEqual(published);
  expect((await proveConsistency(tree, 1, 8)).map((h) => h.toString("hex"))).toEqual(published);
});

test("every proof of a random tree holds, and no proof holds for anything else", async () => {
  const seed = Date.now() % 1_000_000;
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const all = Array.from({ length: 1500 }, (_, i) => hashLeaf(Buffer.from(`${seed}-${i}`)));
  const tree = treeOf(all);
  for (let round = 0; round < 300; round++) {
    const size = round < 60 ? round + 1 : 1 + pick(all.length);
    const old = pick(size + 1);
    const index = pick(size);
    const say = `seed ${seed}: size ${size}, old ${old}, leaf ${index}`;
    const nodes = tree.open(size);
    const root = await rootOf(nodes, size);
    expect(root.equals(plainRoot(all.slice(0, size))), say).toBe(true);
    const inclusion = await proveInclusion(nodes, index, size);
    expect(isIncluded(all[index]!, index, size, inclusion, root), say).toBe(true);
    expect(isIncluded(hashLeaf(Buffer.from("other")), index, size, inclusion, root), say).toBe(false);
    if (size > 1) expect(isIncluded(all[index]!, (index + 1) % size, size, inclusion, root), say).toBe(false);
    expect(isIncluded(all[index]!, index, size, [...inclusion, root], root), say).toBe(false);
    const older = { size: old, root: plainRoot(all.slice(0, old)) };
    const consistency = await proveConsistency(nodes, old, size);
    expect(isConsistent(older, { size, root }, consistency), say).toBe(true);
    expect(isConsistent({ size: old, root: hashLeaf(older.root) }, { size, root }, consistency), say).toBe(false);
    // The empty tree is consistent with any.
    expect(isConsistent(older, { size, root: hashLeaf(root) }, consistency), say).toBe(old === 0);
    expect(isConsistent(older, { size, root }, [...consistency, root]), say).toBe(false);
    if (consistency.length > 0) {
      const bent = consistency.map((h, i) => (i === pick(consistency.length) ? hashLeaf(h) : h));
      if (bent.some((h, i) => !h.equals(consistency[i]!)))
        expect(isConsistent(older, { size, root }, bent), say).toBe(false);
    }
  }
});

test("a proof in a tree of 70,000 entries reads three tiles a level at the most", async () => {
  const tree = treeOf(Array.from({ length: 70_000 }, (_, i) => hashLeaf(Buffer.from(String(i)))));
  await proveInclusion(tree.open(70_000), 12_345, 70_000);
  const afterInclusion = tree.reads();
  await proveConsistency(tree.open(70_000), 65_000, 70_000);
  expect(afterInclusion).toBeLessThanOrEqual(9);
  expect(tree.reads() - afterInclusion).toBeLessThanOrEqual(9);
});

test("tiles are named and measured as in tlog-tiles' own example", () => {
  expect(tilePath(0, 1234067, 256)).toBe("tile/0/x001/x234/067");
  expect(tilePath("entries", 273, 112)).toBe("tile/entries/273.p/112");
  expect([0, 1, 2].map((level) => tileWidthIn(70_000, level, [273, 1, 0][level]!))).toEqual([112, 17, 1]);
  expect([tileWidthIn(256, 0, 0), tileWidthIn(256, 1, 0), tileWidthIn(256, 0, 1)]).toEqual([256, 1, 0]);
});
