// Promises one frozen Config read once from the environment; every mistake is reported at once and secrets never print.
import path from "node:path";
import { z } from "zod";
import { AppError } from "./errors.ts";

const blank = (value: unknown) => (value === "" ? undefined : value);
const text = (describe: string) => z.preprocess(blank, z.string().optional()).describe(describe);
const count = (fallback: number, describe: string, min = 0) =>
  z.preprocess(blank, z.coerce.number().int().min(min).default(fallback)).describe(describe);
const flag = (describe: string) =>
  z
    .preprocess((v) => (v === undefined || v === "" ? "false" : v), z.enum(["true", "false"]))
    .transform((v) => v === "true")
    .describe(describe);

const httpUrl = z
  .string()
  .refine((v) => URL.canParse(v) && /^https?:$/.test(new URL(v).protocol), "must be an http:// or https:// address");
const optionalUrl = (describe: string) => z.preprocess(blank, httpUrl.optional()).describe(describe);

/** Every setting, its default and one sentence; `.env.example` is generated from this and a test holds them equal. */
export const settings = z.object({
  VONGGAC_DATA: z
    .preprocess(blank, z.string().default("./data"))
    .describe("Folder for the embedded database, sealed captures, keys and caches"),
  VONGGAC_PROXY: optionalUrl("HTTP proxy that all crawling goes through (names resolve there)"),
  VONGGAC_PORT: count(8787, "Port of the desk on this machine", 0),
  VONGGAC_HOST: z.preprocess(blank, z.string().default("127.0.0.1")).describe("Address the desk listens on"),
  VONGGAC_DESK_ORIGIN: optionalUrl(
    "Public origin of the desk, e.g. https://desk.example.gov.vn (law 9: three names behind TLS)",
  ),
  VONGGAC_EVIDENCE_ORIGIN: optionalUrl("Public origin of evidence bytes"),
  VONGGAC_REPLAY_ORIGIN: optionalUrl("Public origin of replay"),
  VONGGAC_TOTP: z
    .preprocess(blank, z.enum(["required", "optional"]).default("required"))
    .describe("Second factor at sign-in: required of everybody, or only of who has set one up"),
  VONGGAC_TRUSTED_PROXIES: text(
    "Addresses of the reverse proxies whose X-Forwarded-For is believed, separated by commas; empty believes none",
  ),
  VONGGAC_LOG: z
    .preprocess(blank, z.enum(["silent", "error", "warn", "info", "debug"]).default("warn"))
    .describe("How much goes to the log on stderr"),
  VONGGAC_LANG: z
    .preprocess(blank, z.enum(["vi", "en"]).optional())
    .describe("Language of the terminal; default from LANG"),
  DATABASE_URL: text("Postgres 15 or newer; empty starts the embedded Postgres 18"),
  REDIS_URL: text("Redis 6.2 or newer for the queue; empty keeps the queue in Postgres"),
  VONGGAC_QUEUE_PREFIX: z
    .preprocess(blank, z.string().default("{vonggac}"))
    .describe("Key prefix in Redis; the braces keep a queue in one cluster slot"),
  S3_ENDPOINT: optionalUrl("S3-compatible object store for sealed captures; empty keeps them in VONGGAC_DATA/evidence"),
  S3_BUCKET: z.preprocess(blank, z.string().default("vonggac-evidence")).describe("Bucket of sealed captures"),
  S3_REGION: z.preprocess(blank, z.string().default("us-east-1")).describe("Region name the object store expects"),
  S3_ACCESS_KEY_ID: text("Access key of the object store"),
  S3_SECRET_ACCESS_KEY: text("Secret key of the object store (secret)"),
  VONGGAC_TSA_URLS: text("RFC 3161 time-stamp authorities, separated by spaces"),
  VONGGAC_TSA_TRUST: text("PEM file with the root certificates of the time-stamp authorities that are believed"),
  VONGGAC_TSA_TIMEOUT_MS: count(10_000, "Time budget of one question to a time-stamp authority", 500),
  VONGGAC_OFFICE_CERT: text(
    "PEM file with the office's certificate and its chain, leaf first: manifests are then also signed as CMS",
  ),
  VONGGAC_OFFICE_KEY: text("PEM file with the private key of that certificate, readable by its owner only"),
  VONGGAC_LOG_ORIGIN: text("Name of this office's custody log in checkpoints; empty makes one from the log's key"),
  VONGGAC_WEBHOOK_HOSTS: text(
    "Hosts (with port where it is not the usual one) that webhooks may be sent to, separated by commas; empty sends none",
  ),
  VONGGAC_WITNESSES: text(
    "Witnesses that co-sign the custody log, separated by semicolons, each as its verifier key, a space and its address",
  ),
  VONGGAC_SECOND_LOOK: z
    .preprocess(blank, z.enum(["off", "flag", "review"]).default("flag"))
    .describe("From which proposal on a second, clean browser captures again within a minute"),
  VONGGAC_REPLAY_CHECK: z
    .preprocess(blank, z.enum(["on", "off"]).default("on"))
    .describe("Replays each sealed archive in an isolated browser without network and compares the picture"),
  VONGGAC_RULES_DIR: text(
    "Folder of the office's own rules, outside the repository: packs/*.json, banks/*.json, cards/*.json",
  ),
  VONGGAC_OCR: z
    .preprocess(blank, z.enum(["off", "auto", "always"]).default("auto"))
    .describe("Reads text in pictures: auto only where the page's own text is inconclusive"),
  VONGGAC_FACES: z
    .preprocess(blank, z.enum(["off", "probe", "all"]).default("probe"))
    .describe(
      "Looks at watched addresses as other visitors too: probe sends cheap requests first, all uses the whole matrix",
    ),
  VONGGAC_RDAP_URL: optionalUrl(
    "RDAP server asked about a captured site's domain, e.g. https://rdap.example/; empty asks nobody",
  ),
  VONGGAC_DISK_RESERVE_BYTES: count(
    500_000_000,
    "Free bytes under which no new capture starts, so that running ones can be closed",
  ),
  VONGGAC_STORE_KEY_FILE: text(
    "File with 32 bytes in hexadecimal: sealed captures are encrypted at rest with it; empty keeps them readable",
  ),
  VONGGAC_DEDUPE: z
    .preprocess(blank, z.enum(["on", "off"]).default("on"))
    .describe("Keeps a recapture's unchanged bodies as WARC revisit records of the earlier sealed capture"),
  S3_OBJECT_LOCK_DAYS: count(
    0,
    "Days for which the object store locks each sealed object in compliance mode; 0 for none",
  ),
  VONGGAC_USER_AGENT: z
    .preprocess(blank, z.string().default("VongGac/0.1 (+monitoring of public pages; contact: see VONGGAC_CONTACT)"))
    .describe("User agent of the HTTP client; honest and configurable"),
  VONGGAC_CONTACT: text("Contact line added to the user agent, e.g. an office e-mail"),
  VONGGAC_DELAY_MS: count(1000, "Least time between two visits to one host"),
  VONGGAC_ALLOWED_HOURS: z
    .preprocess(
      blank,
      z
        .string()
        .regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/)
        .default("00:00-24:00"),
    )
    .describe("Hours (GMT+7) in which hosts may be visited"),
  VONGGAC_MAX_PAGES: count(5, "Pages of one site in a scan, the watched address included", 1),
  VONGGAC_ALLOWED_PORTS: z
    .preprocess(
      blank,
      z
        .string()
        .regex(/^\d+(,\d+)*$/)
        .default("80,443,8080,8443"),
    )
    .describe("Ports that may be contacted"),
  VONGGAC_ALLOW_LOOPBACK_PORTS: text(
    "For tests and benches only: loopback ports that may be contacted, separated by commas",
  ),
  VONGGAC_PAGE_TIMEOUT_MS: count(20000, "Time budget of one HTTP page fetch", 1000),
  VONGGAC_CAPTURE_TIMEOUT_MS: count(90000, "Time budget of one evidence capture", 5000),
  VONGGAC_MAX_BODY_BYTES: count(8_000_000, "Bytes of one answer, as sent", 1000),
  VONGGAC_MAX_DECODED_BYTES: count(30_000_000, "Bytes of one answer after decompression", 1000),
  VONGGAC_MAX_REDIRECTS: count(10, "Redirects of one visit"),
  VONGGAC_MAX_REQUESTS_PER_PAGE: count(400, "Requests that one browser visit may cause", 1),
  VONGGAC_MAX_VISIT_BYTES: count(80_000_000, "Bytes of one browser visit in all", 1000),
  VONGGAC_SCAN_CONCURRENCY: count(6, "Pages fetched at once by one worker process", 1),
  VONGGAC_CAPTURE_CONCURRENCY: count(2, "Captures at once by one worker process", 1),
  VONGGAC_OFFICE: z
    .preprocess(blank, z.string().default("Tổ giám sát thông tin trên môi trường mạng"))
    .describe("Name of the office, as documents and manifests print it"),
  CHROMIUM_PATH: text("Chromium to use instead of the one found or bundled"),
  VONGGAC_NO_SANDBOX: flag("Runs Chromium without its sandbox where user namespaces are forbidden (said loudly)"),
});
export type Settings = z.infer<typeof settings>;

export const secretSettings = [
  "DATABASE_URL",
  "REDIS_URL",
  "S3_SECRET_ACCESS_KEY",
  "VONGGAC_PROXY",
] as const satisfies (keyof Settings)[];

export interface Config extends Readonly<Settings> {
  /** VONGGAC_DATA as an absolute path. */
  readonly dataDir: string;
  readonly allowedPorts: ReadonlySet<number>;
  readonly allowedLoopbackPorts: ReadonlySet<number>;
  readonly tsaUrls: readonly string[];
  readonly userAgent: string;
}

/**
 * Reads the environment. Throws AppError `config.invalid` whose detail names every wrong variable (never its value).
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = settings.safeParse(env);
  if (!parsed.success) {
    const detail = parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; ");
    throw new AppError("config.invalid", {
      detail,
      cure: "Mend these variables in the environment or in .env; .env.example shows each with its meaning.",
    });
  }
  const s = parsed.data;
  const ports = (list: string | undefined) => new Set((list ?? "").split(",").filter(Boolean).map(Number));
  const config: Config = {
    ...s,
    dataDir: path.resolve(s.VONGGAC_DATA),
    allowedPorts: ports(s.VONGGAC_ALLOWED_PORTS),
    allowedLoopbackPorts: ports(s.VONGGAC_ALLOW_LOOPBACK_PORTS),
    tsaUrls: (s.VONGGAC_TSA_URLS ?? "").split(/\s+/).filter(Boolean),
    userAgent: s.VONGGAC_CONTACT
      ? s.VONGGAC_USER_AGENT.replace("see VONGGAC_CONTACT", s.VONGGAC_CONTACT)
      : s.VONGGAC_USER_AGENT.replace(/; contact: see VONGGAC_CONTACT/, ""),
  };
  return Object.freeze(config);
}
