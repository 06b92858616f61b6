// Promises who holds the finding on the screen, by what the server said last, and the acts of taking and letting go.
import type { FindingView } from "../../../api/finding.ts";
import type { ClaimView } from "../../../api/findings.ts";
import { releaseClaim, setClaim, takeClaim, useClaimOf } from "./claim-keeper.ts";

export interface Claiming {
  claim: ClaimView | null;
  take: () => void;
  release: () => void;
}

/** The keeper claims what is opened (claim-keeper.ts); until it has an answer, the finding's own word counts. */
export function useClaim(finding: FindingView): Claiming {
  const own = useClaimOf(finding.id);
  return {
    claim: own ?? (finding.claim?.mine ? null : finding.claim),
    take: () => void takeClaim(finding.id),
    release: () => {
      releaseClaim(finding.id);
      setClaim(finding.id, null);
    },
  };
}
