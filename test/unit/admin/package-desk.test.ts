// Promises the waiting room of exported packages: one at a time for each person, a file only while its time runs, none after a failure.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { PackagingRequest } from "#admin/server/desk-context.ts";
import { type NewPackage, openPackageDesk, packageLivesMs } from "#admin/server/package-desk.ts";
import { setClock } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";

const root = mkdtempSync(path.join(os.tmpdir(), "vonggac-packages-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const asked = (login: string): NewPackage => ({
  login,
  findingId: "f",
  ofCase: null,
  host: "x.example",
  leftOut: 0,
  captureIds: [],
  purpose: "kiểm thử",
});

const facts = {
  sha256: "00",
  sizeBytes: 3,
  signer: "11",
  ledgerSeq: 1,
  captures: 1,
  unstamped: 0,
  missingWitnesses: [],
};

async function makeFile({ file }: PackagingRequest) {
  writeFileSync(file, "zip");
  return { ...facts, packageId: `of-${path.basename(file)}` };
}

test("a finished package is taken by its maker alone, and its file is gone when its time is over", async () => {
  const folder = path.join(root, "kept");
  const desk = openPackageDesk(folder, makeFile);
  const job = desk.start(asked("an"));
  await expect.poll(() => job.state).toBe("ready");
  const { packageId, file } = job.made!;
  expect(desk.take(packageId, "an").file).toBe(file);
  expect(() => desk.take(packageId, "binh")).toThrow(/not-found/);
  expect(desk.of("binh")).toBeNull();
  const back = setClock(() => Date.now() + packageLivesMs + 1);
  try {
    expect(desk.of("an")).toBeNull();
    expect(() => desk.take(packageId, "an")).toThrow(/not-found/);
    await expect.poll(() => existsSync(file)).toBe(false);
  } finally {
    back();
    desk.close();
  }
});

test("a second package of the same person waits for the first to end, another person's does not", async () => {
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  const desk = openPackageDesk(path.join(root, "one"), async (request) => held.then(() => makeFile(request)));
  const first = desk.start(asked("an"));
  expect(() => desk.start(asked("an"))).toThrow(/conflict/);
  expect(desk.start(asked("binh")).state).toBe("making");
  finish();
  await expect.poll(() => first.state).toBe("ready");
  const second = desk.start(asked("an"));
  await expect.poll(() => second.state).toBe("ready");
  await expect.poll(() => existsSync(first.made!.file)).toBe(false);
  desk.close();
});

test("a failure gives its code and no file, and what another process left behind is removed at the start", async () => {
  const folder = path.join(root, "failed");
  mkdirSync(folder);
  writeFileSync(path.join(folder, "old.zip"), "old");
  const desk = openPackageDesk(folder, async ({ file }) => {
    writeFileSync(file, "half");
    throw new AppError("store.full", { detail: "no room" });
  });
  expect(existsSync(folder)).toBe(false);
  const job = desk.start(asked("an"));
  await expect.poll(() => job.state).toBe("failed");
  expect(job.error).toEqual({ code: "store.full", message: "store.full" });
  await expect.poll(() => readdirSync(folder)).toEqual([]);
  desk.close();
});
