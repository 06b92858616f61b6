// Promises that nothing but the sign-in shows without a session, and the address survives signing in.
import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { ChangePassword } from "../features/session/change-password.tsx";
import { EnrolPage } from "../features/session/enrol-page.tsx";
import { IdleDialog } from "../features/session/idle-dialog.tsx";
import { SecondFactorPage } from "../features/session/second-factor-page.tsx";
import { SignIn } from "../features/session/sign-in.tsx";
import { StepUp } from "../features/session/step-up-dialog.tsx";
import { Failure, Loading } from "../ui/states.tsx";
import { Refusal, whenSessionEnds } from "./call-api.ts";
import { forgetSession } from "./end-session.ts";
import { sessionQuery } from "./queries.ts";
import { Shell } from "./shell.tsx";

export function Door() {
  const session = useQuery(sessionQuery);
  useEffect(() => {
    whenSessionEnds(forgetSession);
  }, []);
  if (session.isPending) return <Loading />;
  if (session.error instanceof Refusal && session.error.status === 401) return <SignIn />;
  if (session.error || !session.data) return <Failure error={session.error} retry={() => void session.refetch()} />;
  if (session.data.step === "second-factor") return <SecondFactorPage name={session.data.person.name} />;
  if (session.data.step === "password") return <ChangePassword />;
  if (session.data.step === "enrol") return <EnrolPage />;
  return (
    <>
      <Shell session={session.data}>
        <Outlet />
      </Shell>
      <StepUp />
      <IdleDialog session={session.data} />
    </>
  );
}
