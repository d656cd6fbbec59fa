import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireAdmin, requireFreshAdmin } from "#lib/http/guards.ts";
import { services } from "#lib/services.ts";
import { parseId } from "#lib/session/token.ts";
import { EndedNotice } from "../../../ui/ended-notice.tsx";
import { withQuery } from "../../../ui/with-query.ts";
import { AdminDesk } from "../../admin-desk.tsx";
import { EventList } from "../../event-list.tsx";
import { AccountControls } from "./account-controls.tsx";
import { AccountQuestion } from "./account-question.tsx";
import { AccountSessions } from "./account-sessions.tsx";
import { AccountSummary } from "./account-summary.tsx";
import { RefusalNotice } from "./refusal-notice.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage({
  params,
  searchParams,
}: PageProps<"/admin/accounts/[accountId]">): Promise<ReactNode> {
  const { confirm, ended, refused } = await searchParams;
  // Asked before the question, so that nothing typed into it is lost.
  const session = await (confirm === undefined ? requireAdmin() : requireFreshAdmin());
  const { accounts, sessions, audit, now: clock } = services();
  const id = parseId((await params).accountId);
  const account = id === null ? null : await accounts.find(id);
  if (account === null) notFound();

  const now = clock();
  const live = await sessions.list(account.id);
  const recent = await audit.list({ accountId: account.id }, { size: 10 });
  const path = `/admin/accounts/${account.id}` as Route;
  return (
    <AdminDesk session={session} heading={account.name} lead={account.email}>
      <AccountQuestion
        question={confirm}
        account={account}
        backTo={path}
        live={live.length}
        now={now}
      />
      <EndedNotice ended={ended} />
      <RefusalNotice refused={refused} />
      <AccountSummary account={account} now={now} />
      <AccountControls
        account={account}
        isYourself={account.id === session.account.id}
        path={path}
        live={live.length}
        now={now}
      />
      <AccountSessions account={account} sessions={live} currentId={session.id} now={now} />
      <section aria-labelledby="events" className="grid gap-3">
        <h2 id="events" className="text-lg font-semibold">
          Latest events
        </h2>
        <EventList events={recent.items} now={now} />
        <Link
          href={withQuery("/admin/events", { account: account.email })}
          className="text-sm font-medium text-accent-ink underline"
        >
          All events of this account
        </Link>
      </section>
    </AdminDesk>
  );
}
