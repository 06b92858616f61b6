// Promises the place of a case's documents in its file.
import { t } from "../../i18n/messages.ts";
import { Empty } from "../../ui/states.tsx";

/** The documents' own stream fills it: it is given the case's id. */
export function DocumentsPanel({ caseId: _caseId }: { caseId: string }) {
  return <Empty>{t.cases.documents.none}</Empty>;
}
