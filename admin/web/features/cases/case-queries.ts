// Promises the questions and acts of the screens of cases, so that an answer is shared and refreshed once.
import { infiniteQueryOptions, queryOptions, useMutation } from "@tanstack/react-query";
import type { CaptureView } from "../../../api/captures.ts";
import type { CompareView } from "../../../api/compare.ts";
import type { CaseJournal, CaseListFilter, CaseListPage, CaseState, CaseView, CaseWords } from "../../../api/cases.ts";
import { type CallOptions, callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import type { Tone } from "../../ui/badge.tsx";

const search = (values: Record<string, string | undefined>) =>
  new URLSearchParams(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();

export const casesQuery = (filter: CaseListFilter) =>
  infiniteQueryOptions({
    queryKey: ["cases", filter],
    queryFn: ({ pageParam, signal }) =>
      callApi<CaseListPage>(`/cases?${search({ ...filter, cursor: pageParam })}`, { signal, background: true }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 30_000,
  });

export const caseWordsQuery = queryOptions({
  queryKey: ["case-words"],
  queryFn: () => callApi<CaseWords>("/case-words", { background: true }),
  staleTime: 30_000,
});

/** The first answer is a look at the file and is entered as one; what the page asks by itself afterwards is not. */
export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ["case", id],
    queryFn: ({ signal, client, queryKey }) =>
      callApi<CaseView>(`/cases/${id}`, { signal, background: client.getQueryData(queryKey) !== undefined }),
    refetchInterval: 30_000,
  });

export const journalQuery = (id: string) =>
  queryOptions({
    queryKey: ["case", id, "journal"],
    queryFn: ({ signal }) => callApi<CaseJournal>(`/cases/${id}/journal`, { signal, background: true }),
  });

/** Before a request to take down, and what a re-check captured. Links to tiles live ten minutes. */
export const proofQuery = (caseId: string, takedownId: string, after: string) =>
  queryOptions({
    queryKey: ["takedown-proof", caseId, takedownId, after],
    queryFn: ({ signal }) =>
      callApi<CompareView>(`/cases/${caseId}/takedowns/${takedownId}/compare?after=${after}`, { signal }),
    staleTime: 8 * 60_000,
    gcTime: 0,
    retry: false,
  });

/** Links to tiles live ten minutes: asked again before they end. */
export const caseCaptureQuery = (caseId: string, captureId: string) =>
  queryOptions({
    queryKey: ["case-capture", caseId, captureId],
    queryFn: ({ signal, client, queryKey }) =>
      callApi<CaptureView>(`/cases/${caseId}/captures/${captureId}`, {
        signal,
        background: client.getQueryData(queryKey) !== undefined,
      }),
    staleTime: 8 * 60_000,
    refetchInterval: 8 * 60_000,
  });

export const may = (act: string) => queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes(act) ?? false;

export async function refreshCase(id: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["case", id] }),
    queryClient.invalidateQueries({ queryKey: ["cases"] }),
    queryClient.invalidateQueries({ queryKey: caseWordsQuery.queryKey }),
  ]);
}

/** One write in a case; the file is read again before `done` is told. */
export function useCaseAct(id: string, done?: () => void) {
  return useMutation({
    mutationFn: ({ path, ...options }: { path: string } & CallOptions) =>
      callApi<unknown>(`/cases/${id}${path}`, { method: "POST", ...options }),
    onSuccess: async () => {
      await refreshCase(id);
      done?.();
    },
  });
}

/** What the office calls a state. */
export function sayState(words: CaseWords | undefined, state: CaseState): string {
  return words?.stateNames[state] || t.cases.state[state];
}

/** What a step into this state is called: the office's own name of the state, where it has one. */
export function sayStep(words: CaseWords | undefined, to: CaseState): string {
  return words?.stateNames[to] || t.cases.step[to];
}

const tones: Partial<Record<CaseState, Tone>> = {
  proposed: "warn",
  approved: "accent",
  removed: "ok",
  "not-removed": "danger",
  closed: "ok",
  archived: "ok",
};
export const toneOf = (state: CaseState): Tone => tones[state] ?? "plain";
