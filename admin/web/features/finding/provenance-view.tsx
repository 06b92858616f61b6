// Promises where the capture comes from: who, when, with what, through which redirects, and what is missing.
import type { ReactNode } from "react";
import type { CaptureView } from "../../../api/captures.ts";
import type { FindingView } from "../../../api/finding.ts";
import { t } from "../../i18n/messages.ts";
import { Hash } from "../../ui/hash.tsx";
import { Plain } from "../../ui/plain.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { sayWhole } from "../../ui/numbers.ts";
import styles from "./evidence.module.css";

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className={styles.sub}>{title}</h2>
      <ul className={styles.lines}>{children}</ul>
    </section>
  );
}

/** Values that are words of the program, in the reader's. */
function sayFact({ name, value }: CaptureView["facts"][number]): ReactNode {
  const source = t.finding.clockSource;
  if (name !== "clock") return <Plain>{value}</Plain>;
  const [, first = value, rest = ""] = /^(\S+)( \(.*)?$/.exec(value) ?? [];
  return <span title={value}>{`${source[first] ?? first}${rest}`}</span>;
}

/** What stands beside the page: kept files, and answers to this program's own questions. */
function Files({ capture }: { capture: CaptureView }) {
  const p = t.finding.provenance;
  return (
    <>
      {capture.attachments.length > 0 ? (
        <Part title={p.attachments}>
          {capture.attachments.map((file, i) => (
            <li key={i}>
              <span title={file.kind}>{p.attachment[file.kind] ?? file.kind}</span> · {file.mime} ·{" "}
              {sayWhole(file.sizeBytes)} byte · <Hash value={file.sha256} />{" "}
              <span className={styles.soft}>
                <Plain>{file.url}</Plain>
              </span>
              {file.note ? `: ${file.note}` : ""}
            </li>
          ))}
        </Part>
      ) : null}
      {capture.lookups.length > 0 ? (
        <Part title={p.lookups}>
          {capture.lookups.map((look, i) => (
            <li key={i}>
              <span title={look.type}>{t.finding.resource[look.type.toLowerCase()] ?? look.type}</span> ·{" "}
              {look.status === null
                ? look.sha256
                  ? (t.finding.requests.outcome[look.outcome] ?? look.outcome)
                  : p.noAnswer
                : p.status(look.status)}{" "}
              ·{" "}
              <span className={styles.soft}>
                <Plain>{look.url}</Plain>
              </span>{" "}
              {look.reason}
              {look.sha256 ? <Hash value={look.sha256} /> : null}
            </li>
          ))}
        </Part>
      ) : null}
    </>
  );
}

export function ProvenanceView({ capture, finding }: { capture: CaptureView; finding: FindingView }) {
  const p = t.finding.provenance;
  const { seal } = finding;
  return (
    <div className={styles.textFrame} tabIndex={0} role="region" aria-label={t.finding.tabs.provenance} data-own-arrows>
      <dl className={styles.facts}>
        <Row name={p.requested}>
          <Plain>{capture.requestedUrl}</Plain>
        </Row>
        <Row name={p.final}>
          <Plain>{capture.finalUrl}</Plain>
        </Row>
        <Row name={p.from}>{sayWhen(capture.startedAt)} (GMT+7)</Row>
        <Row name={p.to}>{sayWhen(capture.endedAt)} (GMT+7)</Row>
        {capture.facts.map((fact) => (
          <Row key={fact.name} name={t.finding.fact[fact.name] ?? fact.name}>
            {sayFact(fact)}
            {fact.name === "serverDate" ? ` = ${sayWhen(fact.value)} (GMT+7)` : ""}
          </Row>
        ))}
        <Row name={p.sealedAt}>{sayWhen(seal.sealedAt)} (GMT+7)</Row>
        <Row name={p.ledger}>{seal.ledgerSeq}</Row>
        <Row name={p.size}>{sayWhole(seal.sizeBytes)} byte</Row>
        <Row name={p.manifest}>
          <Hash value={seal.manifestSha256} />
        </Row>
        <Row name={p.key}>
          <Hash value={seal.keyFingerprint} />
        </Row>
      </dl>
      <p className={styles.download}>
        <a href={capture.packageUrl}>{p.download}</a>
      </p>
      {capture.notCaptured.length > 0 ? (
        <Part title={p.missing}>
          {capture.notCaptured.map((item) => (
            <li key={item.what}>
              {item.what}: {item.why}
            </li>
          ))}
        </Part>
      ) : null}
      {capture.redirects.length > 0 ? (
        <Part title={p.redirects}>
          {capture.redirects.map((step) => (
            <li key={step.from}>
              {step.status}: <Plain>{step.from}</Plain> → <Plain>{step.to}</Plain>
            </li>
          ))}
        </Part>
      ) : null}
      <Files capture={capture} />
      {finding.earlierCaptures.length > 0 ? (
        <Part title={p.earlier}>
          {finding.earlierCaptures.map((c) => (
            <li key={c.captureId}>
              {sayWhen(c.at)} · {t.finding.vantage[c.vantage] ?? c.vantage}
              {c.isContrast ? ` · ${p.contrast}` : ""}
            </li>
          ))}
        </Part>
      ) : null}
      <Part title={p.steps}>
        {capture.steps.map((step, i) => (
          <li key={i}>
            {step.ok ? "✓" : "✗"} <span title={step.step}>{t.finding.step[step.step] ?? step.step}</span>,{" "}
            {p.tookMs(sayWhole(Math.round(step.tookMs)))}
            {step.note ? `: ${step.note}` : ""}
          </li>
        ))}
      </Part>
    </div>
  );
}
