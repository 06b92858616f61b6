// Promises the parts of a sealed capture that documents show: tokens, certificates, a small picture, the list of exhibits.
import { createHash, X509Certificate } from "node:crypto";
import path from "node:path";
import sharp from "sharp";
import type { SealedReader } from "../archive/sealed-reader.ts";
import type { CertificateFacts, Exhibit, TokenFacts } from "../dossier/dossier-facts.ts";
import type { Store } from "../store/store.ts";
import { readTokenFile } from "../time/token-file.ts";
import type { NamedFile, PackagedCapture } from "./package-input.ts";
import type { SealedFacts } from "./sealed-facts.ts";

const pictureWidthPx = 1100;
const maxPixels = 60_000_000;

export function whatOf(name: string): string {
  if (name === "viewport.png") return "ảnh phần đầu trang";
  if (name.startsWith("tiles/")) return "mảnh ảnh toàn trang";
  if (name === "text.txt") return "văn bản nhìn thấy";
  if (name === "dom.html.txt") return "mã trang sau khi dựng";
  if (name === "exchanges.csv") return "danh sách yêu cầu mạng";
  return "danh sách tệp kèm theo";
}

export function exhibitsOf(
  packaged: PackagedCapture,
  seal: { captureId: string; sha256: string; sizeBytes: number },
  working: readonly Exhibit[],
): Exhibit[] {
  const sealed = `data/niem-phong/${seal.captureId}`;
  const row = (path_: string, what: string, bytes: Uint8Array): Exhibit => {
    return { path: path_, what, sizeBytes: bytes.byteLength, sha256: sha256Of(bytes) };
  };
  return [
    {
      path: `${sealed}/${seal.captureId}.wacz`,
      what: "bản niêm phong",
      sizeBytes: seal.sizeBytes,
      sha256: seal.sha256,
    },
    row(`${sealed}/manifest.json`, "bản kê của bản niêm phong", packaged.manifest),
    ...packaged.tokens.map((t) => row(`${sealed}/${t.name}`, "dấu thời gian", t.bytes)),
    ...working.map((e) => ({ ...e, path: `data/ban-lam-viec/${seal.captureId}/${e.path}` })),
  ];
}

/** `<captureId>.<n>.tsr` and `.tsr.json` of the tokens beside the package, by n, whichever key of the capture it has. */
export async function readTokens(store: Store, storeKey: string): Promise<NamedFile[]> {
  const stem = storeKey.replace(/wacz$/, "");
  const files: { n: number; file: NamedFile }[] = [];
  let after: string | undefined;
  do {
    const page = await store.list(stem, after === undefined ? {} : { after });
    for (const key of page.keys) {
      const n = /^(\d+)\.tsr(\.json)?$/.exec(key.slice(stem.length))?.[1];
      if (n === undefined) continue;
      const name = path.posix.basename(stem).replace(/\.r\d+\.$/, ".") + key.slice(stem.length);
      files.push({ n: Number(n), file: { name, bytes: await readWhole(store, key) } });
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return files.sort((a, b) => a.n - b.n || a.file.name.length - b.file.name.length).map((f) => f.file);
}

/** What the documents say of a token. Throws AppError `input.invalid` when its facts are not as the format says. */
export function tokenFacts(token: NamedFile, all: readonly NamedFile[]): TokenFacts {
  const note = all.find((t) => t.name === `${token.name}.json`);
  const { authority, genTime, serial, imprintOf } = readTokenFile(Buffer.from(note?.bytes ?? []));
  return { name: token.name, sha256: sha256Of(token.bytes), authority, genTime, serial, imprintOf };
}

async function readWhole(store: Store, key: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of (await store.get(key)) as AsyncIterable<Buffer>) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Of the connection that delivered the page, leaf first. */
export async function readCertificates(reader: SealedReader, facts: SealedFacts): Promise<CertificateFacts[]> {
  const record = facts.mainTls?.chainRecord;
  if (!record) return [];
  const pem = (await reader.read(record)).payload.toString("latin1");
  const found: CertificateFacts[] = [];
  for (const [block] of pem.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)) {
    try {
      const x = new X509Certificate(block);
      found.push({
        subject: x.subject.replaceAll("\n", ", "),
        issuer: x.issuer.replaceAll("\n", ", "),
        validFrom: new Date(x.validFrom).toISOString(),
        validTo: new Date(x.validTo).toISOString(),
        sha256: x.fingerprint256.replaceAll(":", "").toLowerCase(),
      });
    } catch {
      // What a server sends as its certificate need not be one; the sealed record keeps it as it came.
    }
  }
  return found;
}

/** The first view as a JPEG for printing; null where there is none or it cannot be decoded. */
export async function smallPicture(reader: SealedReader, facts: SealedFacts): Promise<Buffer | null> {
  if (!facts.viewportPicture) return null;
  const { payload } = await reader.read(facts.viewportPicture.record);
  try {
    return await sharp(payload, { limitInputPixels: maxPixels, pages: 1 })
      .timeout({ seconds: 20 })
      .resize({ width: pictureWidthPx, withoutEnlargement: true })
      .flatten({ background: "#fff" })
      .jpeg({ quality: 82, mozjpeg: false })
      .toBuffer();
  } catch {
    return null;
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
