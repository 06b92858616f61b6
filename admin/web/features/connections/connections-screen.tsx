// Promises tokens and webhooks to the administrator, with what each may do and how it fares.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Tokens, TokenView, Webhooks, WebhookView } from "../../../api/connections.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading, Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { AddTokenDialog } from "./add-token-dialog.tsx";
import { AddWebhookDialog } from "./add-webhook-dialog.tsx";

const c = t.connections;
const refresh = (key: string) => queryClient.invalidateQueries({ queryKey: [key] });

function stateOf(token: TokenView): { tone: "plain" | "warn"; words: string } {
  if (token.revokedAt) return { tone: "warn", words: c.revoked };
  if (new Date(token.expiresAt).getTime() <= Date.now()) return { tone: "warn", words: c.over };
  return { tone: "plain", words: c.living };
}

function TokenRow({ token, revoke }: { token: TokenView; revoke: () => void }) {
  const state = stateOf(token);
  return (
    <tr>
      <td>{token.name}</td>
      <td>{token.scopes.map((scope) => c.scope[scope] ?? scope).join(", ")}</td>
      <td>{token.createdBy}</td>
      <td>{sayWhen(token.expiresAt)}</td>
      <td>{token.lastUsedAt ? sayWhen(token.lastUsedAt) : c.never}</td>
      <td>
        <Badge tone={state.tone}>{state.words}</Badge>
      </td>
      <td>
        {token.revokedAt ? null : (
          <Button quiet onClick={revoke} aria-label={`${c.revoke} ${token.name}`}>
            {c.revoke}
          </Button>
        )}
      </td>
    </tr>
  );
}

function TokenTable({ items }: { items: readonly TokenView[] }) {
  const revoke = useMutation({
    mutationFn: (id: string) => callApi(`/tokens/${id}`, { method: "DELETE" }),
    onSuccess: () => refresh("tokens"),
  });
  if (items.length === 0) return <Empty>{c.noTokens}</Empty>;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={c.tokens}>
      <Trouble error={revoke.error} />
      <table className={table.table}>
        <thead>
          <tr>
            {Object.values(c.columns).map((name) => (
              <th key={name}>{name}</th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {items.map((token) => (
            <TokenRow key={token.id} token={token} revoke={() => revoke.mutate(token.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HookRow({ hook, disable }: { hook: WebhookView; disable: () => void }) {
  return (
    <tr>
      <td className={table.address}>{hook.url}</td>
      <td>{hook.kinds.map((kind) => c.kind[kind] ?? kind).join(", ")}</td>
      <td className={table.number}>{hook.delivered}</td>
      <td className={table.number}>{hook.waiting}</td>
      <td className={table.number}>{hook.givenUp}</td>
      <td className={table.address}>{hook.lastError}</td>
      <td>
        {hook.disabledAt ? (
          <Badge tone="warn">{c.disabled}</Badge>
        ) : (
          <Button quiet onClick={disable} aria-label={`${c.disable} ${hook.url}`}>
            {c.disable}
          </Button>
        )}
      </td>
    </tr>
  );
}

function HookTable({ items }: { items: readonly WebhookView[] }) {
  const disable = useMutation({
    mutationFn: (id: string) => callApi(`/webhooks/${id}`, { method: "DELETE" }),
    onSuccess: () => refresh("webhooks"),
  });
  if (items.length === 0) return <Empty>{c.noHooks}</Empty>;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={c.hooks}>
      <Trouble error={disable.error} />
      <table className={table.table}>
        <thead>
          <tr>
            {Object.values(c.hookColumns).map((name) => (
              <th key={name}>{name}</th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {items.map((hook) => (
            <HookRow key={hook.id} hook={hook} disable={() => disable.mutate(hook.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Hooks({ hooks }: { hooks: Webhooks }) {
  return (
    <>
      <HookTable items={hooks.items} />
      <p className={screen.quietLine}>{hooks.hosts.length > 0 ? c.hosts(hooks.hosts.join(", ")) : c.noHosts}</p>
      <p className={screen.lines}>
        {hooks.publicKey ? (
          <>
            {c.key} <code>{hooks.publicKey}</code>
          </>
        ) : (
          c.noKey
        )}
      </p>
    </>
  );
}

export function ConnectionsScreen() {
  const [adding, setAdding] = useState<"token" | "hook" | null>(null);
  const tokens = useQuery({ queryKey: ["tokens"], queryFn: () => callApi<Tokens>("/tokens") });
  const hooks = useQuery({ queryKey: ["webhooks"], queryFn: () => callApi<Webhooks>("/webhooks") });
  useEffect(() => {
    document.title = `${c.title} · ${t.product}`;
  }, []);
  const close = () => setAdding(null);
  const failed = tokens.error ?? hooks.error;
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{c.title}</h1>
        <div className={screen.acts}>
          <Button onClick={() => setAdding("token")}>{c.addToken}</Button>
          <Button onClick={() => setAdding("hook")} disabled={!hooks.data || hooks.data.hosts.length === 0}>
            {c.addHook}
          </Button>
        </div>
      </header>
      <p className={screen.lines}>
        {c.lead} <a href="/api/openapi.json">/api/openapi.json</a>
      </p>
      {failed ? <Failure error={failed} /> : null}
      <h2 className={screen.sub}>{c.tokens}</h2>
      {tokens.isPending ? <Loading /> : null}
      {tokens.data ? <TokenTable items={tokens.data.items} /> : null}
      <h2 className={screen.sub}>{c.hooks}</h2>
      {hooks.data ? <Hooks hooks={hooks.data} /> : null}
      {adding === "token" ? <AddTokenDialog close={close} made={() => void refresh("tokens")} /> : null}
      {adding === "hook" ? <AddWebhookDialog close={close} made={() => void refresh("webhooks")} /> : null}
    </div>
  );
}
