// Promises the office's own names to every screen: what it is called, and what its roles and the states of a case are called there.
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { OfficeRole, OfficeState, OfficeView } from "../../api/office.ts";
import { t } from "../i18n/messages.ts";
import { callApi } from "./call-api.ts";
import { queryClient } from "./query-client.ts";

export const officeQuery = queryOptions({
  queryKey: ["office"],
  queryFn: () => callApi<OfficeView>("/office", { background: true }),
  staleTime: 5 * 60_000,
});

/** The office's setting, asked once and shared; undefined until it is here. */
export function useOffice(): OfficeView | undefined {
  return useQuery(officeQuery).data;
}

const known = () => queryClient.getQueryData(officeQuery.queryKey);

/** What the office calls a role; the language file's word where it gave none. A component that shows it calls `useOffice()` too, to be drawn anew. */
export function roleName(role: OfficeRole): string {
  return known()?.roleNames[role] || t.role[role];
}

/** What the office calls a state of a case. */
export function stateName(state: OfficeState): string {
  return known()?.stateNames[state] || t.office.states[state];
}
