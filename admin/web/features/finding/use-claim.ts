// Promises a claim while the finding is open and looked at: taken on opening, extended with focus, let go on leaving.
import { useEffect, useState } from "react";
import type { ClaimReply, FindingView } from "../../../api/finding.ts";
import type { ClaimView } from "../../../api/findings.ts";
import { callApi } from "../../app/call-api.ts";

const extendMs = 2 * 60_000;

export interface Claiming {
  claim: ClaimView | null;
  take: () => void;
  release: () => void;
}

export function useClaim(finding: FindingView): Claiming {
  const [claim, setClaim] = useState(finding.claim);
  const path = `/findings/${finding.id}/claim`;
  const waits = finding.status === "new";
  const take = () =>
    void callApi<ClaimReply>(path, { method: "PUT" }).then(
      (reply) => setClaim(reply.claim),
      () => undefined,
    );
  const release = () =>
    void callApi(path, { method: "DELETE" }).then(
      () => setClaim(null),
      () => undefined,
    );
  useEffect(() => {
    if (!waits) return;
    let gone = false;
    const extend = (background: boolean) =>
      callApi<ClaimReply>(path, { method: "PUT", background }).then(
        (reply) => {
          if (!gone) setClaim(reply.claim);
        },
        () => undefined, // the bar shows the claim as it was; a decision asks the server again
      );
    void extend(false);
    const timer = setInterval(() => {
      if (document.hasFocus()) void extend(true);
    }, extendMs);
    return () => {
      gone = true;
      clearInterval(timer);
      void callApi(path, { method: "DELETE", background: true }).catch(() => undefined);
    };
  }, [path, waits]);
  return { claim, take, release };
}
