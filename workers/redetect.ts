// Promises that detection runs again on the captured bytes, so that a finding's spans point into what is sealed.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Bundle, mainExchangeOf } from "#core/nouns/capture.ts";
import type { Detection } from "#core/nouns/signal.ts";
import type { CaptureRow } from "#core/records/capture.ts";
import { selectTarget } from "#core/records/target.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { detect } from "#detection/detect.ts";
import type { House } from "./house.ts";
import { observe } from "./observe.ts";

/** The final DOM is judged as the page was; null where the capture holds none. */
export async function redetect(house: House, row: CaptureRow, bundle: Bundle, dir: string): Promise<Detection | null> {
  if (!bundle.domFile) return null;
  const html = await readFile(path.join(dir, bundle.domFile), "utf8");
  const main = mainExchangeOf(bundle);
  const headers = main ? { headers: main.responseHeaders } : {};
  const page = extractPage({
    url: bundle.requestedUrl,
    finalUrl: bundle.finalUrl,
    status: main?.status ?? null,
    ...headers,
    html,
  });
  const target = row.targetId ? await selectTarget(house.database.pool, row.targetId) : null;
  return detect(
    page,
    await house.knowledge(),
    await observe(house, { target, page, from: { capture: row, bundle, dir } }),
  );
}

/** The bundle's facts without bodies and header lists, for lists and panels of the desk. */
export function summarise(bundle: Bundle): Record<string, unknown> {
  const { exchanges, scanExchanges, ...rest } = bundle;
  const counts = { exchanges: exchanges.length, scanExchanges: scanExchanges.length };
  const tls = bundle.mainTls && { ...bundle.mainTls, chain: bundle.mainTls.chain.length };
  return {
    ...rest,
    mainTls: tls,
    counts,
    mainStatus: mainExchangeOf(bundle)?.status ?? null,
  };
}
