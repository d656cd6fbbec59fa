import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type AccountsShown, parseShown } from "#lib/account/accounts.ts";
import { requireAdmin } from "#lib/http/guards.ts";
import { parseCursor } from "#lib/page.ts";
import { services } from "#lib/services.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Field } from "../../ui/field.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { Pager } from "../../ui/pager.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { AdminDesk } from "../admin-desk.tsx";
import { AccountList } from "./account-list.tsx";

export const metadata: Metadata = { title: "Accounts" };

const leads: Record<AccountsShown, string> = {
  all: "Everybody who can sign in here.",
  admins: "Administrators only.",
  banned: "Banned accounts only.",
};

export default async function AccountsPage({
  searchParams,
}: PageProps<"/admin/accounts">): Promise<ReactNode> {
  const session = await requireAdmin();
  const { q, show, older, newer } = await searchParams;
  const text = typeof q === "string" ? q.slice(0, 200) : "";
  const shown = parseShown(show);
  const request = { older: parseCursor(older), newer: parseCursor(newer) };
  const { accounts, now } = services();
  const page = await accounts.search({ text, shown }, request);
  return (
    <AdminDesk session={session} heading="Accounts" lead={leads[shown]}>
      <SearchForm action="/admin/accounts" query={text} className="flex flex-wrap items-end gap-3">
        <Field
          label="Search accounts"
          name="q"
          type="search"
          defaultValue={text}
          placeholder="Name or email"
          className="min-w-60 flex-1"
        />
        {shown !== "all" && <input type="hidden" name="show" value={shown} />}
        <Button>Search</Button>
        {(text !== "" || shown !== "all") && (
          <LinkButton href="/admin/accounts" look="quiet">
            Show all
          </LinkButton>
        )}
      </SearchForm>
      {page.items.length === 0 ? (
        <EmptyState heading="No account found">
          Part of a name or an address is enough; every word has to occur.
        </EmptyState>
      ) : (
        <AccountList accounts={page.items} now={now()} />
      )}
      <Pager
        path="/admin/accounts"
        query={{ q: text, show: shown === "all" ? "" : shown }}
        page={page}
      />
    </AdminDesk>
  );
}
