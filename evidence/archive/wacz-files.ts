// Promises the WACZ 1.1.1 members that describe a capture: pages.jsonl and datapackage.json.
import { canonicalBytes } from "./canonical-json.ts";

/** A member of the container and what is known of it. Paths are ASCII. */
export interface FileFacts {
  path: string;
  sha256: string;
  sizeBytes: number;
}

export interface PageLine {
  id: string;
  url: string;
  /** RFC 3339. */
  ts: string;
  title: string;
}

/** WACZ 1.1.1 section 5.2.3: a header line, then one line per page. */
export function pagesJsonl(page: PageLine): Buffer {
  const header = { format: "json-pages-1.0", id: "pages", title: "All Pages" };
  return Buffer.from(`${JSON.stringify(header)}\n${JSON.stringify({ ...page, title: page.title.toWellFormed() })}\n`);
}

export interface DatapackageFacts {
  /** Whole seconds: verifiers compare it with signedData.created as text. */
  created: string;
  software: string;
  title: string;
  description: string;
  mainPageUrl: string;
  mainPageDate: string;
  files: readonly FileFacts[];
}

/** WACZ 1.1.1 section 5.2.4, as canonical JSON. Profile "data-package": replay tools refuse the draft 1.2.0 one. */
export function datapackageJson(facts: DatapackageFacts): Buffer {
  const { files, ...rest } = facts;
  return canonicalBytes({
    profile: "data-package",
    wacz_version: "1.1.1",
    ...rest,
    title: rest.title.toWellFormed(),
    resources: files.map((file) => ({
      name: nameOf(file.path),
      path: file.path,
      hash: `sha256:${file.sha256}`,
      bytes: file.sizeBytes,
    })),
  });
}

/** Frictionless wants lower-case names without slashes, unique in the package: the path's last part serves. */
function nameOf(path: string): string {
  return (path.split("/").at(-1) ?? path).toLowerCase();
}
