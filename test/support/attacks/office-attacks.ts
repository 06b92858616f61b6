// Promises attacks on the office's signature: of other things, in other forms, by other certificates, at other times.
import { membersOf, readElement } from "#evidence/time/der-reader.ts";
import { context, oid, sequence, setOf, utf8 } from "#evidence/time/der-writer.ts";
import { makeCertificate, type TestCertificate } from "../test-certificates.ts";
import { type Attack, unpinned } from "./attack.ts";
import { type AttackWorld, officeSigner } from "./attack-world.ts";
import { forged } from "./capture-attacks.ts";
import { zipOfParts } from "./open-zip.ts";
import { resealed } from "./put-right.ts";

const cmsName = "evidence/manifest.json.p7s";

const cms = (change: (bytes: Buffer, world: AttackWorld) => Buffer) =>
  forged((parts, world) => parts.set(cmsName, change(parts.get(cmsName)!, world)));

/** Puts an attribute that nobody signed behind the signature of the only signer. */
export function withUnsignedAttribute(contentInfo: Buffer): Buffer {
  const [type, wrapped] = membersOf(readElement(contentInfo));
  const fields = membersOf(readElement(wrapped!.body));
  const signers = fields.at(-1)!;
  const signer = membersOf(signers, 0x31)[0]!;
  const extra = context(1, sequence(oid("1.2.840.113549.1.9.16.2.14"), setOf(utf8("x"))));
  const changed = sequence(...membersOf(signer).map((e) => e.bytes), extra);
  return sequence(type!.bytes, context(0, sequence(...fields.slice(0, -1).map((e) => e.bytes), setOf(changed))));
}

/** The office's signature made anew over the manifest as it will stand; `at` decides whose certificate was valid. */
const cmsBy =
  (certificate: (world: AttackWorld) => TestCertificate, at = new Date()) =>
  async (world: AttackWorld) => {
    const first = await resealed(world.one.parts, () => undefined, world.stranger);
    const signed = await officeSigner(certificate(world)).signCms(first.get("evidence/manifest.json")!, at);
    const parts = await resealed(first, (p) => p.set(cmsName, signed), world.stranger);
    return { file: `${world.one.captureId}.wacz`, bytes: zipOfParts(parts) };
  };

const old = { notBefore: new Date("2019-01-01T00:00:00Z"), notAfter: new Date("2021-01-01T00:00:00Z") };

export const officeAttacks: Attack[] = [
  unpinned(
    "an office signature of another manifest",
    "cms.signature",
    cms((_, world) => world.two.parts.get(cmsName)!),
  ),
  unpinned(
    "an office signature with an unsigned attribute",
    "cms.form",
    cms((bytes) => withUnsignedAttribute(bytes)),
  ),
  unpinned(
    "an office signature with bytes behind it",
    "cms.form",
    cms((bytes) => Buffer.concat([bytes, Buffer.from([0])])),
  ),
  unpinned(
    "an office signature of indefinite length",
    "cms.form",
    cms((bytes) => Buffer.concat([Buffer.from([0x30, 0x80]), bytes.subarray(4), Buffer.from([0, 0])])),
  ),
  unpinned(
    "an office signature with a length in a longer form",
    "cms.form",
    cms((bytes) => Buffer.concat([Buffer.from([0x30, 0x83, 0]), bytes.subarray(2)])),
  ),
  unpinned(
    "an office signature by a time-stamp certificate",
    "cms.signature",
    cmsBy((world) =>
      makeCertificate({
        name: "Stamps",
        issuer: world.officeRoot,
        usages: { oids: ["1.3.6.1.5.5.7.3.8"], critical: true },
      }),
    ),
  ),
  unpinned(
    "an office signature of years ago, by a certificate that has ended",
    "cms.time",
    cmsBy(
      (world) => makeCertificate({ name: "Test Office", issuer: world.officeRoot, ...old }),
      new Date("2020-06-01T00:00:00Z"),
    ),
  ),
  unpinned(
    "an office signature with a key that can be broken",
    "cms.signature",
    cmsBy((world) => makeCertificate({ name: "Test Office", issuer: world.officeRoot, key: "rsa1024" })),
  ),
];
