// Promises the picture of a capture of the case, re-encoded and from the evidence origin; each look is entered in the custody log.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { TileView } from "../../../api/captures.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure, Loading } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { caseCaptureQuery } from "./case-queries.ts";
import styles from "./cases.module.css";

/** Tiles lie one under the other at their share of the page's width. */
function Tiles({ tiles, width, alt }: { tiles: TileView[]; width: number; alt: string }) {
  return (
    <div className={styles.picture} tabIndex={0} role="region" aria-label={alt}>
      {tiles.map((tile, i) => (
        <img
          key={tile.url}
          src={tile.url}
          alt={i === 0 ? alt : ""}
          width={tile.width}
          height={tile.height}
          style={{ width: `${Math.min(100, (tile.width / width) * 100)}%` }}
        />
      ))}
    </div>
  );
}

export function CapturePicture({ caseId, captureId, alt }: { caseId: string; captureId: string; alt: string }) {
  const found = useQuery(caseCaptureQuery(caseId, captureId));
  const view = found.data;
  // The look is entered now: what is still unopened has to be asked again.
  useEffect(() => {
    if (view) void queryClient.invalidateQueries({ queryKey: ["case", caseId] });
  }, [view, caseId]);
  if (found.isPending) return <Loading />;
  if (!view) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (view.unreadable) return <p role="alert">{t.cases.exhibits.unreadable}</p>;
  return (
    <>
      <p className={styles.hint}>
        <span className={styles.cell}>{view.finalUrl}</span> · {t.cases.exhibits.captured} {sayWhen(view.startedAt)}
      </p>
      {view.tiles.length > 0 ? (
        <Tiles tiles={view.tiles} width={view.pageWidth || view.tiles[0]!.width} alt={alt} />
      ) : (
        <p className={styles.prose}>{view.text.slice(0, 4000) || t.cases.takedowns.noPicture}</p>
      )}
    </>
  );
}

interface Props {
  caseId: string;
  captureId: string;
  title: string;
  alt: string;
  close: () => void;
}

export function CaptureDialog({ caseId, captureId, title, alt, close }: Props) {
  return (
    <Dialog title={title} wide close={close}>
      <CapturePicture caseId={caseId} captureId={captureId} alt={alt} />
    </Dialog>
  );
}
