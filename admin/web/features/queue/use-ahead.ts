// Promises that while a finding is looked at, the next two are already claimed and fetched; others are never shown them.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { QueueFilter, QueueRow } from "../../../api/findings.ts";
import { findingQuery, sessionQuery } from "../../app/queries.ts";
import { fetchAhead } from "../../app/triage-queries.ts";
import { keepClaims, takeClaim, wantClaims } from "../finding/claim-keeper.ts";
import { findFree } from "./free-rows.ts";

const aheadCount = 2;

/** Holds `openId` and the next two while they wait for a decision and this person may make it. */
export function useAhead(rows: readonly QueueRow[], filter: QueueFilter, openId: string | null): void {
  const mayDecide = useQuery(sessionQuery).data?.acts.includes("finding.decide") ?? false;
  const open = useQuery({ ...findingQuery(openId ?? ""), enabled: openId !== null, refetchOnMount: false }).data;
  const waits = open?.id === openId && open?.status === "new" && open.absence === null && open.blindReviewId === null;
  const shown = open?.id === openId;
  const next =
    openId && waits && filter.status === "new"
      ? findFree(rows, filter, openId)
          .slice(0, aheadCount)
          .map((row) => row.id)
          .join()
      : "";
  useEffect(() => keepClaims(), []);
  useEffect(() => {
    if (!openId || !shown) return;
    const ahead = next ? next.split(",") : [];
    const own = mayDecide && waits ? [openId] : [];
    wantClaims(mayDecide ? [...own, ...ahead] : []);
    for (const id of ahead)
      void (mayDecide ? takeClaim(id) : Promise.resolve(null)).then((claim) => {
        // What another person has is not fetched: it will not be shown next.
        if (!mayDecide || claim?.mine) void fetchAhead(id).catch(() => undefined);
      });
  }, [openId, next, mayDecide, waits, shown]);
  useEffect(() => {
    if (openId === null) wantClaims([]);
  }, [openId]);
}
