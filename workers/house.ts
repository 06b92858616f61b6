// Promises what handlers need, opened once and closed in order: database, queue, store, key, crawlers and knowledge.
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Config } from "#core/config.ts";
import { type Database, openDatabase } from "#core/db/open-database.ts";
import { openCacheFolder } from "#crawler/browser/cache-folder.ts";
import { writeFontConfig } from "#crawler/browser/font-config.ts";
import { type BrowserFetcher, createBrowserFetcher } from "#crawler/browser/browser-fetcher.ts";
import { createFetcher, type Fetcher } from "#crawler/fetch/fetcher.ts";
import type { Admit, HostTurn, RequestLog, RobotsCache } from "#crawler/ports.ts";
import { openPictureReader, type PictureReader } from "#detection/image/picture-reader.ts";
import type { Knowledge } from "#detection/knowledge.ts";
import { followKeyring, type Keyring, openKeyring } from "#evidence/seal/keyring.ts";
import { type OfficeSigner, openOfficeSigner } from "#evidence/seal/office.ts";
import type { BlobStore } from "#evidence/store/blob-store.ts";
import { openEvidenceStore, openScanBlobs } from "#evidence/store/open-store.ts";
import type { Store } from "#evidence/store/store.ts";
import { openStamping, type Stamping } from "#evidence/time/stamping.ts";
import { createHostTurn, createRequestLog, createRobotsCache } from "./host-turn.ts";
import { registerKeys } from "./keeping/signing-keys.ts";
import { createKnowledgeSource } from "./knowledge-source.ts";
import { openQueue, type QueueDoor } from "./queue.ts";

export interface House {
  config: Config;
  database: Database;
  queue: QueueDoor;
  store: Store;
  blobs: BlobStore;
  /** The key that signs now; another one after a rotation. */
  readonly keyring: Keyring;
  /** The office's certificate; null where none is configured. */
  officeSigner: OfficeSigner | null;
  /** Time-stamp authorities; null where none is configured. */
  stamping: Stamping | null;
  turn: HostTurn;
  robots: RobotsCache;
  requestLog: RequestLog;
  /** Packs, cards and the newest register; reloaded when they change. */
  knowledge(): Promise<Knowledge>;
  fetcher(): Fetcher;
  browserFetcher(): BrowserFetcher;
  /** Reads pictures in a process of its own, which starts when first asked. */
  pictureReader(): PictureReader;
  /** The rules of the host for a browser's visit. */
  admit: Admit;
  /** Folder of captures on their way to a seal. */
  workDir(captureId: string): string;
  close(): Promise<void>;
}

/** Opens everything but the crawlers, which start when first used. Throws AppError with the cure. */
export async function openHouse(config: Config): Promise<House> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const database = await openDatabase(config);
  try {
    return await furnish(config, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function furnish(config: Config, database: Database): Promise<House> {
  const queue = await openQueue(config, database.url);
  const { pool } = database;
  const [turn, robots, requestLog] = [createHostTurn(pool), createRobotsCache(pool), createRequestLog(pool)];
  let fetcher: Fetcher | null = null;
  let browserFetcher: BrowserFetcher | null = null;
  let pictureReader: PictureReader | null = null;
  const openedKeyring = await openKeyring(config.dataDir);
  await registerKeys(pool, openedKeyring);
  const keyringNow = followKeyring(config.dataDir, openedKeyring);
  const openFetcher = () => (fetcher ??= createFetcher({ config, turn, requestLog, robots }));
  const admit: Admit = (url, signal) => openFetcher().admit(url, signal);
  return {
    config,
    database,
    queue,
    store: openEvidenceStore(config),
    blobs: openScanBlobs(config),
    get keyring() {
      return keyringNow();
    },
    officeSigner: await openOfficeSigner(config),
    stamping: openStamping(config),
    turn,
    robots,
    requestLog,
    knowledge: createKnowledgeSource(pool, config.VONGGAC_RULES_DIR),
    fetcher: openFetcher,
    browserFetcher: () => (browserFetcher ??= createBrowserFetcher({ config, turn, requestLog, admit })),
    pictureReader: () =>
      (pictureReader ??= openPictureReader({
        env: { FONTCONFIG_FILE: writeFontConfig(openCacheFolder(config)) },
      })),
    admit,
    workDir: (captureId) => path.join(config.dataDir, "work", captureId),
    close: async () => {
      await Promise.allSettled([fetcher?.close(), browserFetcher?.close(), pictureReader?.close()]);
      await requestLog.close();
      await queue.close();
      await database.close();
    },
  };
}
