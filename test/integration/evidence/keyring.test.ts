import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { openKeyring } from "#evidence/seal/keyring.ts";

describe("the keyring", () => {
  it("makes one private key even when processes start at once, and shows it to nobody", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-keys-"));
    const script = `import("${path.resolve("evidence/seal/keyring.ts")}").then(async (m) => { const k = await m.openKeyring(process.argv[1]); console.log(k.fingerprint); });`;
    const runs = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = spawn(process.execPath, ["-e", script, folder], { stdio: ["ignore", "pipe", "inherit"] });
        let text = "";
        for await (const chunk of child.stdout) text += String(chunk);
        return text.trim();
      }),
    );
    expect(new Set(runs).size).toBe(1);
    expect(runs[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(path.join(folder, "keys")).sort()).toEqual(["seal-key.pem", "seal-key.pub.pem"]);
    expect(statSync(path.join(folder, "keys")).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, "keys/seal-key.pem")).mode & 0o777).toBe(0o600);
    const keyring = await openKeyring(folder);
    expect(keyring.fingerprint).toBe(runs[0]);
    expect(JSON.stringify(keyring) + inspect(keyring, { depth: 9 })).not.toContain("PRIVATE");
  });

  it("refuses a key that others can read and one that is none, with the cure", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-keys-"));
    await openKeyring(folder);
    const file = path.join(folder, "keys/seal-key.pem");
    chmodSync(file, 0o644);
    await expect(openKeyring(folder)).rejects.toMatchObject({
      code: "config.invalid",
      cure: expect.stringContaining("chmod 600") as string,
    });
    chmodSync(file, 0o600);
    writeFileSync(file, "-----BEGIN PRIVATE KEY-----\nxx\n-----END PRIVATE KEY-----\n");
    await expect(openKeyring(folder)).rejects.toMatchObject({ code: "config.invalid" });
  });

  it("names the public half of the key that signs now, and keeps that of the key before", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-keys-"));
    const before = await openKeyring(folder);
    rmSync(path.join(folder, "keys/seal-key.pem"));
    const after = await openKeyring(folder);
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(readFileSync(after.publicPemFile, "utf8")).toBe(after.publicPem);
    const kept = readdirSync(path.join(folder, "keys")).filter((name) => name.includes("before"));
    expect(kept.map((name) => readFileSync(path.join(folder, "keys", name), "utf8"))).toEqual([before.publicPem]);
  });

  it("signs with low s only, a hundred times", async () => {
    const keyring = await openKeyring(mkdtempSync(path.join(os.tmpdir(), "vonggac-keys-")));
    const half =
      BigInt("0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973") / 2n;
    for (let i = 0; i < 100; i++) {
      const raw = Buffer.from(await keyring.sign(`text ${i}`), "base64");
      expect(raw.length).toBe(96);
      expect(BigInt(`0x${raw.subarray(48).toString("hex")}`) <= half).toBe(true);
    }
  });
});
