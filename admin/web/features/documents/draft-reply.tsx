// Promises the answer to an incoming letter drafted from its sites' answers, and opened.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { NewDocumentReply } from "../../../api/documents.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Trouble } from "../../ui/states.tsx";

export function DraftReply({ letterId }: { letterId: string }) {
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: () => callApi<NewDocumentReply>(`/letters/${letterId}/document`, { method: "POST" }),
    onSuccess: ({ id }) => void navigate({ to: "/documents/$id", params: { id } }),
  });
  return (
    <>
      <Button onClick={() => make.mutate()} disabled={make.isPending}>
        {t.documents.draftReply}
      </Button>
      <Trouble error={make.error} />
    </>
  );
}
