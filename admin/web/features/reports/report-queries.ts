// Promises the questions of the report screens, each with one key.
import { queryOptions } from "@tanstack/react-query";
import type {
  Calendar,
  CategoryRows,
  Counters,
  FigureReply,
  ReportKindsReply,
  ReportView,
} from "../../../api/reports.ts";
import { callApi } from "../../app/call-api.ts";

export const kindsQuery = queryOptions({
  queryKey: ["report-kinds"],
  queryFn: () => callApi<ReportKindsReply>("/report-kinds"),
  staleTime: Infinity,
});

export const calendarQuery = queryOptions({
  queryKey: ["report-calendar"],
  queryFn: () => callApi<Calendar>("/report-calendar"),
});

export const reportQuery = (id: string) =>
  queryOptions({ queryKey: ["report", id], queryFn: () => callApi<ReportView>(`/reports/${id}`) });

export const categoriesQuery = queryOptions({
  queryKey: ["report-categories"],
  queryFn: () => callApi<CategoryRows>("/report-categories"),
});

export const countersQuery = (fromDay: string, toDay: string) =>
  queryOptions({
    queryKey: ["counters", fromDay, toDay],
    queryFn: () => callApi<Counters>(`/counters?${new URLSearchParams({ fromDay, toDay }).toString()}`),
  });

export interface FigureSearch {
  name: string;
  fromDay: string;
  toDay: string;
  /** Comma separated; absent for every category. */
  categories?: string;
}

export const figureQuery = ({ name, ...rest }: FigureSearch, offset: number) =>
  queryOptions({
    queryKey: ["figure", name, rest, offset],
    queryFn: () =>
      callApi<FigureReply>(`/figures/${name}?${new URLSearchParams({ ...rest, offset: String(offset) }).toString()}`),
  });
