// Promises the questions about one capture beyond its own view: may it still be seen, what else was seen when, how did it change.
import { queryOptions } from "@tanstack/react-query";
import type { CompareView } from "../../../api/compare.ts";
import type { PresenceView, RecaptureReply, ReplayLink, StopReply, Timeline } from "../../../api/viewing.ts";
import { callApi } from "../../app/call-api.ts";

/** Evidence that is stopped for one is gone from every screen within this time and one answer. */
export const presenceEveryMs = 3000;

export const presenceQuery = (captureId: string) =>
  queryOptions({
    queryKey: ["presence", captureId],
    queryFn: ({ signal }) => callApi<PresenceView>(`/captures/${captureId}/presence`, { signal, background: true }),
    refetchInterval: presenceEveryMs,
    refetchIntervalInBackground: true,
    staleTime: 0,
  });

/** Asked often while a capture is under way. */
export const timelineQuery = (findingId: string) =>
  queryOptions({
    queryKey: ["timeline", findingId],
    queryFn: ({ signal }) => callApi<Timeline>(`/findings/${findingId}/timeline`, { signal, background: true }),
    refetchInterval: ({ state }) => (state.data?.items.some((item) => item.seen === "waiting") ? 2000 : 30_000),
  });

export const compareQuery = (captureId: string, other: string, findingId: string) =>
  queryOptions({
    queryKey: ["compare", captureId, other, findingId],
    queryFn: ({ signal }) =>
      callApi<CompareView>(`/captures/${captureId}/compare?with=${other}&finding=${findingId}`, { signal }),
    // Links to tiles live ten minutes.
    staleTime: 8 * 60_000,
    gcTime: 0,
    retry: false,
  });

export const askRecapture = (findingId: string, of: string, reason: string) =>
  callApi<RecaptureReply>(`/findings/${findingId}/recapture`, { method: "POST", body: { of, reason } });

export const askReplay = (captureId: string, findingId: string) =>
  callApi<ReplayLink>(`/captures/${captureId}/replay?finding=${findingId}`, { method: "POST" });

export const stopViewing = (captureId: string, note: string) =>
  callApi<StopReply>(`/captures/${captureId}/stop`, { method: "POST", body: { confirm: true, note } });
