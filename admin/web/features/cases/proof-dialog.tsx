// Promises what a request to take down changed: the sealed capture before it against that of a re-check, in picture and words.
import { useState } from "react";
import type { TakedownView } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { sayWhen } from "../../ui/when.tsx";
import compare from "../finding/compare.module.css";
import { Compared, type Way, WayButtons } from "../finding/compare-ways.tsx";
import { CapturePicture } from "./capture-dialog.tsx";
import { proofQuery } from "./case-queries.ts";
import styles from "./cases.module.css";

type Check = TakedownView["checks"][number];
type Proved = Check & { captureId: string };

/** Re-checks with a sealed capture, the last one first. */
const provedOf = (row: TakedownView) =>
  row.checks.filter((check): check is Proved => check.captureId !== null && check.isSealed).toReversed();

const sayCheck = (check: Check) =>
  [
    t.cases.takedowns.proofAfter(check.day),
    check.result && t.cases.recheck[check.result],
    check.doneAt && sayWhen(check.doneAt),
  ]
    .filter(Boolean)
    .join(" · ");

interface Props {
  caseId: string;
  row: TakedownView;
  close: () => void;
}

/** One side alone, where the other was never captured. */
function OneSide({ caseId, captureId }: { caseId: string; captureId: string | null }) {
  const k = t.cases.takedowns;
  if (!captureId) return <p>{k.noPicture}</p>;
  return (
    <>
      <p>{k.oneSide}</p>
      <CapturePicture caseId={caseId} captureId={captureId} alt={k.proofBefore} />
    </>
  );
}

export function ProofDialog({ caseId, row, close }: Props) {
  const k = t.cases.takedowns;
  const checks = provedOf(row);
  const [chosen, setChosen] = useState(checks[0]?.captureId);
  const [way, setWay] = useState<Way>("side");
  const after = checks.find((check) => check.captureId === chosen);
  return (
    <Dialog title={`${k.proof}: ${row.url}`} wide="full" close={close}>
      {row.beforeCaptureId && after ? (
        <>
          <div className={compare.head}>
            <label className={compare.choice}>
              <span>{k.checks}</span>
              <select value={chosen} onChange={(e) => setChosen(e.target.value)}>
                {checks.map((check) => (
                  <option key={check.id} value={check.captureId}>
                    {sayCheck(check)}
                  </option>
                ))}
              </select>
            </label>
            <WayButtons way={way} choose={setWay} />
          </div>
          <Compared key={after.captureId} query={proofQuery(caseId, row.id, after.captureId)} way={way} />
        </>
      ) : (
        <OneSide caseId={caseId} captureId={row.beforeCaptureId} />
      )}
      <p className={styles.hint}>{k.noProof}</p>
    </Dialog>
  );
}
