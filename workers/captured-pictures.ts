// Promises the pictures that a capture holds, as its own files: elements of the page, styles' backgrounds, the icon and the first view.
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Bundle } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { Page } from "#core/nouns/page.ts";
import { decodeContent } from "#crawler/fetch/decode-content.ts";
import { leastSize, listPictures, withoutFragment } from "#detection/image/list-pictures.ts";
import type { GotPicture } from "#detection/image/read-pictures.ts";

const mostBytes = 20_000_000;
/** Pictures looked at; of all but the first few only codes and hash. */
const [mostElements, mostBackgrounds] = [16, 6];
/** A background with fewer bytes is a pattern or a dot. */
const leastBackgroundBytes = 4000;
/** Letters drawn by script stand in no element: then the view itself is read, where nothing else is. */
const littleText = 200;

export async function capturedPictures(page: Page, bundle: Bundle, dir: string): Promise<GotPicture[]> {
  const held = new Map<string, Exchange>();
  for (const exchange of [...bundle.exchanges, ...bundle.lookups])
    if (isPicture(exchange)) held.set(withoutFragment(exchange.url), exchange);
  const listed = listPictures(page);
  const used = new Set(listed.map((l) => l.image));
  const got: GotPicture[] = [];
  for (const { inline, ...picture } of listed.slice(0, mostElements)) {
    const exchange = held.get(picture.image);
    if (inline) got.push({ ...picture, bytes: inline });
    else if (exchange) got.push({ ...picture, ...(await readBody(exchange, dir)) });
    else if (picture.inFooter) got.push({ ...picture, absent: "bản ghi không có ảnh này" });
  }
  const plain = { place: null, inFooter: false, width: null, height: null };
  const backgrounds = [...held].filter(
    ([url, e]) => !used.has(url) && url !== page.faviconUrl && e.bodySizeBytes >= leastBackgroundBytes,
  );
  for (const [image, exchange] of backgrounds.slice(0, mostBackgrounds))
    got.push({ ...plain, image, role: "background", ...(await readBody(exchange, dir)) });
  const icon = page.faviconUrl && held.get(withoutFragment(page.faviconUrl));
  if (icon) got.push({ ...plain, image: withoutFragment(icon.url), role: "favicon", ...(await readBody(icon, dir)) });
  const hasOwn = got.some((p) => "bytes" in p && p.role !== "favicon");
  if (bundle.viewportFile && !hasOwn && page.text.length < littleText)
    got.push({
      ...plain,
      ...leastSize,
      image: "screenshot",
      role: "screenshot",
      ...(await readFileOf(bundle.viewportFile, dir)),
    });
  return got.filter((p) => "bytes" in p || p.inFooter);
}

const isPicture = (e: Exchange): boolean =>
  e.status === 200 &&
  e.outcome === "recorded" &&
  e.bodyFile !== null &&
  e.truncated === "" &&
  (e.resourceType === "Image" || e.responseHeaders.some(([n, v]) => /^content-type$/i.test(n) && /^image\//i.test(v)));

async function readBody(exchange: Exchange, dir: string): Promise<{ bytes: Uint8Array } | { absent: string }> {
  const got = await readFileOf(exchange.bodyFile!, dir);
  const codings = exchange.responseHeaders.filter(([n]) => /^content-encoding$/i.test(n)).map(([, v]) => v);
  if ("absent" in got || exchange.bodyForm !== "wire" || codings.length === 0) return got;
  const { bytes, note } = await decodeContent(Buffer.from(got.bytes), codings.join(","), mostBytes);
  return note === "" ? { bytes } : { absent: `không giải nén được ảnh: ${note}` };
}

async function readFileOf(file: string, dir: string): Promise<{ bytes: Uint8Array } | { absent: string }> {
  const whole = path.join(dir, file);
  try {
    if ((await stat(whole)).size > mostBytes) return { absent: "ảnh quá lớn" };
    return { bytes: await readFile(whole) };
  } catch {
    return { absent: "không mở được ảnh trong bản ghi" };
  }
}
