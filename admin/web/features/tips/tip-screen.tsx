// Promises one tip whole: what was told, what became of it, and the answer to whoever told it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import type { TipSheet, TipView } from "../../../api/tips.ts";
import { tipQuery } from "../../app/watch-queries.ts";
import { t } from "../../i18n/messages.ts";
import screen from "../../ui/screen.module.css";
import { Failure, Loading } from "../../ui/states.tsx";
import { When } from "../../ui/when.tsx";
import { may } from "../watchlist/watch-frame.tsx";
import styles from "../watchlist/watch.module.css";
import { IdentityPanel } from "./identity-panel.tsx";
import { LeadPanel } from "./lead-panel.tsx";
import { ReplyPanel } from "./reply-panel.tsx";
import { StepForm } from "./step-form.tsx";
import { TipFile } from "./tip-file.tsx";
import { TipBadge } from "./tips-screen.tsx";
import { sayDay } from "../../ui/days.ts";

function Told({ tip }: { tip: TipView }) {
  const facts: [string, string][] = [
    [t.tips.columns.channel, t.tips.channel[tip.channel]],
    [t.tips.columns.received, sayDay(tip.receivedOn)],
    ...(tip.incomingNumber ? ([[t.tips.incoming, tip.incomingNumber]] as [string, string][]) : []),
    ...(tip.seenWhen ? ([[t.tips.seenWhen, tip.seenWhen]] as [string, string][]) : []),
    [t.tips.columns.address, tip.address],
  ];
  return (
    <section>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>{t.tips.columns.what}</h2>
      <p className={styles.words}>{tip.what}</p>
      {tip.file ? <TipFile file={tip.file} /> : null}
    </section>
  );
}

function Steps({ steps }: { steps: TipSheet["steps"] }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li key={step.at}>
          <TipBadge state={step.to} /> {step.reason} {step.duplicateOf ?? ""}{" "}
          <span className={screen.soft}>
            {step.actor} · <When iso={step.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}

export function TipScreen() {
  const { id = "" } = useParams({ strict: false });
  const client = useQueryClient();
  const sheet = useQuery(tipQuery(id));
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ["tip", id] });
    void client.invalidateQueries({ queryKey: ["tips"] });
  };
  const tip = sheet.data?.tip;
  useEffect(() => {
    document.title = `${tip?.number ?? t.tips.title} · ${t.product}`;
  }, [tip?.number]);
  const mayChange = may("tip.change");
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{tip?.number ?? t.tips.title}</h1>
        {tip ? <TipBadge state={tip.state} /> : null}
        <div className={screen.acts}>
          <Link to="/tips">{t.tips.back}</Link>
        </div>
      </header>
      {sheet.isPending ? <Loading /> : null}
      {sheet.error ? <Failure error={sheet.error} retry={() => void sheet.refetch()} /> : null}
      {sheet.data && tip ? (
        <div className={styles.tip}>
          <div>
            <Told tip={tip} />
            <ReplyPanel key={`${tip.state} ${sheet.data.reply.at ?? ""}`} sheet={sheet.data} done={refresh} />
          </div>
          <div>
            <LeadPanel sheet={sheet.data} mayChange={mayChange} done={refresh} />
            <section>
              <h2>{t.tips.steps}</h2>
              <Steps steps={sheet.data.steps} />
              {mayChange ? <StepForm key={tip.state} tip={tip} done={refresh} /> : null}
            </section>
            <IdentityPanel tip={tip} />
          </div>
        </div>
      ) : null}
    </div>
  );
}
