// Promises the way from a tip to the work: watched and scanned, linked to a finding or a case.
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { TipSheet, WatchTipReply } from "../../../api/tips.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Trouble } from "../../ui/states.tsx";
import { readFilter } from "../queue/read-filter.ts";

interface Props {
  sheet: TipSheet;
  mayChange: boolean;
  done: () => void;
}

function Links({ links }: { links: TipSheet["links"] }) {
  if (links.length === 0) return <p className={screen.soft}>{t.tips.noLinks}</p>;
  return (
    <ul>
      {links.map((link) => (
        <li key={link.id}>
          {t.tips.kind[link.kind]}{" "}
          {link.kind === "finding" ? (
            <Link to="/findings/$id" params={{ id: link.id }} search={readFilter({})}>
              {link.label}
            </Link>
          ) : (
            link.label
          )}
        </li>
      ))}
    </ul>
  );
}

function Acts({ sheet, done }: Omit<Props, "mayChange">) {
  const { tip } = sheet;
  const [url, setUrl] = useState(tip.targetUrl ?? tip.address);
  const [caseNumber, setCaseNumber] = useState("");
  const watch = useMutation({
    mutationFn: () => callApi<WatchTipReply>(`/tips/${tip.id}/watch`, { method: "POST", body: { url } }),
    onSuccess: done,
  });
  const link = useMutation({
    mutationFn: (body: object) => callApi(`/tips/${tip.id}/link`, { method: "POST", body }),
    onSuccess: done,
  });
  return (
    <div className={screen.form}>
      <Field label={t.tips.watchUrl}>
        <input value={url} onChange={(e) => setUrl(e.target.value)} maxLength={2000} spellCheck={false} />
      </Field>
      <div>
        <Button tone="accent" disabled={!url.trim() || watch.isPending} onClick={() => watch.mutate()}>
          {t.tips.watch}
        </Button>{" "}
        {tip.targetUrl ? (
          <Button disabled={link.isPending} onClick={() => link.mutate({ finding: "newest" })}>
            {t.tips.linkFinding}
          </Button>
        ) : null}
      </div>
      {watch.data ? <p role="status">{t.tips.watchDone(watch.data.asked)}</p> : null}
      <Field label={t.tips.caseNumber}>
        <input value={caseNumber} onChange={(e) => setCaseNumber(e.target.value)} maxLength={40} />
      </Field>
      <div>
        <Button disabled={!caseNumber.trim() || link.isPending} onClick={() => link.mutate({ caseNumber })}>
          {t.tips.linkCase}
        </Button>
      </div>
      <Trouble error={watch.error ?? link.error} />
    </div>
  );
}

export function LeadPanel({ sheet, mayChange, done }: Props) {
  return (
    <section>
      <h2>{t.tips.lead}</h2>
      {sheet.tip.targetUrl ? (
        <p>
          <Badge tone="ok">{t.tips.watched}</Badge> {sheet.tip.targetUrl}
        </p>
      ) : null}
      <Links links={sheet.links} />
      {mayChange ? <Acts sheet={sheet} done={done} /> : null}
    </section>
  );
}
