// Promises a desk for tests: its own database and data folder, real sealed packages, people with known passwords.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { createServer } from "#admin/server/create-server.ts";
import { hashPassword } from "#admin/server/password.ts";
import { createDeskPorts } from "#admin/cli/desk-ports.ts";
import { type Config, readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { loadShippedLaw } from "#core/law/ship-law.ts";
import { type CaptureId, type FindingId, newId, type TargetId } from "#core/id.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import { insertCapture, insertSeal, setCaptureState } from "#core/records/capture.ts";
import { type NewFinding, raiseFinding } from "#core/records/finding.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { writeOffice } from "#core/records/office.ts";
import { insertPerson, type PersonRole, setPassword } from "#core/records/person.ts";
import { insertTarget } from "#core/records/target.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { evidenceKey, type Store } from "#evidence/store/store.ts";
import { appendCustody } from "#workers/custody.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { makeBundle } from "./make-bundle.ts";

export const deskHost = "desk.localhost:8787";
export const deskOrigin = `http://${deskHost}`;
export const evidenceHost = "evidence.localhost:8787";
export const password = "mật khẩu của bài thử";

export interface TestDesk {
  app: Awaited<ReturnType<typeof createServer>>;
  database: TestDatabase;
  config: Config;
  store: Store;
  close(): Promise<void>;
}

export async function openTestDesk(env: Record<string, string> = {}, webDir: string | null = null): Promise<TestDesk> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-desk-"));
  const database = await createTestDatabase();
  await loadShippedLaw(database.pool);
  // No decision is drawn for a second, blind look by chance: a test that wants one asks for it.
  await writeOffice(database.pool, { ...emptyOffice, secondReviewShare: 0 }, "test");
  const config = readConfig({ VONGGAC_DATA: dataDir, VONGGAC_PORT: "8787", VONGGAC_TOTP: "optional", ...env });
  const store = openEvidenceStore(config);
  const house = { config, database: { ...database, how: "test" } };
  const app = await createServer({ config, pool: database.pool, store, ports: createDeskPorts(house), webDir });
  const close = async () => {
    await app.close();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { app, database, config, store, close };
}

/** One hash for all: argon2id is slow on purpose. */
const passwordHash = hashPassword(password);

export async function addPerson(
  desk: Pick<TestDesk, "database">,
  login: string,
  role: PersonRole,
  name = login,
): Promise<void> {
  const person = await insertPerson(desk.database.pool, { login, name, role, passwordHash: await passwordHash });
  await setPassword(desk.database.pool, person!.id, await passwordHash, false);
}

/** What the capture shows; the rest comes from make-bundle. */
export interface Shown {
  text?: string;
  dom?: string;
  /** Text runs on the picture, in CSS px. */
  boxes?: { text: string; x: number; y: number; width: number; height: number; words: [number, number][] }[];
  picture?: { png: Buffer; width: number; height: number };
  /** The picture stands so many times under itself: a page taller than any one picture. */
  times?: number;
  /** The page's own answer as it lies in the archive, at the seed's address. */
  archived?: string;
}

function dressBundle(dir: string, bundle: Bundle, shown: Shown, url: string): Bundle {
  const put = (file: string, bytes: string | Uint8Array) => writeFileSync(path.join(dir, file), bytes);
  if (shown.text !== undefined) put("text.txt", shown.text);
  if (shown.dom !== undefined) put("dom.html", shown.dom);
  if (shown.boxes) put("boxes.json", JSON.stringify({ unit: "css-px", complete: true, runs: shown.boxes }));
  const dressed: Bundle = { ...bundle, requestedUrl: url, finalUrl: url, redirects: [] };
  if (shown.archived !== undefined) {
    const body = gzipSync(shown.archived);
    put("bodies/e2", body);
    dressed.exchanges = bundle.exchanges.map((e) => (e.id === "e2" ? { ...e, url, bodySizeBytes: body.length } : e));
  }
  const { picture } = shown;
  if (picture) {
    const sha256 = createHash("sha256").update(picture.png).digest("hex");
    const { width, height } = picture;
    const { times = 1 } = shown;
    const place = { x: 0, width, height, sha256, blankShare: 0.2 };
    const tiles = Array.from({ length: times }, (_, i) => ({ ...place, file: `tile-${i}.png`, y: i * height }));
    for (const { file } of tiles) put(file, picture.png);
    Object.assign(dressed, { tiles, pageWidth: width, pageHeight: height * times });
  }
  put("bundle.json", JSON.stringify(dressed));
  return dressed;
}

export type SeedFinding = Partial<Omit<NewFinding, "targetId" | "captureId">> & {
  url: string;
  shown?: Shown;
  at?: Date;
  /** The seal's summary, e.g. its tiles; empty by default. */
  summary?: Record<string, unknown>;
};

/** A target, its sealed capture with custody entry, and the finding on it. */
export async function seedFinding(
  desk: Pick<TestDesk, "database" | "config" | "store">,
  seed: SeedFinding,
): Promise<{ findingId: FindingId; captureId: CaptureId; targetId: TargetId; file: string }> {
  const { pool } = desk.database;
  const { target } = await insertTarget(pool, { url: seed.url, kind: "site", label: seed.title ?? "" }, "test");
  const captureId = (await insertCapture(pool, {
    targetId: target.id,
    scanId: null,
    pageId: null,
    url: seed.url,
    vantage: "desktop",
    askedBy: "test",
    reason: "kiểm thử",
  }))!;
  const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-bundle-"));
  const made = makeBundle(dir, { captureId, title: seed.title ?? "Trang thử" });
  const bundle = dressBundle(dir, made.bundle, seed.shown ?? {}, seed.url);
  const keyring = await openKeyring(desk.config.dataDir);
  const sealed = await sealBundle({
    bundleDir: dir,
    bundle,
    detection: null,
    keyring,
    ledgerHead: null,
    office: "Tổ thử nghiệm",
    to: { file: path.join(dir, "out.wacz") },
  });
  const storeKey = evidenceKey(captureId, bundle.startedAt);
  await desk.store.put(storeKey, { bytes: readFileSync(sealed.file) }, { sha256: sealed.sha256 });
  rmSync(dir, { recursive: true, force: true });
  const at = seed.at ?? new Date();
  const findingId = await inTransaction(pool, async (tx) => {
    const ledgerSeq = await appendCustody(tx, {
      at: at.toISOString(),
      actor: "test",
      act: "capture.sealed",
      subject: captureId,
      sha256: sealed.sha256,
      detail: {},
    });
    await insertSeal(tx, {
      captureId,
      storeKey,
      sha256: Buffer.from(sealed.sha256, "hex"),
      sizeBytes: sealed.sizeBytes,
      manifestSha256: Buffer.from(sealed.manifestSha256, "hex"),
      keyFingerprint: sealed.keyFingerprint,
      detection: null,
      summary: seed.summary ?? {},
      sealedAt: at,
      ledgerSeq,
    });
    await setCaptureState(tx, captureId, { state: "sealed", status: "captured" });
    return raiseFinding(tx, {
      category: "gambling",
      host: new URL(seed.url).hostname,
      vantage: "desktop",
      title: "Trang thử",
      verdict: "flag",
      score: 1.5,
      signals: [signal()],
      reproduced: true,
      ...withoutSeedFields(seed),
      targetId: target.id,
      captureId,
    });
  });
  return { findingId, captureId, targetId: target.id, file: desk.store.localPath(storeKey)! };
}

function withoutSeedFields({ shown: _shown, at: _at, summary: _summary, ...finding }: SeedFinding) {
  return finding;
}

type Signal = NewFinding["signals"][number];

export function signal(change: Partial<Signal> = {}): Signal {
  return {
    rule: "gambling.offer",
    version: "0123456789ab",
    category: "gambling",
    say: "Trang mời gọi đặt cược: “nạp tiền nhận thưởng”.",
    clearedBy: "Trang là bài báo hoặc cảnh báo về cờ bạc.",
    weight: 1.5,
    legalGrade: false,
    cites: [],
    anchors: [{ kind: "text", field: "text", start: 0, end: 8, raw: "Hội chợ " }],
    ...change,
  };
}

type Answer = Awaited<ReturnType<TestDesk["app"]["inject"]>>;

export interface Signed {
  cookie: string;
  csrf: string;
  /** A request with this session, and with everything a write needs. */
  call: (
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
}

/** Each sign-in comes from a place of its own: the limit of attempts a minute and place is tested by itself. */
let places = 0;

export async function signIn(desk: TestDesk, login: string, words = password): Promise<Signed> {
  const answer = await desk.app.inject({
    method: "POST",
    url: "/api/session",
    remoteAddress: `127.1.${(++places >> 8) & 255}.${places & 255}`,
    headers: { host: deskHost, origin: deskOrigin },
    payload: { login, password: words },
  });
  if (answer.statusCode !== 200) throw new Error(`sign-in ${answer.statusCode}: ${answer.body}`);
  const cookie = String(answer.headers["set-cookie"]).split(";")[0]!;
  const csrf = answer.json<{ csrfToken: string }>().csrfToken;
  const own = { host: deskHost, origin: deskOrigin, cookie, "x-csrf-token": csrf };
  return {
    cookie,
    csrf,
    call: async (method, url, body, headers = {}) =>
      desk.app.inject({ method, url, headers: { ...own, ...headers }, ...(body ? { payload: body } : {}) }),
  };
}

export const someId = newId;
