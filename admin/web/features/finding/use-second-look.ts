// Promises that a second, blind look is answered and not decided: the first person's decision stands until the lead looks at both.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { FindingView } from "../../../api/finding.ts";
import type { SecondAnswerReply } from "../../../api/second-reviews.ts";
import { callApi } from "../../app/call-api.ts";
import { type DecideWords, refreshLists } from "../../app/last-decision.ts";
import { findingQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { takeSecondReview } from "../../app/triage-queries.ts";
import { readFilter } from "../queue/read-filter.ts";

/** Answers, then opens the next one that waits for this person, or the queue; who leaves without an answer gives it back. */
export function useSecondLook(finding: FindingView) {
  const navigate = useNavigate();
  const reviewId = finding.blindReviewId;
  const answered = useRef(false);
  useEffect(() => {
    if (reviewId === null) return;
    return () => {
      if (answered.current) return;
      void callApi(`/second-reviews/${reviewId}/claim`, { method: "DELETE", background: true }).catch(() => undefined);
    };
  }, [reviewId]);
  return useMutation({
    mutationFn: (words: DecideWords) =>
      callApi<SecondAnswerReply>(`/second-reviews/${reviewId}/answer`, {
        method: "POST",
        body: { ...words, captureId: finding.seal.captureId },
      }),
    onSuccess: async () => {
      answered.current = true;
      void refreshLists();
      const { task } = await takeSecondReview();
      if (task) await navigate({ to: "/findings/$id", params: { id: task.finding.id }, search: readFilter({}) });
      else await navigate({ to: "/queue", search: readFilter({}) });
      await queryClient.invalidateQueries({ queryKey: findingQuery(finding.id).queryKey });
    },
  });
}
