// Promises docker-compose.yml as Compose would read it: merged, interpolated with given variables, held to a strict shape.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

export const composeFile = new URL("../../docker-compose.yml", import.meta.url);
export const composeText = readFileSync(composeFile, "utf8");

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const words = z.array(z.string());
const nothing = z.strictObject({}).nullish();

const Healthcheck = z.strictObject({
  test: z.tuple([z.enum(["CMD", "CMD-SHELL"])], z.string()),
  interval: z.string().regex(/^\d+s$/),
  timeout: z.string().regex(/^\d+s$/),
  retries: z.int().positive(),
  start_period: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
});

/** The part of the Compose specification that the file uses; an unknown key fails. */
const Service = z
  .strictObject({
    image: z.string().regex(/^[a-z0-9./-]+:[A-Za-z0-9][\w.-]+$/),
    build: z.literal(".").optional(),
    init: z.boolean().optional(),
    restart: z.enum(["unless-stopped", "no"]).default("no"),
    read_only: z.boolean().default(false),
    user: z.string().optional(),
    cap_drop: z.tuple([z.literal("ALL")]).optional(),
    cap_add: z.tuple([z.literal("NET_BIND_SERVICE")]).optional(),
    security_opt: words,
    entrypoint: words.optional(),
    command: words.optional(),
    environment: z.record(z.string(), text).default({}),
    ports: words.default([]),
    volumes: words.default([]),
    tmpfs: words.default([]),
    networks: words.default([]),
    network_mode: z.literal("none").optional(),
    secrets: words.default([]),
    configs: z.array(z.strictObject({ source: z.string(), target: z.string() })).default([]),
    depends_on: z
      .record(z.string(), z.strictObject({ condition: z.enum(["service_healthy", "service_completed_successfully"]) }))
      .default({}),
    deploy: z.strictObject({ replicas: z.string().regex(/^[1-9]\d*$/) }).optional(),
    healthcheck: Healthcheck.optional(),
    mem_limit: z.string().regex(/^\d+[mg]$/),
    shm_size: z
      .string()
      .regex(/^\d+[mg]$/)
      .optional(),
    stop_grace_period: z.string().optional(),
    logging: z.strictObject({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  })
  .refine((s) => s.networks.length > 0 || s.network_mode === "none", "no network is named");

const Compose = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), Service),
  networks: z.record(
    z.string(),
    z
      .strictObject({
        internal: z.boolean().optional(),
        ipam: z.strictObject({ config: z.array(z.strictObject({ subnet: z.string() })) }).optional(),
      })
      .nullish(),
  ),
  volumes: z.record(z.string(), nothing),
  secrets: z.record(z.string(), z.strictObject({ environment: z.string() })),
  configs: z.record(z.string(), z.strictObject({ content: z.string() })),
});
export type ComposeFile = z.infer<typeof Compose>;
export type ComposeService = ComposeFile["services"][string];

export interface Variable {
  name: string;
  /** "?" must be set, "-" has a default. */
  operator: "?" | "-";
  fallback: string;
}

const pattern = /\$\$|\$\{([A-Z0-9_]+):([-?])([^}]*)\}/g;

/** Every `${NAME:-default}` and `${NAME:?message}` of a text, comments left out. */
export function findVariables(source: string): Variable[] {
  return [...source.replace(/^\s*#.*$/gm, "").matchAll(pattern)].flatMap(([, name, operator, rest]) =>
    name === undefined ? [] : [{ name, operator: operator as "?" | "-", fallback: rest ?? "" }],
  );
}

/** As Compose interpolates values (not keys); throws where a required variable is missing or a bare `$` is left. */
export function interpolate(source: string, variables: Record<string, string>): string {
  const filled = source.replace(pattern, (all, name: string | undefined, operator: string, rest: string) => {
    if (name === undefined || all === "$$") return "\u0000";
    const given = variables[name];
    if (given !== undefined && given !== "") return given;
    if (operator === "?") throw new Error(`${name}: ${rest}`);
    return rest;
  });
  if (filled.includes("$")) throw new Error(`a bare $ in: ${source}`);
  return filled.replaceAll("\u0000", "$");
}

/** Throws ZodError or Error where Compose would refuse the file. */
export function readCompose(variables: Record<string, string>): ComposeFile {
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return interpolate(value, variables);
    if (Array.isArray(value)) return value.map(fill);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  const whole = parse(composeText, { merge: true, strict: true }) as Record<string, unknown>;
  const own = Object.fromEntries(Object.entries(whole).filter(([key]) => !key.startsWith("x-")));
  return Compose.parse(fill(own));
}
