// Promises the bell asked once a minute and shared by the frame and the list.
import { queryOptions } from "@tanstack/react-query";
import type { Bell } from "../../../api/deadlines.ts";
import { callApi } from "../../app/call-api.ts";

export const bellQuery = queryOptions({
  queryKey: ["bell"],
  queryFn: () => callApi<Bell>("/bell", { background: true }),
  refetchInterval: 60_000,
});
