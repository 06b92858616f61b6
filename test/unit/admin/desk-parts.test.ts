// Promises the desk's small parts: passwords, CSV cells, origins.
import { expect, test } from "vitest";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import { resolveOrigins, surfaceOfHost } from "#admin/server/origins.ts";
import { hashPassword, makeOneTimePassword, verifyPassword } from "#admin/server/password.ts";
import { readConfig } from "#core/config.ts";

test("a password is recognised in either Unicode form, another is not, and two hashes of one differ", async () => {
  const word = "mật khẩu dài";
  const [one, two] = [await hashPassword(word.normalize("NFC")), await hashPassword(word)];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await verifyPassword(word.normalize("NFD"), one)).toBe(true);
  expect(await verifyPassword("mật khẩu dai", one)).toBe(false);
  expect(await verifyPassword(word, "$argon2id$hỏng")).toBe(false);
});

test("one-time passwords have four groups and do not repeat", () => {
  const made = Array.from({ length: 200 }, makeOneTimePassword);
  expect(new Set(made).size).toBe(200);
  for (const word of made) expect(word).toMatch(/^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){3}$/);
});

test("no CSV cell begins as a formula, and quotes, commas and lines stay inside their cell", () => {
  const cells = ["=1+1", "+84", "-2", "@x", "\t=1", " =1", "|cmd", "%x", 'a"b', "a,b", "a\nb", "thường"];
  const line = safeCsv([cells]).toString("utf8").slice(1);
  const first = line.replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.slice(1, 2)).split(",");
  expect(first.slice(0, 8).every((cell) => cell.startsWith("'"))).toBe(true);
  expect(line).toContain('"a""b","a,b","a\nb",thường\r\n');
});

test("only the three names with their port are this desk's, and a half-given set of names is refused", () => {
  const origins = resolveOrigins(readConfig({}), 8787);
  expect(surfaceOfHost(origins, "DESK.localhost:8787")).toBe("desk");
  expect(surfaceOfHost(origins, "evidence.localhost:8787")).toBe("evidence");
  for (const host of [
    undefined,
    "",
    "desk.localhost",
    "desk.localhost:80",
    "localhost:8787",
    "127.0.0.1:8787",
    "xdesk.localhost:8787",
  ])
    expect(surfaceOfHost(origins, host), String(host)).toBeNull();
  const half = readConfig({ VONGGAC_DESK_ORIGIN: "https://a.vn", VONGGAC_EVIDENCE_ORIGIN: "https://b.vn" });
  expect(() => resolveOrigins(half, 1)).toThrow("config.invalid");
  const same = readConfig({
    VONGGAC_DESK_ORIGIN: "https://a.vn",
    VONGGAC_EVIDENCE_ORIGIN: "https://a.vn",
    VONGGAC_REPLAY_ORIGIN: "https://c.vn",
  });
  expect(() => resolveOrigins(same, 1)).toThrow("config.invalid");
});
