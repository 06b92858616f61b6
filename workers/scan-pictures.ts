// Promises that one scan asks for a picture once, however many visitors' faces of the page show it.
import type { ScanId } from "#core/id.ts";

export type Answered = { bytes: Uint8Array } | { absent: string };

/** Held in memory for pictures of scans under way; what falls out is asked for again. */
const mostBytes = 48_000_000;
const mostEntries = 400;

export interface ScanPictures {
  /** `fetch` tells of a picture that is not there with `absent`; what it could not ask for (`isFinal` false) is asked for again. */
  once(scanId: ScanId, url: string, fetch: () => Promise<Answered & { isFinal: boolean }>): Promise<Answered>;
}

export function createScanPictures(limits = { mostBytes, mostEntries }): ScanPictures {
  const held = new Map<string, { answer: Promise<Answered & { isFinal: boolean }>; sizeBytes: number }>();
  let heldBytes = 0;

  function drop(key: string): void {
    heldBytes -= held.get(key)?.sizeBytes ?? 0;
    held.delete(key);
  }

  return {
    async once(scanId, url, fetch) {
      const key = `${scanId} ${url}`;
      const known = held.get(key);
      if (known) {
        const answer = await known.answer;
        if (answer.isFinal) return answer;
        if (held.get(key) === known) drop(key);
      }
      const entry = { answer: fetch(), sizeBytes: 0 };
      held.set(key, entry);
      const answer = await entry.answer;
      if (held.get(key) === entry) {
        entry.sizeBytes = "bytes" in answer ? answer.bytes.length : 0;
        heldBytes += entry.sizeBytes;
      }
      for (const oldest of held.keys()) {
        if (heldBytes <= limits.mostBytes && held.size <= limits.mostEntries) break;
        drop(oldest);
      }
      return answer;
    },
  };
}
