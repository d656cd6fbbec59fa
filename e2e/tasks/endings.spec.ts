import type { Page } from "playwright/test";
import { commandLine } from "#lib/audit/event.ts";
import { days, hours } from "#lib/duration.ts";
import { heldCookie } from "../cookie.ts";
import { expect, test } from "../fixtures.ts";
import type { Person, Store } from "../store.ts";

/** What happens to this test's session, and what its browser then reads on its next request. */
const endings: Record<string, { end: (given: Given) => Promise<unknown>; reads: RegExp }> = {
  "the owner, from another device": {
    end: async ({ store, id, account }) =>
      store.services.sessions.revoke(id, await acting(store, account)),
    reads: /^This device was signed out by you, from another device, .+\.$/,
  },
  "the owner, everywhere": {
    end: async ({ store, account }) =>
      store.services.sessions.revokeEverywhere(await acting(store, account)),
    reads: /^All your devices were signed out by you, from another device, .+\.$/,
  },
  "an administrator": {
    end: async ({ store, id, administrator }) =>
      store.services.sessions.force(id, await acting(store, administrator)),
    reads: /^This device was signed out by an administrator .+\.$/,
  },
  "somebody at the command line": {
    end: async ({ store, id }) => store.services.sessions.force(id, commandLine),
    reads: /^This device was signed out by an administrator .+\.$/,
  },
  "a ban": {
    end: async ({ store, account, administrator }) => {
      const ban = { reason: "unpaid bills", until: null };
      await store.services.accounts.ban(account.id, ban, await acting(store, administrator));
    },
    reads: /^This account was banned by an administrator .+\.$/,
  },
  "a change of role": {
    end: async ({ store, account, administrator }) =>
      store.services.accounts.changeRole(account.id, "admin", await acting(store, administrator)),
    reads:
      /^This device was signed out because the account's role was changed by an administrator .+\.$/,
  },
  "the idle timeout": {
    end: async ({ store, id }) => store.age(id, { unused: hours(1) }),
    reads: /^This device was signed out because it had not been used for a while, .+\.$/,
  },
  "the absolute timeout": {
    end: async ({ store, id }) => store.age(id, { old: days(1) }),
    reads:
      /^This device was signed out because everybody has to sign in again from time to time, .+\.$/,
  },
};

for (const [by, { end, reads }] of Object.entries(endings))
  test(`a session ended by ${by} is over on the next request and says so`, async ({
    signIn,
    store,
    account,
    administrator,
  }) => {
    const page = await signIn();
    const id = await store.sessionId(await heldCookie(page));
    await end({ store, id, account, administrator });
    await page.getByRole("link", { name: "Account" }).click();
    await expect(page).toHaveURL("/login?next=%2Faccount");
    await expect(page.getByRole("main").getByText(reads)).toBeVisible();
    await expectNothingPrivate(page, [
      account.name,
      "unpaid bills",
      administrator.name,
      "127.0.0.1",
    ]);
  });

test("somebody who never signed in reads nothing of the kind", async ({ page }) => {
  await page.goto("/devices");
  await expect(page).toHaveURL("/login?next=%2Fdevices");
  await expect(page.getByText(/signed out/)).toBeHidden();
});

interface Given {
  store: Store;
  id: string;
  account: Person;
  administrator: Person;
}

/** The person, through a session of theirs elsewhere. */
async function acting(store: Store, { id }: Person) {
  const account = await store.services.accounts.find(id);
  if (account === null) throw new Error("There is no such account.");
  const client = { address: "192.0.2.7", userAgent: "" };
  const issued = await store.services.sessions.start(account, { client, remember: false });
  const session = issued && (await store.services.sessions.find(issued.token));
  return { kind: "account", id, sessionId: session?.id ?? "", address: client.address } as const;
}

async function expectNothingPrivate(page: Page, texts: string[]): Promise<void> {
  const html = await page.content();
  for (const text of texts) expect(html).not.toContain(text);
}
