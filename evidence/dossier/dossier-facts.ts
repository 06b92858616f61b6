// Promises everything that the documents of a package say, as one value: the same value gives the same documents.
import type { Detection } from "#core/nouns/signal.ts";
import type { SealedFacts } from "../package/sealed-facts.ts";

export interface TokenFacts {
  name: string;
  authority: string;
  /** RFC 3339. */
  genTime: string;
  serial: string;
  sha256: string;
  imprintOf: string;
}

export interface CertificateFacts {
  subject: string;
  issuer: string;
  validFrom: string;
  validTo: string;
  sha256: string;
}

export interface Exhibit {
  path: string;
  what: string;
  sizeBytes: number;
  sha256: string;
}

export interface CustodyLine {
  seq: number;
  at: string;
  actor: string;
  act: string;
  detail: Readonly<Record<string, unknown>>;
}

export interface DossierCapture {
  facts: SealedFacts;
  detection: Detection | null;
  packageSha256: string;
  sizeBytes: number;
  manifestSha256: string;
  sealedAt: string;
  ledgerSeq: number;
  tokens: readonly TokenFacts[];
  /** Of the main document's connection, leaf first; empty where none was seen. */
  certificates: readonly CertificateFacts[];
  /** The first view, as a small JPEG; null where there is none. */
  picture: Uint8Array | null;
  exhibits: readonly Exhibit[];
  custody: readonly CustodyLine[];
}

export interface CheckpointFacts {
  /** Verifier key of the log (`name+hash+key`). */
  logKey: string;
  origin: string;
  size: number;
  root: string;
  cosignedBy: readonly string[];
  /** Witnesses that are configured and did not sign in time. */
  missing: readonly string[];
  stamps: number;
}

export interface DossierFacts {
  packageId: string;
  /** RFC 3339, whole seconds. */
  created: string;
  office: string;
  madeBy: string;
  purpose: string;
  software: string;
  keyFingerprint: string;
  /** Subject and SHA-256 of the office's certificate; null where it has none. */
  officeCertificate: { subject: string; sha256: string } | null;
  verifier: { htmlSha256: string; mjsSha256: string };
  checkpoint: CheckpointFacts | null;
  captures: readonly DossierCapture[];
}

/** 64 hex digits in groups of four, as the verifier's page shows them. */
export function inGroups(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, "$1 ");
}

export function sizeWords(bytes: number): string {
  return `${String(bytes).replace(/\B(?=(\d{3})+$)/g, ".")} byte`;
}
