// Promises the ways to look at two captures: side by side, one over the other, behind a curtain, or word by word.
import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import type { CompareView } from "../../../api/compare.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { CompareOver } from "./compare-over.tsx";
import { CompareSides } from "./compare-sides.tsx";
import { CompareWords } from "./compare-words.tsx";
import styles from "./compare.module.css";

const ways = ["side", "overlay", "swipe", "words"] as const;
export type Way = (typeof ways)[number];

const percent = (share: number) => `${(share * 100).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} %`;

export function WayButtons({ way, choose }: { way: Way; choose: (way: Way) => void }) {
  return (
    <div className={styles.ways} role="group" aria-label={t.compare.waysLabel}>
      {ways.map((name) => (
        <Button key={name} quiet={name !== way} aria-pressed={name === way} onClick={() => choose(name)}>
          {t.compare.ways[name]}
        </Button>
      ))}
    </div>
  );
}

function Body({ view, way }: { view: CompareView; way: Way }) {
  if (way === "words") return <CompareWords view={view} />;
  if (view.picture.share === null) return <Empty>{t.compare.noPicture}</Empty>;
  return way === "side" ? <CompareSides view={view} /> : <CompareOver key={way} view={view} way={way} />;
}

export function Compared<Key extends readonly unknown[]>({
  query,
  way,
}: {
  query: UseQueryOptions<CompareView, Error, CompareView, Key>;
  way: Way;
}) {
  const both = useQuery(query);
  if (both.error) return <Failure error={both.error} retry={() => void both.refetch()} />;
  if (!both.data) return <Loading />;
  const { share, areas } = both.data.picture;
  return (
    <>
      {way === "words" || share === null ? null : (
        <p className={styles.soft}>
          {t.compare.changed(areas.length, percent(share))}. {t.compare.placeNote}
        </p>
      )}
      <Body view={both.data} way={way} />
    </>
  );
}
