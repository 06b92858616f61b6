// Promises the addresses of the page's videos and their posters, as the page itself names them.
import { evaluateApart, type Visit } from "../visit.ts";

export interface MediaAddress {
  kind: "poster" | "video";
  url: string;
}

const listMedia = `() => [...document.querySelectorAll("video")].slice(0, 40).flatMap((video) => [
  ...(video.poster ? [{ kind: "poster", url: video.poster }] : []),
  ...[video.currentSrc || video.src, ...[...video.querySelectorAll("source")].map((source) => source.src)]
    .filter((url, i, all) => url && all.indexOf(url) === i).map((url) => ({ kind: "video", url })),
])`;

export async function findMedia(visit: Visit): Promise<string> {
  visit.findings.media = await evaluateApart<MediaAddress[]>(visit, listMedia, 5000);
  return `${visit.findings.media.length} địa chỉ video và ảnh bìa`;
}
