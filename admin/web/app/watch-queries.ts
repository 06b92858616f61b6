// Promises the questions of the watchlist, letters, registers and tips, each with one key.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BrandsPage, KnowledgeView, LicencesPage, Rules } from "../../api/knowledge.ts";
import type { KeptFile, LetterSheet, LettersPage } from "../../api/letters.ts";
import type { TargetFilter, TargetsPage, WatchFacets } from "../../api/targets.ts";
import type { TipFilter, TipFormView, TipSheet, TipsPage } from "../../api/tips.ts";
import { callApi } from "./call-api.ts";

/** Query text of what is set; an empty value is no filter. */
export const searchOf = (values: Record<string, string | number | undefined>) =>
  new URLSearchParams(
    Object.entries(values)
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([name, value]) => [name, String(value)]),
  ).toString();

export const watchlistQuery = (filter: TargetFilter) =>
  infiniteQueryOptions({
    queryKey: ["targets", filter],
    queryFn: ({ pageParam, signal }) =>
      callApi<TargetsPage>(`/targets?${searchOf({ ...filter, after: pageParam })}`, { signal, background: true }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextAfter ?? undefined,
    refetchInterval: 15_000,
  });

export const facetsQuery = queryOptions({
  queryKey: ["targets", "facets"],
  queryFn: () => callApi<WatchFacets>("/targets/facets", { background: true }),
  staleTime: 30_000,
});

export const lettersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["letters", q],
    queryFn: ({ pageParam, signal }) =>
      callApi<LettersPage>(`/letters?${searchOf({ q, before: pageParam })}`, { signal, background: true }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextBefore ?? undefined,
  });

export const letterQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["letter", id],
    queryFn: ({ pageParam, signal }) =>
      callApi<LetterSheet>(`/letters/${id}?${searchOf({ after: pageParam })}`, { signal, background: true }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextAfter ?? undefined,
    refetchInterval: 10_000,
  });

export const knowledgeQuery = queryOptions({
  queryKey: ["knowledge"],
  queryFn: () => callApi<KnowledgeView>("/knowledge", { background: true }),
});

export const licencesQuery = (register: string, q: string) =>
  infiniteQueryOptions({
    queryKey: ["licences", register, q],
    queryFn: ({ pageParam, signal }) =>
      callApi<LicencesPage>(`/knowledge/registers/${register}?${searchOf({ q, after: pageParam })}`, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextAfter ?? undefined,
  });

export const brandsQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["brands", q],
    queryFn: ({ pageParam, signal }) =>
      callApi<BrandsPage>(`/knowledge/brands?${searchOf({ q, after: pageParam })}`, { signal }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextAfter ?? undefined,
  });

export const rulesQuery = queryOptions({
  queryKey: ["rules"],
  queryFn: () => callApi<Rules>("/knowledge/rules"),
  staleTime: 60_000,
});

export const tipsQuery = (filter: TipFilter) =>
  infiniteQueryOptions({
    queryKey: ["tips", filter],
    queryFn: ({ pageParam, signal }) =>
      callApi<TipsPage>(`/tips?${searchOf({ ...filter, before: pageParam })}`, { signal, background: true }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextBefore ?? undefined,
    refetchInterval: 30_000,
  });

export const tipQuery = (id: string) =>
  queryOptions({ queryKey: ["tip", id], queryFn: ({ signal }) => callApi<TipSheet>(`/tips/${id}`, { signal }) });

export const tipFormQuery = queryOptions({
  queryKey: ["tip-form"],
  queryFn: () => callApi<TipFormView>("/tip-form", { background: true }),
});

/** Sends a file as it is; the server looks at its bytes. Throws Refusal. */
export async function keepFile(file: File): Promise<KeptFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let i = 0; i < bytes.length; i += 32_768) binary += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  return callApi<KeptFile>("/intake", { method: "POST", body: { name: file.name, base64: btoa(binary) } });
}
