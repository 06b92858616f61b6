// Promises the findings and cases that a few words name, for the box of commands: a handful, of every status.
import { queryOptions } from "@tanstack/react-query";
import type { CaseListPage } from "../../api/cases.ts";
import type { QueuePage, QueueRow } from "../../api/findings.ts";
import { callApi } from "./call-api.ts";

const each = 4;
const statuses = ["new", "confirmed", "dismissed"] as const;

export const paletteFindings = (words: string) =>
  queryOptions({
    queryKey: ["palette", "findings", words],
    queryFn: async ({ signal }): Promise<{ items: QueueRow[] }> => {
      const pages = await Promise.all(
        statuses.map((status) =>
          callApi<QueuePage>(`/findings?${new URLSearchParams({ status, q: words, limit: String(each) })}`, {
            signal,
            background: true,
          }),
        ),
      );
      return { items: pages.flatMap((page) => page.items) };
    },
    staleTime: 10_000,
  });

export const paletteCases = (words: string) =>
  queryOptions({
    queryKey: ["palette", "cases", words],
    queryFn: ({ signal }) =>
      callApi<CaseListPage>(`/cases?${new URLSearchParams({ q: words, limit: String(each) })}`, {
        signal,
        background: true,
      }),
    staleTime: 10_000,
  });
