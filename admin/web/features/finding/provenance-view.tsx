// Promises where the capture comes from: who, when, with what, through which redirects, and what is missing.
import type { ReactNode } from "react";
import type { CaptureView } from "../../../api/captures.ts";
import type { FindingView } from "../../../api/finding.ts";
import { t } from "../../i18n/messages.ts";
import { Hash } from "../../ui/hash.tsx";
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

export function ProvenanceView({ capture, finding }: { capture: CaptureView; finding: FindingView }) {
  const p = t.finding.provenance;
  const { seal } = finding;
  return (
    <div className={styles.textFrame} tabIndex={0} role="region" aria-label={t.finding.tabs.provenance} data-own-arrows>
      <dl className={styles.facts}>
        <Row name={p.requested}>{capture.requestedUrl}</Row>
        <Row name={p.final}>{capture.finalUrl}</Row>
        <Row name={p.from}>{sayWhen(capture.startedAt)} (GMT+7)</Row>
        <Row name={p.to}>{sayWhen(capture.endedAt)} (GMT+7)</Row>
        {capture.facts.map((fact) => (
          <Row key={fact.name} name={t.finding.fact[fact.name] ?? fact.name}>
            {fact.value}
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
              {step.status}: {step.from} → {step.to}
            </li>
          ))}
        </Part>
      ) : null}
      {finding.earlierCaptures.length > 0 ? (
        <Part title={p.earlier}>
          {finding.earlierCaptures.map((c) => (
            <li key={c.captureId}>{sayWhen(c.at)}</li>
          ))}
        </Part>
      ) : null}
      <Part title={p.steps}>
        {capture.steps.map((step, i) => (
          <li key={i}>
            {step.ok ? "✓" : "✗"} {step.step}, {Math.round(step.tookMs)} ms{step.note ? `: ${step.note}` : ""}
          </li>
        ))}
      </Part>
    </div>
  );
}
