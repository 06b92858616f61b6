// Promises that what merely repeats an unchanged page is kept once: a page archive whose every picture stands in an earlier package.
import type { Bundle } from "#core/nouns/capture.ts";
import { type FindKnown, revisitFromBytes } from "../archive/warc-writer.ts";

/**
 * MHTML holds the page's pictures over again under boundaries that change every time, so no hash finds it unchanged.
 * Where one earlier package has every tile of the page byte for byte, its MHTML shows the same: this one is left out, and a
 * step in the manifest says so with the other package's name. A tile must be large enough to be referred to, not repeated:
 * that reference is what keeps the other package from being destroyed or exported apart.
 */
export async function leaveOutUnchanged(bundle: Bundle, findKnown: FindKnown | undefined): Promise<Bundle> {
  const isArchive = ({ kind }: Bundle["attachments"][number]) => kind === "mhtml";
  if (!findKnown || bundle.tiles.length === 0 || !bundle.attachments.some(isArchive)) return bundle;
  const places = new Set<string>();
  let largestBytes = 0;
  for (const tile of bundle.tiles) {
    const known = await findKnown(tile.sha256, 0);
    if (!known || places.add(known.package).size > 1) return bundle;
    largestBytes = Math.max(largestBytes, known.payloadSizeBytes);
  }
  if (largestBytes < revisitFromBytes) return bundle;
  const note = `mọi mảnh ảnh giống hệt gói ${[...places].join("")}: không lưu lại MHTML`;
  return {
    ...bundle,
    attachments: bundle.attachments.filter((one) => !isArchive(one)),
    steps: [...bundle.steps, { step: "leave-out", ok: true, tookMs: 0, note }],
  };
}
