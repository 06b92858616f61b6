// Promises that what merely repeats an unchanged page is kept once: a page archive whose every picture stands in an earlier package.
import type { Bundle } from "#core/nouns/capture.ts";
import type { FindKnown } from "../archive/warc-writer.ts";

/**
 * MHTML holds the page's pictures over again under boundaries that change every time, so no hash finds it unchanged.
 * Where every tile of the page is known byte for byte, the earlier package's MHTML shows the same: this one is left out,
 * and a step in the manifest says so with the other package's name.
 */
export async function leaveOutUnchanged(bundle: Bundle, findKnown: FindKnown | undefined): Promise<Bundle> {
  const isArchive = ({ kind }: Bundle["attachments"][number]) => kind === "mhtml";
  if (!findKnown || bundle.tiles.length === 0 || !bundle.attachments.some(isArchive)) return bundle;
  const places = [];
  for (const tile of bundle.tiles) {
    const known = await findKnown(tile.sha256, 0);
    if (!known) return bundle;
    places.push(known.package);
  }
  const note = `mọi mảnh ảnh giống hệt gói ${[...new Set(places)].join(", ")}: không lưu lại MHTML`;
  return {
    ...bundle,
    attachments: bundle.attachments.filter((one) => !isArchive(one)),
    steps: [...bundle.steps, { step: "leave-out", ok: true, tookMs: 0, note }],
  };
}
