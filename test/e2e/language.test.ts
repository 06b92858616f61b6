// Promises the command line in Vietnamese: help, usage errors, cures and refusals, and keys that are no keys said so.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorWords, sayRefusal } from "#admin/cli/error-words.ts";
import { AppError, type ErrorCode, errorCodes } from "#core/errors.ts";
import { jsonLines, runVonggac } from "../support/run-vonggac.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-language-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const vi = { VONGGAC_LANG: "vi" };

test("help and usage errors of the library are Vietnamese too", async () => {
  const help = await runVonggac(["scan", "--help"], { env: vi });
  expect(help.code).toBe(0);
  expect(help.stdout).toMatch(/^Cách dùng: vonggac scan/);
  expect(help.stdout).not.toMatch(/Usage|Options|display help/);
  const unknown = await runVonggac(["khong-co"], { env: vi });
  expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
  expect(unknown.stderr).toMatch(/^lỗi: không có lệnh 'khong-co'/);
});

test("wrong input says in Vietnamese what is wrong and how to mend it, and exits 2", async () => {
  const broken = await runVonggac(["detect"], { env: vi, stdin: "{\n" });
  expect([broken.code, broken.stdout]).toEqual([2, ""]);
  expect(broken.stderr).toContain("Lỗi: Không đọc được dữ liệu vào.");
  expect(broken.stderr).toContain("Cách khắc phục: Mỗi dòng là một đối tượng JSON.");
});

test("every code has Vietnamese words and a Vietnamese cure", () => {
  for (const code of Object.keys(errorCodes) as ErrorCode[]) {
    const { what, cure } = errorWords(code);
    for (const text of [what, cure]) {
      expect(text, code).toMatch(/[à-ỹ]/u);
      expect(text, code).toBe(text.normalize("NFC"));
      expect(text, code).not.toMatch(/vi phạm/);
    }
  }
});

test("a refused address says why without codes", () => {
  const refusal = (reason: string) => sayRefusal(new AppError("guard.refused", { detail: "x", facts: { reason } }));
  expect(refusal("not a valid address")).toBe("địa chỉ không hợp lệ");
  expect(refusal("loopback address (127.0.0.0/8)")).toMatch(/mạng nội bộ/);
  expect(sayRefusal(new AppError("input.invalid", { detail: "cột url trống" }))).toBe("cột url trống");
});

test("a file of no key given to --trust is wrong usage, not a broken package", async () => {
  const noKey = path.join(dir, "khong-phai-khoa.pem");
  writeFileSync(noKey, "không phải khóa\n");
  const run = await runVonggac(["verify", noKey, "--trust", noKey, "--json"]);
  expect([run.code, run.stdout]).toEqual([2, ""]);
  expect(run.stderr).toContain("is not a readable public key, certificate or verifier key");
});

test("a line without an id is judged, with id null", async () => {
  const run = await runVonggac(["detect"], { stdin: `{"url":"https://a.example/","text":"Chào mừng."}\n` });
  expect(run.code).toBe(0);
  expect(jsonLines(run)[0]).toMatchObject({ id: null });
});

test("capture refuses a device that it does not know", async () => {
  const run = await runVonggac(["capture", "https://a.example/", "--out", dir, "--device", "tủ lạnh"], {
    env: { VONGGAC_DATA: dir },
  });
  expect([run.code, run.stdout]).toEqual([2, ""]);
});
