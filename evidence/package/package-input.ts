// Promises what goes into a sealed package, as one type that whoever gathers it must fill (FORMAT.md section 4).
import type { Payload } from "../archive/payload.ts";
import type { Keyring } from "../seal/keyring.ts";

export type FileRole =
  | "sealed"
  | "manifest"
  | "token"
  | "base"
  | "working-copy"
  | "custody"
  | "stamp"
  | "key"
  | "document";

/** A file under `data/`. `path` is whole and ASCII; `parentSha256` names the bytes that it was taken from. */
export interface PackageFile {
  path: string;
  role: FileRole;
  parentSha256: string | null;
  content: Payload;
}

export interface NamedFile {
  /** Last part of its path. */
  name: string;
  bytes: Uint8Array;
}

/** A capture as the package holds it; every file stands on this machine. */
export interface PackagedCapture {
  captureId: string;
  url: string;
  title: string;
  /** RFC 3339. */
  capturedAt: string;
  /** The sealed copy, checked against its hash before. */
  file: string;
  packageSha256: string;
  manifest: Uint8Array;
  manifestSha256: string;
  /** `<captureId>.<n>.tsr` and `.tsr.json`, in order. */
  tokens: readonly NamedFile[];
  /** Files of the working copy. */
  workingCopy: readonly { name: string; content: Payload }[];
}

export interface PackageBase {
  captureId: string;
  file: string;
}

export interface PackageInput {
  packageId: string;
  /** RFC 3339, whole seconds. */
  created: string;
  software: string;
  office: string;
  madeBy: string;
  purpose: string;
  caseId: string | null;
  captures: readonly PackagedCapture[];
  /** Earlier sealed captures that revisit records refer to. */
  bases: readonly PackageBase[];
  /** `custody.json`, and the batch stamps of its checkpoints. */
  custody: Uint8Array;
  stamps: readonly NamedFile[];
  /** Public keys and certificates as this package claims them. */
  keys: readonly NamedFile[];
  documents: readonly NamedFile[];
  verifier: { html: Uint8Array; mjs: Uint8Array };
  keyring: Pick<Keyring, "fingerprint" | "publicKey" | "sign">;
  /** Detached CMS over the bytes, DER; null where the office has no certificate. */
  signCms: ((bytes: Uint8Array) => Promise<Uint8Array>) | null;
}
