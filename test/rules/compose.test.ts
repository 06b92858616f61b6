// Promises that docker-compose.yml names only what exists in the code, leaks no secret, and keeps its networks and sandbox shut.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { healthPath } from "#admin/server/guard-requests.ts";
import { resolveOrigins } from "#admin/server/origins.ts";
import { readConfig, settings } from "#core/config.ts";
import { queueNames } from "#workers/jobs.ts";
import { composeText, findVariables, readCompose } from "../support/compose.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What an operator must set, with example values. */
const required = {
  POSTGRES_PASSWORD: "0123456789abcdef",
  REDIS_PASSWORD: "fedcba9876543210",
  S3_ACCESS_KEY_ID: "evidence",
  S3_SECRET_ACCESS_KEY: "00112233445566778899",
  VONGGAC_CONTACT: "office@example.gov.vn",
  DESK_NAME: "desk.example.gov.vn",
  EVIDENCE_NAME: "evidence.example.gov.vn",
  REPLAY_NAME: "replay.example.gov.vn",
};
/** Variables of this file that are no settings of the program. */
const deployOnly = new Set(
  "POSTGRES_PASSWORD REDIS_PASSWORD DESK_NAME EVIDENCE_NAME REPLAY_NAME TLS_ISSUER FRONT_SUBNET SCAN_WORKERS CAPTURE_WORKERS EVIDENCE_LOCK_DAYS VONGGAC_VERSION".split(
    " ",
  ),
);
/** What the foreign images read (their own documentation). */
const foreign: Record<string, string[]> = {
  postgres: ["POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"],
  objects: ["ROOT_ACCESS_KEY_ID", "ROOT_SECRET_ACCESS_KEY", "VGW_PORT", "VGW_REGION", "VGW_HEALTH"],
};

const compose = readCompose(required);
const services = Object.entries(compose.services);
const service = (name: string) => {
  const found = compose.services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
};
const ours = services.filter(([, s]) => s.build === ".");
const workers = ours.filter(([, s]) => s.command?.[0] === "work");
const helps = new Map<string, string>();
function readHelp(verb: string): string {
  const known = helps.get(verb);
  if (known !== undefined) return known;
  const args = ["admin/cli/vonggac.mjs", verb, "--help"];
  const help = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  helps.set(verb, help);
  return help;
}
const isOneShot = (name: string) => service(name).restart === "no";

test("everything that a service names is defined, and everything defined is used", () => {
  const used = { networks: new Set<string>(), volumes: new Set<string>(), secrets: new Set<string>() };
  for (const [, s] of services) {
    s.networks.forEach((n) => used.networks.add(n));
    s.secrets.forEach((n) => used.secrets.add(n));
    s.volumes.filter((v) => !v.startsWith("/")).forEach((v) => used.volumes.add(v.split(":")[0]!));
    for (const c of s.configs) expect(compose.configs).toHaveProperty(c.source);
  }
  expect([...used.networks].toSorted()).toEqual(Object.keys(compose.networks).toSorted());
  expect([...used.volumes].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  expect([...used.secrets].toSorted()).toEqual(Object.keys(compose.secrets).toSorted());
});

test("a service waits for health only where there is a health check, and for an end only where there is one", () => {
  for (const [name, s] of services)
    for (const [other, { condition }] of Object.entries(s.depends_on)) {
      expect(isOneShot(other), `${name} → ${other}`).toBe(condition === "service_completed_successfully");
      if (condition === "service_healthy") expect(service(other).healthcheck, `${name} → ${other}`).toBeDefined();
    }
});

test("compose refuses to start while a password, a key or a name is not set", () => {
  for (const name of Object.keys(required))
    expect(() => readCompose({ ...required, [name]: "" }), name).toThrowError(name);
  const marked = new Set(findVariables(composeText).flatMap((v) => (v.operator === "?" ? [v.name] : [])));
  expect([...marked].toSorted()).toEqual(Object.keys(required).toSorted());
});

test("every variable that compose reads is a setting of the program or one of its own that the README explains", () => {
  const names = new Set(findVariables(composeText).map((v) => v.name));
  expect([...names].filter((n) => !(n in settings.shape) && !deployOnly.has(n))).toEqual([]);
  expect([...deployOnly].filter((n) => !names.has(n))).toEqual([]);
});

test("every environment variable of our services is a setting, and the program accepts them as they stand", () => {
  for (const [name, s] of ours) {
    expect(
      Object.keys(s.environment).filter((v) => !(v in settings.shape)),
      name,
    ).toEqual([]);
    const config = readConfig(s.environment);
    expect(config.DATABASE_URL, name).toContain("@postgres:5432/");
    expect(config.S3_ENDPOINT, name).toBe("http://objects:7070");
  }
  for (const [name, expected] of Object.entries(foreign))
    expect(Object.keys(service(name).environment).toSorted(), name).toEqual(expected.toSorted());
  const strange = services.filter(([n, s]) => !s.build && !(n in foreign) && Object.keys(s.environment).length > 0);
  expect(strange.map(([n]) => n)).toEqual([]);
});

test("every command of our image is a verb with options that the program knows", () => {
  const verbs: string[] = [];
  for (const [name, s] of ours) {
    if (s.entrypoint) {
      expect(s.entrypoint[0]).toBe("node");
      expect(existsSync(path.join(root, s.entrypoint[1]!)), name).toBe(true);
      continue;
    }
    const [verb, ...options] = s.command ?? [];
    verbs.push(verb!);
    const help = readHelp(verb!);
    expect(help, name).toMatch(new RegExp(`^Usage: vonggac ${verb}\\b`, "m"));
    for (const option of options.filter((o) => o.startsWith("--")))
      expect(help, name).toMatch(new RegExp(`^\\s+${option}\\b`, "m"));
  }
  expect(verbs.toSorted()).toEqual(["serve", "work", "work"]);
});

test("the workers together serve every queue, and only one kind opens scans by schedule", () => {
  const queues = workers.flatMap(([, s]) => s.command![s.command!.indexOf("--queues") + 1]!.split(","));
  expect(queues.toSorted()).toEqual([...queueNames].toSorted());
  expect(workers.filter(([, s]) => !s.command!.includes("--no-schedule")).map(([n]) => n)).toEqual(["scan"]);
});

test("workers and desk share the folder of the keys: what the desk seals carries the house's one key", () => {
  for (const [name, s] of ours.filter(([, one]) => !one.entrypoint)) {
    expect(s.volumes, name).toContain("data:/data");
    expect(readConfig(s.environment).dataDir, name).toBe("/data");
  }
});

test("the desk has its three names behind TLS, and believes only the proxy beside it", () => {
  const { environment } = service("admin");
  const config = readConfig(environment);
  const names = [required.DESK_NAME, required.EVIDENCE_NAME, required.REPLAY_NAME];
  expect(resolveOrigins(config, config.VONGGAC_PORT)).toMatchObject({ desk: `https://${names[0]}`, secure: true });
  const caddyfile = compose.configs.caddyfile!.content;
  for (const name of names) expect(caddyfile).toContain(name);
  expect(caddyfile).toContain(`reverse_proxy admin:${config.VONGGAC_PORT}`);
  expect(config.VONGGAC_TRUSTED_PROXIES).toBe(compose.networks.front!.ipam!.config[0]!.subnet);
  expect(services.filter(([, s]) => s.networks.includes("front")).map(([n]) => n)).toEqual(["tls", "admin"]);
});

test("every port that is spoken to is one that the other side listens on", () => {
  expect(services.filter(([, s]) => s.ports.length > 0).map(([n]) => n)).toEqual(["tls"]);
  expect(service("objects").environment.VGW_PORT).toBe(":7070");
  expect(service("objects").healthcheck!.test.join(" ")).toContain(`:7070${service("objects").environment.VGW_HEALTH}`);
  expect(service("admin").healthcheck!.test.join(" ")).toContain(`127.0.0.1:8787${healthPath}`);
  expect(service("tls").healthcheck!.test.join(" ")).toContain("http://127.0.0.1:2080/");
  expect(compose.configs.caddyfile!.content).toContain("http://127.0.0.1:2080 {");
  for (const [name, s] of workers) expect(s.environment.REDIS_URL, name).toMatch(/@redis:6379\/0$/);
});

test("every service that keeps running has a health check of its own", () => {
  for (const [name] of services) if (!isOneShot(name)) expect(service(name).healthcheck, name).toBeDefined();
  for (const [, s] of workers) expect(existsSync(path.join(root, s.healthcheck!.test[2]!))).toBe(true);
});

test("Redis writes down what it is told and forgets nothing", () => {
  const command = service("redis").command!.join(" ");
  expect(command).toContain("--appendonly yes");
  expect(command).toContain("--maxmemory-policy noeviction");
  expect(command).toContain("--requirepass");
});

test("no secret stands in the file: each comes from the operator, none has a default", () => {
  const secret = /PASSWORD|SECRET|KEY_ID/;
  for (const v of findVariables(composeText)) if (secret.test(v.name)) expect(v.operator, v.name).toBe("?");
  for (const line of composeText.split("\n")) {
    const [, name, value] = /^\s*([A-Z0-9_]+):\s+(.+)$/.exec(line) ?? [];
    if (name && secret.test(name)) expect(value, name).toMatch(/^(\$\{[A-Z0-9_]+:\?[^}]*\}|\/run\/secrets\/\w+)$/);
  }
  for (const [, password] of composeText.matchAll(/:\/\/\w*:([^@\s]*)@/g)) expect(password).toMatch(/^\$\{\w+:\?/);
});

test("only workers and the proxy have a way out; database, queue, objects and desk have none", () => {
  const open = Object.keys(compose.networks).filter((n) => compose.networks[n]?.internal !== true);
  expect(open.toSorted()).toEqual(["edge", "internet"]);
  for (const [name, s] of services) {
    if (s.networks.includes("internet")) expect(workers.map(([n]) => n)).toContain(name);
    if (s.networks.includes("edge")) expect(name).toBe("tls");
  }
});

test("Chromium's sandbox is on: an ordinary user, no capability, a deny-by-default profile that lets it make namespaces", () => {
  expect(composeText.replace(/^\s*#.*$/gm, "")).not.toMatch(
    /no-sandbox|NO_SANDBOX|unconfined|privileged: true|SYS_ADMIN/,
  );
  for (const [name, s] of workers) {
    expect(s.cap_drop, name).toEqual(["ALL"]);
    expect(s.read_only, name).toBe(true);
    const file = s.security_opt.find((o) => o.startsWith("seccomp="))!.slice("seccomp=".length);
    const profile = JSON.parse(readFileSync(path.join(root, file), "utf8")) as {
      defaultAction: string;
      syscalls: { names: string[]; action: string; args?: unknown[] }[];
    };
    const allowed = new Set(profile.syscalls.filter((r) => r.action === "SCMP_ACT_ALLOW").flatMap((r) => r.names));
    expect(profile.defaultAction).toBe("SCMP_ACT_ERRNO");
    for (const call of ["clone", "unshare", "chroot", "execve"]) expect(allowed, call).toContain(call);
    for (const call of [
      "mount",
      "bpf",
      "setns",
      "init_module",
      "kexec_load",
      "keyctl",
      "perf_event_open",
      "userfaultfd",
    ])
      expect(allowed, call).not.toContain(call);
  }
});

test("every service forbids new privileges and has a memory limit; inline files go to writable roots only", () => {
  for (const [name, s] of services) {
    expect(s.security_opt, name).toContain("no-new-privileges:true");
    if (s.secrets.length > 0 || s.configs.length > 0) expect(s.read_only, name).toBe(false);
  }
});
