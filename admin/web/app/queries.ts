// Promises the questions that screens ask the server, each with one key, so that an answer is shared and refreshed once.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BesideView } from "../../api/beside.ts";
import type { CaptureView, IntegrityView } from "../../api/captures.ts";
import type { ClockState } from "../../api/clock.ts";
import type { CustodyState } from "../../api/custody.ts";
import type { Dashboard } from "../../api/dashboard.ts";
import type { FindingView } from "../../api/finding.ts";
import type { QueueFilter, QueuePage } from "../../api/findings.ts";
import type { PackageJobReply } from "../../api/packages.ts";
import type { ProofView } from "../../api/proof.ts";
import type { People } from "../../api/people.ts";
import type { DeadJobs } from "../../api/scans.ts";
import type { SessionView } from "../../api/session.ts";
import { callApi, setCsrfToken } from "./call-api.ts";

export type Filter = QueueFilter;

const search = (values: Record<string, string | undefined>) =>
  new URLSearchParams(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();

export const filterSearch = (f: Filter) => search({ ...f });

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    const session = await callApi<SessionView>("/session", { background: true });
    setCsrfToken(session.csrfToken);
    return session;
  },
  staleTime: 60_000,
});

export const queueQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ["queue", filter],
    queryFn: ({ pageParam, signal }) =>
      callApi<QueuePage>(`/findings?${search({ ...filter, cursor: pageParam })}`, { signal, background: true }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 20_000,
  });

export const dashboardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: () => callApi<Dashboard>("/dashboard", { background: true }),
  refetchInterval: 20_000,
});

export const custodyQuery = queryOptions({
  queryKey: ["custody"],
  queryFn: () => callApi<CustodyState>("/custody", { background: true }),
  refetchInterval: 30_000,
});

export const clockQuery = queryOptions({
  queryKey: ["clock"],
  queryFn: () => callApi<ClockState>("/clock", { background: true }),
  refetchInterval: 60_000,
});

export const findingQuery = (id: string) =>
  queryOptions({
    queryKey: ["finding", id],
    queryFn: ({ signal }) => callApi<FindingView>(`/findings/${id}`, { signal }),
  });

export const besideQuery = (captureId: string, findingId: string, other: string) =>
  queryOptions({
    queryKey: ["beside", captureId, findingId, other],
    queryFn: ({ signal }) =>
      callApi<BesideView>(`/captures/${captureId}/beside?${search({ finding: findingId, other })}`, { signal }),
    staleTime: Infinity,
  });

/** Links to tiles live ten minutes: the answer is asked again before they end, which keeps no empty chair signed in. */
export const captureQuery = (captureId: string, findingId: string) =>
  queryOptions({
    queryKey: ["capture", captureId, findingId],
    queryFn: ({ signal, client, queryKey }) =>
      callApi<CaptureView>(`/captures/${captureId}?finding=${findingId}`, {
        signal,
        background: client.getQueryData(queryKey) !== undefined,
      }),
    staleTime: 8 * 60_000,
    refetchInterval: 8 * 60_000,
  });

/** A stamp, a replay or a cosignature comes a little later than the seal: asked again while the finding is open. */
export const proofQuery = (captureId: string) =>
  queryOptions({
    queryKey: ["proof", captureId],
    queryFn: ({ signal }) => callApi<ProofView>(`/captures/${captureId}/proof`, { signal, background: true }),
    refetchInterval: 30_000,
  });

export const integrityQuery = (captureId: string) =>
  queryOptions({
    queryKey: ["integrity", captureId],
    queryFn: () => callApi<IntegrityView>(`/captures/${captureId}/check`, { method: "POST" }),
    staleTime: 0,
    gcTime: 0,
  });

/** The person's own package: asked often while it is made, now and then for a fresh address while it waits. */
export const packageQuery = queryOptions({
  queryKey: ["package"],
  queryFn: () => callApi<PackageJobReply>("/package", { background: true }),
  refetchInterval: ({ state }) => (state.data?.job?.state === "making" ? 1000 : 5 * 60_000),
});

export const deadJobsQuery = queryOptions({
  queryKey: ["dead-jobs"],
  queryFn: () => callApi<DeadJobs>("/dead-jobs", { background: true }),
});

export const peopleQuery = queryOptions({ queryKey: ["people"], queryFn: () => callApi<People>("/people") });
