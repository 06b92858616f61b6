// Promises the documents that print a report, and one press that drafts another.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { NewDocumentReply } from "../../../api/documents.ts";
import type { ReportDocuments as Documents } from "../../../api/reports.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { sayDay } from "../../ui/days.ts";

const may = (act: "document.read" | "document.make") =>
  queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes(act) ?? false;

function Printed({ id }: { id: string }) {
  const found = useQuery({
    queryKey: ["report-documents", id],
    queryFn: ({ signal }) => callApi<Documents>(`/reports/${id}/documents`, { signal }),
  });
  const items = found.data?.items ?? [];
  if (items.length === 0) return <Trouble error={found.error} />;
  return (
    <ul className={screen.lines} aria-label={t.reports.documents}>
      {items.map((row) => (
        <li key={row.id}>
          <Link to="/documents/$id" params={{ id: row.id }}>
            {row.number || t.reports.documentUnnumbered}
          </Link>
          {` · ${t.documents.state[row.state]}`}
          {row.datedOn ? ` · ${sayDay(row.datedOn)}` : ""}
        </li>
      ))}
    </ul>
  );
}

export function ReportDocuments({ id }: { id: string }) {
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: () => callApi<NewDocumentReply>(`/reports/${id}/document`, { method: "POST" }),
    onSuccess: (made) => void navigate({ to: "/documents/$id", params: { id: made.id } }),
  });
  return (
    <>
      {may("document.make") ? (
        <div className={screen.foot}>
          <Button onClick={() => make.mutate()} disabled={make.isPending}>
            {t.reports.draftDocument}
          </Button>
          <Trouble error={make.error} />
        </div>
      ) : null}
      {may("document.read") ? <Printed id={id} /> : null}
    </>
  );
}
