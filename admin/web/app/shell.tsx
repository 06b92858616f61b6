// Promises the frame of every screen: where one is, who one is, and the keys.
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { SessionView } from "../../api/session.ts";
import { BellLink } from "../features/law/bell-link.tsx";
import { readFilter } from "../features/queue/read-filter.ts";
import { t } from "../i18n/messages.ts";
import { KeyLegend } from "../ui/key-legend.tsx";
import { Button } from "../ui/button.tsx";
import { BreakBand } from "./break-band.tsx";
import { callApi } from "./call-api.ts";
import { ClockBand } from "./clock-band.tsx";
import { CustodyBand } from "./custody-band.tsx";
import { roleName, useOffice } from "./office.ts";
import { undoLastDecision } from "./last-decision.ts";
import { setKeyOwner } from "./keys.ts";
import { NavBar } from "./nav-bar.tsx";
import { navItems } from "./nav-items.ts";
import { OwnOptions } from "./own-options.tsx";
import { Palette } from "./palette.tsx";
import { sessionQuery } from "./queries.ts";
import { queryClient } from "./query-client.ts";
import styles from "./shell.module.css";
import { useKeys } from "./use-keys.ts";
import { setWellnessOwner } from "./wellness.ts";

async function signOut(): Promise<void> {
  await callApi("/session", { method: "DELETE" });
  queryClient.clear();
  await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
  location.assign("/");
}

/** What lies above the screen: each is opened by a key and by a button of the bar. */
type Above = "legend" | "options" | "palette";

/** Ways to other screens, for those who may open them. */
function useGo(session: SessionView): (to: string) => void {
  const navigate = useNavigate();
  return (to) => {
    // A link that was used before must not take the Enter that opens the first row of the next screen.
    document.getElementById("main")?.focus();
    if (to === "/queue") return void navigate({ to: "/queue", search: readFilter({}) });
    const item = navItems.find((one) => one.to === to && session.acts.includes(one.act));
    if (item) void navigate({ to: item.to });
  };
}

/** Each person's own keys and options are read before anything listens to them. */
function useOwner(login: string): void {
  useState(() => {
    setKeyOwner(login);
    setWellnessOwner(login);
  });
}

export function Shell({ session, children }: { session: SessionView; children: ReactNode }) {
  useOwner(session.person.login);
  const [above, setAbove] = useState<Above | null>(null);
  const navigate = useNavigate();
  const go = useGo(session);
  const { role, name } = session.person;
  useOffice();
  useKeys({
    legend: () => setAbove("legend"),
    palette: () => setAbove("palette"),
    goQueue: () => go("/queue"),
    goCases: () => go("/cases"),
    goWatchlist: () => go("/watchlist"),
    goDashboards: () => go("/overview"),
    goDocuments: () => go("/documents"),
    goProgress: () => go("/progress"),
    undo: () =>
      void undoLastDecision().then((id) => {
        if (id) void navigate({ to: "/findings/$id", params: { id }, search: readFilter({}) });
      }),
  });
  const close = () => setAbove(null);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t.skip}
      </a>
      <header className={styles.bar}>
        <span className={styles.brand}>
          <img src="/favicon.svg" alt="" width="20" height="20" />
          {t.product}
        </span>
        <NavBar items={navItems.filter((item) => session.acts.includes(item.act))} />
        <div className={styles.person}>
          {session.acts.includes("case.read") ? <BellLink /> : null}
          <Button quiet onClick={() => setAbove("palette")} hint="Ctrl+K">
            {t.triage.palette.open}
          </Button>
          <Button quiet onClick={() => setAbove("legend")} hint="?">
            {t.nav.keys}
          </Button>
          <Button quiet onClick={() => setAbove("options")}>
            {t.triage.own.open}
          </Button>
          <Link to="/account" className={styles.name} title={t.signIn.account.title}>
            {name} <span className={styles.role}>{roleName(role)}</span>
          </Link>
          <Button quiet onClick={() => void signOut()}>
            {t.nav.signOut}
          </Button>
        </div>
      </header>
      <div>
        <CustodyBand />
        <ClockBand />
        <BreakBand />
      </div>
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      {above === "legend" ? <KeyLegend close={close} change={() => setAbove("options")} /> : null}
      {above === "options" ? <OwnOptions close={close} /> : null}
      {above === "palette" ? <Palette session={session} close={close} open={setAbove} /> : null}
    </div>
  );
}
