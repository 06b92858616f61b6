// Promises an archive as other programs make them: a plain ZIP, no manifest, deflated pages, an anonymous signature at most.
import { createHash, generateKeyPairSync } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";
import { signText } from "#evidence/seal/signature.ts";
import type { Parts } from "./sealed-package.ts";

export type Members = Map<string, { bytes: Buffer; deflate: boolean; /** What the ZIP claims. */ size?: number }>;

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** An archive as others make them: no manifest, deflated pages, a plain ZIP. */
export function foreignArchive(parts: Parts, change: (members: Members) => void, sign: "no" | "yes" = "no"): Buffer {
  const members: Members = new Map(
    [...parts]
      .filter(([name]) => !name.startsWith("evidence/") && !name.startsWith("datapackage"))
      .map(([name, bytes]) => [name, { bytes, deflate: name.startsWith("pages/") }]),
  );
  const resources = [...members].map(([name, m]) => ({
    name,
    path: name,
    hash: `sha256:${sha256(m.bytes)}`,
    bytes: m.bytes.length,
  }));
  const datapackage = Buffer.from(
    JSON.stringify({ profile: "data-package", wacz_version: "1.1.1", resources }, null, 2),
  );
  members.set("datapackage.json", { bytes: datapackage, deflate: true });
  const hash = `sha256:${sha256(datapackage)}`;
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const signedData = {
    hash,
    created: "2026-01-01T00:00:00.123Z",
    software: "x",
    version: "0.1.0",
    signature: signText(privateKey, hash),
    publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
  };
  members.set("datapackage-digest.json", {
    bytes: Buffer.from(JSON.stringify({ path: "datapackage.json", hash, ...(sign === "yes" ? { signedData } : {}) })),
    deflate: false,
  });
  change(members);
  return plainZip(members);
}

/** The simplest ZIP writer: what our canonical one cannot make (deflated members, any name). */
function plainZip(members: Members): Buffer {
  const body: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, { bytes, deflate, size }] of members) {
    const data = deflate ? deflateRawSync(bytes) : bytes;
    const tail = Buffer.alloc(26);
    tail.writeUInt16LE(20, 0);
    tail.writeUInt16LE(deflate ? 8 : 0, 4);
    tail.writeUInt32LE(crc32(bytes), 10);
    tail.writeUInt32LE(data.length, 14);
    tail.writeUInt32LE(size ?? bytes.length, 18);
    tail.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), tail, Buffer.from(name)]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), tail, more, Buffer.from(name)]));
    body.push(local, data);
    at += local.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(members.size, 8);
  end.writeUInt16LE(members.size, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...body, directory, end]);
}
