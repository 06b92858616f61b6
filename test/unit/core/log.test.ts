// Promises that a logged error tells what it is and not what hangs on it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("an error is logged with name, code, message and cause, without the connection it carries", () => {
  const script = `
    import { log } from ${JSON.stringify(fileURLToPath(new URL("../../../core/log.ts", import.meta.url)))};
    const error = Object.assign(new Error("cut off", { cause: new Error("reset") }), { code: "57P01", client: { secretKey: 12345678, password: "s3cret" } });
    log.warn({ err: error }, "database.connection-lost");`;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", script], {
    encoding: "utf8",
    env: { PATH: process.env.PATH },
  });
  const line = JSON.parse(stderr) as { err: Record<string, unknown>; msg: string };
  expect(line.msg).toBe("database.connection-lost");
  expect(line.err).toMatchObject({ name: "Error", code: "57P01", message: "cut off", cause: "Error: reset" });
  expect(stderr).not.toMatch(/s3cret|12345678/);
});
