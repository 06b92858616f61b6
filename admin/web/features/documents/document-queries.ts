// Promises the questions about documents, each with one key.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { CaseDocuments, DocumentsPage, DocumentView, TemplateList, TemplateView } from "../../../api/documents.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";

export interface RegisterFilter {
  state?: string;
  kind?: string;
}

const search = (values: Record<string, string | undefined>) =>
  new URLSearchParams(Object.entries(values).flatMap(([k, v]) => (v ? [[k, v]] : []))).toString();

export const documentsQuery = (filter: RegisterFilter) =>
  infiniteQueryOptions({
    queryKey: ["documents", filter],
    queryFn: ({ pageParam, signal }) =>
      callApi<DocumentsPage>(`/documents?${search({ ...filter, after: pageParam })}`, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** Links to the bytes live ten minutes: asked again before they end. */
export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ["document", id],
    queryFn: ({ signal, client, queryKey }) =>
      callApi<DocumentView>(`/documents/${id}`, { signal, background: client.getQueryData(queryKey) !== undefined }),
    refetchInterval: 8 * 60_000,
  });

export const caseDocumentsQuery = (caseId: string) =>
  queryOptions({
    queryKey: ["case-documents", caseId],
    queryFn: ({ signal }) => callApi<CaseDocuments>(`/cases/${caseId}/documents`, { signal }),
  });

export const templatesQuery = queryOptions({
  queryKey: ["document-templates"],
  queryFn: () => callApi<TemplateList>("/document-templates"),
});

export const templateQuery = (kind: string) =>
  queryOptions({
    queryKey: ["document-template", kind],
    queryFn: () => callApi<TemplateView>(`/document-templates/${kind}`),
  });

/** After a change everything that lists or shows documents is asked again. */
export async function refreshDocuments(): Promise<void> {
  for (const key of ["documents", "document", "case-documents", "case"])
    await queryClient.invalidateQueries({ queryKey: [key] });
}
