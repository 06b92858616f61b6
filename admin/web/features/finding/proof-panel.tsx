// Promises in one look what stands behind the seal: time, custody and its witnesses, the agreement of records, replay, second look.
import { useQuery } from "@tanstack/react-query";
import type { ProofView } from "../../../api/proof.ts";
import { proofQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { sayShare, sayWhole } from "../../ui/numbers.ts";
import { sayKeptReason, Trouble } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./finding.module.css";
import { HoldControls } from "./hold-controls.tsx";

interface Line {
  name: string;
  tone: Tone;
  says: string;
  more?: string;
  /** The record's own words. */
  title?: string;
}

const p = t.finding.proof;

function stampLine({ timeStamp: s }: ProofView): Line {
  if (s.state !== "stamped" || s.at === null)
    return {
      name: p.timeStamp,
      tone: "warn",
      says: p.noStamp,
      more: s.state === "waiting" ? p.waiting(s.error && sayKeptReason(s.error)) : "",
      title: s.error,
    };
  return {
    name: p.timeStamp,
    tone: s.pinned ? "ok" : "warn",
    says: `${sayWhen(s.at)} (GMT+7)`,
    more: `${s.authority ?? ""}${s.pinned ? "" : ` · ${p.notPinned}`}`,
  };
}

function clockLine({ clock }: ProofView): Line {
  if (clock.offsetMs === null) return { name: p.clock, tone: "plain", says: p.clockUnknown };
  const says = p.clockOff(sayWhole(clock.offsetMs), t.finding.clockSource[clock.source] ?? clock.source);
  return { name: p.clock, tone: clock.isOff ? "danger" : "ok", says };
}

function custodyLine({ custody }: ProofView): Line {
  const { checkpoint, witnesses } = custody;
  const signed = witnesses.map((w) => p.witness(w.name, sayWhen(w.at))).join("; ");
  return {
    name: p.custody,
    tone: witnesses.length > 0 ? "ok" : checkpoint ? "plain" : "warn",
    says: p.entry(custody.seq),
    more: `${checkpoint ? p.checkpoint(checkpoint.size, sayWhen(checkpoint.at)) : p.noCheckpoint} · ${signed || p.noWitness}`,
  };
}

function agreementLine({ agreement: a }: ProofView): Line {
  if (!a) return { name: p.agreement, tone: "plain", says: p.noNetlog };
  const isBad = a.differ > 0 || a.onlyInNetlog > 0 || a.blankTiles > 0;
  return {
    name: p.agreement,
    tone: isBad ? "danger" : a.unseen > 0 ? "warn" : "ok",
    says: p.agree(a.agree, a.exchanges),
    more: [
      a.differ > 0 ? p.differ(a.differ) : "",
      a.unseen > 0 ? p.unseen(a.unseen) : "",
      a.onlyInNetlog > 0 ? p.onlyInNetlog(a.onlyInNetlog) : "",
      a.blankTiles > 0 ? p.blankTiles(a.blankTiles) : "",
    ]
      .filter(Boolean)
      .join("; "),
  };
}

const figures = (picture: number | null, text: number | null): string =>
  [picture === null ? "" : p.picture(sayShare(picture)), text === null ? "" : p.text(sayShare(text))]
    .filter(Boolean)
    .join(", ");

const replayTone: Record<string, Tone> = { same: "ok", similar: "ok", differs: "warn", failed: "warn" };

function replayLine({ replay: r }: ProofView): Line {
  if (!r) return { name: p.replay, tone: "plain", says: p.notYet };
  const missing = r.unserved > 0 ? p.unserved(r.unserved) : "";
  const more = [figures(r.pictureDifference, r.textSimilarity), missing].filter(Boolean).join("; ");
  return { name: p.replay, tone: replayTone[r.verdict] ?? "plain", says: p.replayVerdict[r.verdict], more };
}

function secondLine({ secondLook: s }: ProofView): Line {
  if (!s) return { name: p.second, tone: "plain", says: p.noSecond };
  const isSealed = s.status === "captured" || s.status === "partial";
  const more = [figures(s.pictureDifference, s.textSimilarity), s.note].filter(Boolean).join("; ");
  return {
    name: p.second,
    tone: isSealed ? "plain" : "warn",
    says: isSealed ? p.secondAt(sayWhen(s.at), s.differences) : p.secondFailed,
    more,
  };
}

export function ProofPanel({ captureId, destroyed }: { captureId: string; destroyed: boolean }) {
  const proof = useQuery(proofQuery(captureId));
  const view = proof.data;
  const lines = view
    ? [stampLine, custodyLine, agreementLine, replayLine, secondLine, clockLine].map((make) => make(view))
    : [];
  return (
    <section className={styles.panel}>
      <header className={styles.panelHead}>
        <h2>{p.title}</h2>
        {view && view.holds.length > 0 ? <Badge tone="warn">{p.held}</Badge> : null}
      </header>
      <Trouble error={proof.error} />
      <dl className={styles.proof}>
        {lines.map((line) => (
          <div key={line.name} title={line.title}>
            <dt>{line.name}</dt>
            <dd>
              <Badge tone={line.tone}>{line.says}</Badge>
              {line.more ? <span className={styles.soft}>{line.more}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      {view && view.bases > 0 ? <p className={styles.soft}>{p.bases(view.bases)}</p> : null}
      {view && !destroyed ? <HoldControls captureId={captureId} holds={view.holds} /> : null}
    </section>
  );
}
