// Promises one sealed package as FORMAT.md section 4 says: whole, signed and fsynced before it has its name, or none at all.
import { createHash } from "node:crypto";
import { link, mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#core/errors.ts";
import { chunksOf, type Payload } from "../archive/payload.ts";
import type { FileFacts } from "../archive/wacz-files.ts";
import { type Member, writeContainer } from "../archive/zip-writer.ts";
import { clearLeftovers, partialPath } from "../store/leftovers.ts";
import { storeError } from "../store/store-error.ts";
import { bagDeclaration, type BagFacts, bagInfo, bagManifest, readFirst } from "./bag-tags.ts";
import type { PackageInput } from "./package-input.ts";
import { type ListedFile, packageJson, packageSignature } from "./package-json.ts";
import { planFiles } from "./package-paths.ts";

export interface BuiltPackage {
  file: string;
  sha256: string;
  sizeBytes: number;
  /** Of `data/package.json`: what the signatures stand over. */
  packageJsonSha256: string;
  files: readonly ListedFile[];
}

export interface BuildOptions {
  /** Called with the bytes hashed so far and in all, and the path in hand. */
  onFile?: (done: number, total: number, path: string) => void;
  /** Looks at the finished file before it gets its name; throws when it may not be published. */
  check?: (file: string) => Promise<void>;
}

/**
 * Writes the package to `file`, which must not exist. Throws AppError `input.invalid` (no capture), `store.exists` (the name is taken), `store.full`, `store.failed`, `seal.failed` (a signature was not made).
 */
export async function buildPackage(
  input: PackageInput,
  file: string,
  options: BuildOptions = {},
): Promise<BuiltPackage> {
  if (input.captures.length === 0) throw new AppError("input.invalid", { detail: "a package without a capture" });
  const target = path.resolve(file);
  const aside = partialPath(path.dirname(target));
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await clearLeftovers(path.dirname(target));
    const { members, files, packageJsonSha256 } = await assemble(input, options);
    const written = await writeContainer(aside, members);
    await options.check?.(aside);
    await publish(aside, target);
    return { file: target, ...written, packageJsonSha256, files };
  } catch (error) {
    throw storeError(error, "seal.failed");
  } finally {
    await rm(aside, { force: true });
  }
}

/** link() fails when the name is taken, rename() would replace what stands there; the folder's fsync keeps the new name. */
async function publish(aside: string, target: string): Promise<void> {
  await link(aside, target);
  const folder = await open(path.dirname(target), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function assemble(input: PackageInput, options: BuildOptions) {
  const planned = planFiles(input);
  const files: ListedFile[] = [];
  const payload: Member[] = [];
  for (const { path: name, role, parentSha256, content } of planned) {
    options.onFile?.(files.length, planned.length, name);
    files.push({ ...(await factsOf(name, content)), role, parentSha256 });
    payload.push({ path: name, content });
  }
  const tools = toolMembers(input);
  const toolFacts = await Promise.all(tools.map((tool) => factsOf(tool.path, tool.content)));
  const description = packageJson(input, files, toolFacts);
  const described = await factsOf("data/package.json", { bytes: description });
  const signed: Member[] = [
    inMemory("data/package.json", description),
    inMemory("data/package.json.sig", await packageSignature(input, described.sha256)),
  ];
  if (input.signCms) signed.push(inMemory("data/package.json.p7s", await input.signCms(description)));
  const signedFacts = await Promise.all(signed.map((member) => factsOf(member.path, member.content)));
  const manifest = inMemory("manifest-sha256.txt", Buffer.from(bagManifest([...files, ...signedFacts])));
  const manifestFacts = await factsOf(manifest.path, manifest.content);
  const tagManifest = inMemory("tagmanifest-sha256.txt", Buffer.from(bagManifest([...toolFacts, manifestFacts])));
  const members = [...tools, ...payload, ...signed, manifest, tagManifest];
  return { members, files, packageJsonSha256: described.sha256 };
}

function toolMembers(input: PackageInput): Member[] {
  const facts: BagFacts = { ...input, captures: input.captures.length };
  return [
    inMemory("MO-TRUOC.html", input.verifier.html),
    inMemory("DOC-TRUOC.txt", Buffer.from(readFirst(facts))),
    inMemory("verify.mjs", input.verifier.mjs),
    inMemory("bagit.txt", Buffer.from(bagDeclaration)),
    inMemory("bag-info.txt", Buffer.from(bagInfo(facts))),
  ];
}

function inMemory(name: string, bytes: Uint8Array): Member {
  return { path: name, content: { bytes } };
}

async function factsOf(name: string, content: Payload): Promise<FileFacts> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of chunksOf(content)) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { path: name, sha256: hash.digest("hex"), sizeBytes };
}
