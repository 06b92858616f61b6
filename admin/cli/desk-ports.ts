// Promises what the desk asks of the rest of the house: scans opened, addresses checked, watchlists imported.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#core/errors.ts";
import type { Config } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { PersonId, TargetId } from "#core/id.ts";
import { selectLastCheckpoint } from "#core/records/checkpoint.ts";
import { selectSigningKeys } from "#core/records/signing-key.ts";
import { insertTarget } from "#core/records/target.ts";
import type { DeskPorts } from "#admin/server/desk-context.ts";
import { now } from "#core/clock.ts";
import { readWitnesses } from "#evidence/ledger/witness/ask-witness.ts";
import { hasSealKey, openKeyring } from "#evidence/seal/keyring.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { appendCustody } from "#workers/custody.ts";
import { custodyExtract } from "#workers/custody-extract.ts";
import { enterHandover } from "#workers/hand-over-package.ts";
import { startScan } from "#workers/flow.ts";
import type { House } from "#workers/house.ts";
import { liftHold, setHold } from "#workers/keeping/hold.ts";
import { verifyTrail } from "#workers/trail.ts";
import { createKnowledgePorts } from "./knowledge-ports.ts";
import { createDocumentPorts, readCaseDocuments } from "./document-ports.ts";
import { sealPackage } from "./seal-package.ts";
import { createTriagePorts } from "./triage-ports.ts";
import { createViewingPorts } from "./viewing-ports.ts";
import { readWatchTable } from "./watch-columns.ts";
import { type ImportedRow, importWatchlist, normaliseTarget, tellVietnamese } from "./watchlist.ts";

type DeskHouse = Pick<House, "config" | "database">;

export function createDeskPorts(house: DeskHouse): DeskPorts {
  const { config, database } = house;
  return {
    ...createEvidencePorts(house),
    documents: createDocumentPorts(config),
    ...createTriagePorts(house),
    ...createViewingPorts(house),
    askScan: async (targetIds, actor) => {
      for (const targetId of targetIds) {
        await inTransaction(database.pool, (tx) =>
          startScan(tx, {
            targetId,
            askedBy: actor,
            reason: "yêu cầu từ bàn làm việc",
            maxPages: config.VONGGAC_MAX_PAGES,
          }),
        );
      }
      return { asked: targetIds.length };
    },
    addTarget: async (target, actor) => {
      const normal = normaliseTarget(target.url, null, config, tellVietnamese);
      const ownerId = PersonId.nullable().parse(target.ownerId);
      return insertTarget(database.pool, { ...target, ...normal, ownerId }, actor);
    },
    recordCustody: async (act, seal, actor) => {
      const fact = {
        at: now().toISOString(),
        actor,
        act,
        subject: seal.captureId,
        sha256: seal.sha256.toString("hex"),
        detail: {},
      };
      await inTransaction(database.pool, (tx) => appendCustody(tx, fact));
    },
    verifyTrail: () => verifyTrail(database.pool),
    ...createKnowledgePorts(house),
    importWatchlist: async (csv, options) => {
      const { rows, columns } = readWatchTable(csv);
      if (rows.length > 10_000)
        throw new AppError("input.invalid", {
          detail: `CSV: ${rows.length} dòng, nhiều hơn 10.000`,
          cure: "Chia tệp ra nhiều phần.",
        });
      const results = await importWatchlist(database.pool, config, rows, { ...options, tell: tellVietnamese });
      return { columns, rows: results.map(importRow) };
    },
  };
}

const importRow = (r: ImportedRow) => ({
  row: r.line,
  address: r.url,
  result: r.why ?? r.outcome,
  reason: r.reason,
  id: r.id === null ? null : TargetId.parse(r.id),
  given: r.given,
  note: r.note,
});

type EvidencePort =
  | "makePackage"
  | "recordPackageTaken"
  | "recordHandover"
  | "readTrust"
  | "readCustodyExtract"
  | "setHold"
  | "liftHold";

function createEvidencePorts({ config, database }: DeskHouse): Pick<DeskPorts, EvidencePort> {
  const store = openEvidenceStore(config);
  const keeper = { config, pool: database.pool, store };
  return {
    makePackage: async ({ captureIds, ...request }) => {
      // A desk that runs alone has another data folder: it must not sign with a second key of its own making.
      if (!(await hasSealKey(config.dataDir)))
        throw new AppError("seal.no-key", { detail: "no sealing key stands in this process' VONGGAC_DATA" });
      const keyring = await openKeyring(config.dataDir);
      const documents = request.ofCase ? await readCaseDocuments(database.pool, store, request.ofCase.id) : [];
      const made = await sealPackage({ config, database, store, keyring }, { ...request, documents, ids: captureIds });
      const { packageId, sha256, sizeBytes, ledgerSeq, unstamped, missingWitnesses } = made;
      const captures = made.captureIds.length;
      const signer = keyring.fingerprint;
      return { packageId, sha256, sizeBytes, signer, ledgerSeq, captures, unstamped, missingWitnesses };
    },
    recordPackageTaken: async ({ packageId, sha256 }, actor) => {
      const fact = { at: now().toISOString(), actor, act: "export" as const, subject: packageId, sha256, detail: {} };
      await inTransaction(database.pool, (tx) => appendCustody(tx, fact));
    },
    recordHandover: async (made, { agency, login, givenBy }) => {
      await enterHandover(database.pool, { ...made, to: agency, by: givenBy, actor: login });
    },
    readTrust: () => readTrust({ config, database }),
    readCustodyExtract: async ({ captureId, ledgerSeq }) => {
      const last = await selectLastCheckpoint(database.pool);
      return last && last.size >= ledgerSeq ? custodyExtract(database.pool, [captureId]) : null;
    },
    setHold: async (captureId, reason, actor) => void (await setHold(keeper, { captureId, reason, actor })),
    liftHold: (holdId, reason, actor) => liftHold(keeper, { holdId, reason, actor }),
  };
}

/** Files that name whom this office believes; a setting that is not made, or a key that is not made yet, adds nothing. */
async function readTrust({ config, database }: DeskHouse): Promise<string> {
  const keys = path.join(config.dataDir, "keys");
  const files = [path.join(keys, "seal-key.pub.pem"), path.join(keys, "log.vkey")];
  const texts = await Promise.all(files.map(readIfNamed));
  // Each for its own claim: who certifies the office shall not date its captures.
  texts.push(
    "time:",
    await readIfNamed(config.VONGGAC_TSA_TRUST),
    "office:",
    await readIfNamed(config.VONGGAC_OFFICE_CERT),
  );
  const register = (await selectSigningKeys(database.pool)).map((key) => key.publicPem);
  const witnesses = readWitnesses(config.VONGGAC_WITNESSES).map((w) => w.key.text);
  return [...texts, ...register, ...witnesses].filter(Boolean).join("\n");
}

const readIfNamed = async (file: Config["VONGGAC_TSA_TRUST"]): Promise<string> =>
  file === undefined ? "" : readFile(file, "utf8").catch(() => "");
