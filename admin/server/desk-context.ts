// Promises what every route is given: the pool, the origins, the store of sealed bytes, and the doors to the workers.
import type pg from "pg";
import type { Config } from "#core/config.ts";
import type { CaptureId, CaseId, TargetId } from "#core/id.ts";
import type { ApiToken } from "#core/records/connection.ts";
import type { TrailVerdict } from "#core/records/audit.ts";
import type { SealRow } from "#core/records/capture.ts";
import type { TargetRow } from "#core/records/target.ts";
import type { LiveSession } from "#core/records/session.ts";
import type { ViewingStop } from "#core/records/viewing-stop.ts";
import type { Store } from "#evidence/store/store.ts";
import type { KnowledgeImportReply, RuleView } from "../api/knowledge.ts";
import type { AddTarget, ImportRow } from "../api/targets.ts";
import type { Scope } from "../api/connections.ts";
import type { Act } from "./access.ts";
import type { DocumentPorts } from "./document-ports.ts";
import type { GuardedRoute } from "./guard-requests.ts";
import type { HandedPackages } from "./handed-packages.ts";
import type { EvidenceLinks } from "./evidence-links.ts";
import type { PackageDesk } from "./package-desk.ts";
import type { Origins, Surface } from "./origins.ts";
import type { SignInStep } from "./sign-in-steps.ts";

export interface PackagingRequest {
  captureIds: readonly CaptureId[];
  /** Must not exist. */
  file: string;
  purpose: string;
  by: string;
  /** The case that it is made of, with its exhibits in the file's order; null for a finding. */
  ofCase: { id: CaseId; number: string } | null;
  onProgress: (done: number, total: number, words: string) => void;
}

export interface Packaged {
  packageId: string;
  sha256: string;
  sizeBytes: number;
  /** Fingerprint of the key that signed it. */
  signer: string;
  ledgerSeq: number;
  captures: number;
  /** Captures in it without a time stamp. */
  unstamped: number;
  missingWitnesses: readonly string[];
}

export interface WatchImportOptions {
  dryRun: boolean;
  actor: string;
  /** For rows that do not say it themselves. */
  defaults: { purpose: string; legalBasis: string; expiresOn?: string | null };
  /** Refuses new entries without a legal basis. */
  needsBasis: boolean;
}

export interface WatchImportResult {
  /** What the head was read as. */
  columns: string[];
  /** With the id of the entry that was added or watches the address already, the address as it was given, and the row's note. */
  rows: (ImportRow & { id: TargetId | null; given: string; note: string })[];
}

/** What the desk asks of others; whoever composes the program supplies it. */
export interface DeskPorts {
  /** Opens scans (or joins the running ones) and gives how many targets were asked for. */
  askScan(targetIds: TargetId[], actor: string): Promise<{ asked: number }>;
  /** Normalises, refuses private addresses (`guard.refused`, `input.invalid`), saves. */
  addTarget(target: AddTarget, actor: string): Promise<{ target: TargetRow; isNew: boolean }>;
  /** Enters a view or a copy of an original in the custody log; it throws where the log cannot be written, and nothing is shown. */
  recordCustody(act: "original.viewed" | "export", seal: SealRow, actor: string): Promise<void>;
  /** Makes a sealed package that its own verifier accepts, custody entries included. Throws what `makePackage` throws. */
  makePackage(request: PackagingRequest): Promise<Packaged>;
  /** Enters that a finished package was taken out of the desk. */
  recordPackageTaken(made: Pick<Packaged, "packageId" | "sha256">, actor: string): Promise<void>;
  /** Enters that a receiving agency's account took a package that was sent to it: `agency` it is given to, `givenBy` who sent it. */
  recordHandover(
    made: Pick<Packaged, "packageId" | "sha256">,
    to: { agency: string; login: string; givenBy: string },
  ): Promise<void>;
  /** What this office trusts, as a trust file (FORMAT.md section 5): its keys, its log, its witnesses, pinned roots. */
  readTrust(): Promise<string>;
  /** The capture's custody extract up to the last signed checkpoint; null where none covers its seal yet. */
  readCustodyExtract(seal: Pick<SealRow, "captureId" | "ledgerSeq">): Promise<Uint8Array | null>;
  /** Throws `not-found`, `evidence.destroyed`, `input.invalid`. */
  setHold(captureId: CaptureId, reason: string, actor: string): Promise<void>;
  /** The stop key "xâm hại trẻ em": target, open findings and claims end at once, the bytes are quarantined. Throws `not-found`, `conflict`. */
  stopViewing(
    captureId: CaptureId,
    note: string,
    actor: string,
  ): Promise<{ stop: ViewingStop; captures: number; findings: number }>;
  /** Asks the workers for one more evidence visit of the same face of an address; joins one that waits. Throws `stopped`, `conflict` for a paused target. */
  askRecapture(of: CaptureId, reason: string, actor: string): Promise<CaptureId>;
  /** Throws `not-found`, `conflict` where it was lifted before. */
  liftHold(holdId: string, reason: string, actor: string): Promise<void>;
  /** Sites that rare shared traces tie to a host's site, strongest first, each with a Vietnamese sentence why. */
  linkedSites(host: string): Promise<{ domain: string; hosts: string[]; say: string }[]>;
  /** Reads the whole trail again and compares it with the custody log. */
  verifyTrail(): Promise<TrailVerdict>;
  /** One result a row of a table or bare list of addresses; with `dryRun` nothing is saved. */
  importWatchlist(csv: string, options: WatchImportOptions): Promise<WatchImportResult>;
  documents: DocumentPorts;
  /** Every rule with its state, precision and shadow hits. */
  readRules(): Promise<RuleView[]>;
  /** Replaces the register of this name, or with `dryRun` says what would be taken. */
  importRegister(csv: string, options: { name: string; dryRun: boolean; actor: string }): Promise<KnowledgeImportReply>;
  /** Adds brand cards or sets their names and domains. */
  importBrands(csv: string, options: { dryRun: boolean }): Promise<KnowledgeImportReply>;
}

export interface DeskContext {
  config: Config;
  pool: pg.Pool;
  origins: Origins;
  store: Store;
  links: EvidenceLinks;
  packages: PackageDesk;
  handed: HandedPackages;
  ports: DeskPorts;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may call this route; `public` needs no session. Every /api route names one. */
    access?: Act | "public" | "token";
    /** What a token must name to call a route of `access: "token"`. */
    scope?: Scope;
    /** The act asks for a second factor not older than five minutes; else `auth.step-up`, and the web asks and sends again. */
    stepUp?: boolean;
    /** From which step of signing in the route may be called; none: only by who is wholly signed in. */
    from?: SignInStep;
  }
  interface FastifyInstance {
    /** Every route of the desk with what the guard asks for it; the security tests walk this list. */
    guarded: GuardedRoute[];
  }
  interface FastifyRequest {
    surface: Surface | null;
    /** The token of a route of `access: "token"`. */
    apiToken: ApiToken | null;
    session: LiveSession | null;
  }
}
