// Promises the questions that triage asks besides the list: facets, groups, acts, people, saved filters, and what is fetched ahead.
import { queryOptions } from "@tanstack/react-query";
import type { CaptureView } from "../../api/captures.ts";
import type { FindingView } from "../../api/finding.ts";
import type { Facets, QueueFilter } from "../../api/findings.ts";
import type { GroupView } from "../../api/groups.ts";
import type { SavedFilters } from "../../api/saved-filters.ts";
import type { NextSecondReview } from "../../api/second-reviews.ts";
import type { TriageActView, TriagePeople } from "../../api/triage.ts";
import { callApi } from "./call-api.ts";
import { captureQuery, filterSearch, findingQuery } from "./queries.ts";
import { queryClient } from "./query-client.ts";

export const facetsQuery = (filter: QueueFilter) =>
  queryOptions({
    queryKey: ["facets", filter],
    queryFn: ({ signal }) => callApi<Facets>(`/findings/facets?${filterSearch(filter)}`, { signal, background: true }),
    staleTime: 20_000,
  });

export const groupQuery = (findingId: string) =>
  queryOptions({
    queryKey: ["group", findingId],
    queryFn: ({ signal }) => callApi<GroupView>(`/findings/${findingId}/group`, { signal, background: true }),
    staleTime: 30_000,
  });

export const actsQuery = (findingId: string) =>
  queryOptions({
    queryKey: ["acts", findingId],
    queryFn: ({ signal }) =>
      callApi<{ items: TriageActView[] }>(`/findings/${findingId}/acts`, { signal, background: true }),
  });

export const triagePeopleQuery = queryOptions({
  queryKey: ["triage-people"],
  queryFn: () => callApi<TriagePeople>("/triage/people", { background: true }),
  staleTime: 30_000,
});

export const savedFiltersQuery = queryOptions({
  queryKey: ["saved-filters"],
  queryFn: () => callApi<SavedFilters>("/saved-filters", { background: true }),
  staleTime: 60_000,
});

/** Takes the next second review, or null where none waits for this person. */
export const takeSecondReview = () => callApi<NextSecondReview>("/second-reviews/next", { method: "POST" });

/** Captures that came ahead of their finding: each is told to the server as seen when it is on the screen. */
const unseen = new Map<string, HTMLImageElement | null>();
const keptAhead = 6;

/** Fetches a finding, its capture and the first piece of its picture, so that it is on the screen at once when its turn comes. */
export async function fetchAhead(findingId: string): Promise<void> {
  const { queryKey } = findingQuery(findingId);
  const finding = await queryClient.ensureQueryData<FindingView>({
    queryKey,
    queryFn: ({ signal }) => callApi<FindingView>(`/findings/${findingId}`, { signal, background: true }),
  });
  if (finding.absence || unseen.has(finding.seal.captureId)) return;
  const { captureId } = finding.seal;
  const key = captureQuery(captureId, findingId).queryKey;
  if (queryClient.getQueryData(key)) return;
  const capture = await queryClient.fetchQuery<CaptureView>({
    queryKey: key,
    queryFn: ({ signal }) =>
      callApi<CaptureView>(`/captures/${captureId}/ahead?finding=${findingId}`, { signal, background: true }),
  });
  const tile = capture.tiles[0];
  const image = tile ? new Image() : null;
  if (image && tile) image.src = tile.url;
  unseen.set(captureId, image);
  for (const old of [...unseen.keys()].slice(0, -keptAhead)) unseen.delete(old);
}

/** Tells the server that a capture which came ahead is now on the screen; where it did not, opening it has told that already. */
export async function tellSeen(captureId: string, findingId: string): Promise<void> {
  if (!unseen.has(captureId)) return;
  await callApi(`/captures/${captureId}/viewed?finding=${findingId}`, { method: "POST" });
  unseen.delete(captureId);
}
