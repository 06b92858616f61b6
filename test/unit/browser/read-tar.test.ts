// Promises that the tar reader gives the files of an archive and refuses one that is cut off or leads out of its folder.
import { expect, test } from "vitest";
import { readTar } from "#crawler/browser/read-tar.ts";

function entry(name: string, content: string, type = "0"): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000755\0", 100);
  header.write(`${Buffer.byteLength(content).toString(8).padStart(11, "0")}\0`, 124);
  header.write(type, 156);
  const body = Buffer.alloc(Math.ceil(Buffer.byteLength(content) / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

test("files come back with their bytes and modes, folders do not", () => {
  const archive = Buffer.concat([
    entry("lib/", "", "5"),
    entry("lib/a.so", "xin chào"),
    entry("b", "x".repeat(600)),
    Buffer.alloc(1024),
  ]);
  const files = readTar(archive).map(({ path, mode, bytes }) => [path, mode, bytes.toString()]);
  expect(files).toEqual([
    ["lib/a.so", 0o755, "xin chào"],
    ["b", 0o755, "x".repeat(600)],
  ]);
});

test("a cut archive is refused", () => {
  expect(() => readTar(entry("a", "x".repeat(600)).subarray(0, 700))).toThrow(/cut off/);
});

test("a path that leaves the folder is refused", () => {
  expect(() => readTar(entry("../etc/passwd", "x"))).toThrow(/leaves/);
  expect(() => readTar(entry("/etc/passwd", "x"))).toThrow(/leaves/);
});
