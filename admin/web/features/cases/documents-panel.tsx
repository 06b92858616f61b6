// Promises the documents of a case: what was drafted and issued, and a new draft with what stands against issuing it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { sessionQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { caseDocumentsQuery } from "../documents/document-queries.ts";
import { DocumentsTable } from "../documents/documents-table.tsx";
import { MakeDocument } from "../documents/make-document.tsx";

const d = t.documents;

export function DocumentsPanel({ caseId }: { caseId: string }) {
  const list = useQuery(caseDocumentsQuery(caseId));
  const mayMake = useQueryClient().getQueryData(sessionQuery.queryKey)?.acts.includes("document.make") ?? false;
  if (list.isPending) return <Loading />;
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  const { items, kinds } = list.data;
  return (
    <>
      {mayMake ? (
        <div className={screen.foot}>
          <MakeDocument at={`/cases/${caseId}/documents`} kinds={kinds} label={d.make} />
        </div>
      ) : null}
      {items.length === 0 ? <Empty>{d.emptyCase}</Empty> : <DocumentsTable rows={items} inCase />}
    </>
  );
}
