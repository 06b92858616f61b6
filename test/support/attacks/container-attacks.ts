// Promises attacks on the ZIP around the members: hidden, doubled, renamed, in front, behind, in between.
import { deflateRawSync } from "node:zlib";
import { type Attack, unpinned } from "./attack.ts";
import type { AttackWorld } from "./attack-world.ts";
import { zipOf, zipOfParts, type ZipPart } from "./open-zip.ts";

const wacz = (world: AttackWorld, bytes: Buffer) => ({ file: `${world.one.captureId}.wacz`, bytes });
const rows = (world: AttackWorld): ZipPart[] => [...world.one.parts].map(([name, bytes]) => ({ name, bytes }));
const evil = (name: string): ZipPart => ({ name, bytes: Buffer.from("<h1>khác</h1>") });

export const containerAttacks: Attack[] = [
  unpinned("bytes before the ZIP", "file", (w) =>
    wacz(w, zipOfParts(w.one.parts, { prefix: Buffer.from("#!/bin/sh\n") })),
  ),
  unpinned("bytes after the ZIP", "file", (w) => wacz(w, Buffer.concat([w.one.bytes, Buffer.from("đuôi")]))),
  unpinned("a comment at the ZIP's end", "container.canonical", (w) =>
    wacz(w, zipOfParts(w.one.parts, { comment: "ghi chú" })),
  ),
  unpinned("an entry twice", "container.structure", (w) => wacz(w, zipOf([...rows(w), evil("pages/pages.jsonl")]))),
  unpinned("an entry twice, the other one first", "container.structure", (w) =>
    wacz(w, zipOf([evil("pages/pages.jsonl"), ...rows(w)])),
  ),
  unpinned("a hidden entry between the members", "container.structure", (w) =>
    wacz(w, zipOf(rows(w).flatMap((row, i) => (i === 2 ? [{ ...evil("an.html"), hidden: true }, row] : [row])))),
  ),
  unpinned("a member that no list names", "resources.complete", (w) => wacz(w, zipOf([...rows(w), evil("them.html")]))),
  unpinned("a member missing", "resources.complete", (w) =>
    wacz(w, zipOf(rows(w).filter(({ name }) => name !== "pages/pages.jsonl"))),
  ),
  unpinned("a second manifest under nearly the same name", "container.structure", (w) =>
    wacz(w, zipOf([...rows(w), { name: "evidence/MANIFEST.json", bytes: w.two.manifest }])),
  ),
  unpinned("a local header with another name", "container.structure", (w) =>
    wacz(
      w,
      zipOf(
        rows(w).map((row) => (row.name === "indexes/index.cdx" ? { ...row, localName: "indexes/index.cdz" } : row)),
      ),
    ),
  ),
  unpinned("a path out of the folder", "container.structure", (w) =>
    wacz(w, zipOf([...rows(w), evil("../../etc/cron.d/x")])),
  ),
  unpinned("members in another order", "manifest.files", (w) => wacz(w, zipOf([...rows(w).slice(1), rows(w)[0]!]))),
  unpinned("a local header with another size", "container.structure", (w) => {
    const bytes = Buffer.from(w.one.bytes);
    bytes[22]! ^= 1;
    return wacz(w, bytes);
  }),
  unpinned("a member packed instead of stored", "container.structure", (w) => {
    const bytes = Buffer.from(w.one.bytes);
    const packed = deflateRawSync(bytes.subarray(0, 10));
    bytes[8] = 8;
    packed.copy(bytes, 60);
    return wacz(w, bytes);
  }),
];
