// Promises the places in a package, each said once (FORMAT.md section 4).
import type { PackageFile, PackageInput } from "./package-input.ts";

export const sealedPathOf = (captureId: string) => `data/niem-phong/${captureId}/${captureId}.wacz`;
export const tokenPathOf = (captureId: string, name: string) => `data/niem-phong/${captureId}/${name}`;

/** Every file under `data/` but `package.json` and what signs it, in the order of the ZIP. */
export function planFiles(input: PackageInput): PackageFile[] {
  return [
    ...input.captures.flatMap(planSealed),
    ...input.bases.map(({ captureId, file }): PackageFile => {
      return { path: `data/goc/${captureId}/${captureId}.wacz`, role: "base", parentSha256: null, content: { file } };
    }),
    ...input.captures.flatMap((capture) =>
      capture.workingCopy.map(({ name, content }): PackageFile => {
        const path = `data/ban-lam-viec/${capture.captureId}/${name}`;
        return { path, role: "working-copy", parentSha256: capture.packageSha256, content };
      }),
    ),
    plain("data/chuoi-luu-giu/custody.json", "custody", input.custody),
    ...input.stamps.map((stamp) => plain(`data/chuoi-luu-giu/stamps/${stamp.name}`, "stamp", stamp.bytes)),
    ...input.keys.map((key) => plain(`data/khoa/${key.name}`, "key", key.bytes)),
    ...input.documents.map((document) => plain(`data/tai-lieu/${document.name}`, "document", document.bytes)),
  ];
}

function planSealed(capture: PackageInput["captures"][number]): PackageFile[] {
  const { captureId, file, manifest, packageSha256, manifestSha256, tokens } = capture;
  return [
    { path: sealedPathOf(captureId), role: "sealed", parentSha256: null, content: { file } },
    {
      path: `data/niem-phong/${captureId}/manifest.json`,
      role: "manifest",
      parentSha256: packageSha256,
      content: { bytes: manifest },
    },
    ...tokens.map(({ name, bytes }): PackageFile => {
      return {
        path: tokenPathOf(captureId, name),
        role: "token",
        parentSha256: manifestSha256,
        content: { bytes },
      };
    }),
  ];
}

function plain(path: string, role: PackageFile["role"], bytes: Uint8Array): PackageFile {
  return { path, role, parentSha256: null, content: { bytes } };
}
