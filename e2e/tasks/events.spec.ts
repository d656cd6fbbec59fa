import { expect, test } from "../fixtures.ts";
import { adminAccountPage } from "../pages/admin-account-page.ts";
import { eventsPage } from "../pages/events-page.ts";

const today = new Date().toISOString().slice(0, 10);

test("the trail is filtered by event, account and day", async ({
  adminPage,
  elsewhere,
  account,
}) => {
  await elsewhere();
  const trail = eventsPage(adminPage);
  await trail.open();
  await trail.filter({ account: account.email });
  await expect(trail.items).toHaveCount(2);
  await expect(trail.items.last()).toContainText("Account created");

  await trail.filter({ account: account.email, event: "Signed in" });
  await expect(trail.items).toHaveCount(1);
  await expect(trail.items.first()).toContainText(`by ${account.email} from`);

  await trail.filter({ account: account.email, from: today, until: today });
  await expect(trail.items).toHaveCount(2);
  await trail.filter({ account: account.email, from: "2020-01-01", until: "2020-12-31" });
  await expect(adminPage.getByText("Nothing like this happened.")).toBeVisible();
  await trail.filter({ account: "nobody@example.com" });
  await expect(adminPage.getByText("There is no account with this address.")).toBeVisible();
});

test("the trail is paged through both ways, newest first", async ({
  adminPage,
  account,
  store,
}) => {
  for (let number = 1; number <= 120; number++)
    await store.services.audit.record({
      name: "authz_fail",
      actor: { kind: "account", id: account.id, sessionId: null, address: "192.0.2.1" },
      detail: { path: `/admin/${number}` },
    });
  const trail = eventsPage(adminPage);
  await trail.open();
  await trail.filter({ account: account.email, event: "Access refused" });
  await expect(adminPage).toHaveURL(/name=authz_fail/);
  const expectPage = async (first: number, last: number, count: number) => {
    await expect(trail.items.first()).toContainText(`/admin/${first} `);
    await expect(trail.items.last()).toContainText(`/admin/${last} `);
    await expect(trail.items).toHaveCount(count);
  };

  await expectPage(120, 71, 50);
  await expect(trail.newerLink).toBeHidden();
  await trail.olderLink.click();
  await expectPage(70, 21, 50);
  await trail.olderLink.click();
  await expectPage(20, 1, 20);
  await expect(trail.olderLink).toBeHidden();
  await trail.newerLink.click();
  await expectPage(70, 21, 50);
  await trail.newerLink.click();
  await expectPage(120, 71, 50);
  await expect(trail.newerLink).toBeHidden();
});

test("what an administrator did stands in the trail with who did it and to whom", async ({
  adminPage,
  administrator,
  account,
}) => {
  await adminAccountPage(adminPage).open(account.id);
  await adminAccountPage(adminPage).ban({ reason: "spam" });
  await expect(adminAccountPage(adminPage).liftButton).toBeVisible();
  await adminPage.getByRole("link", { name: "All events of this account" }).click();
  const trail = eventsPage(adminPage);
  await expect(trail.heading).toBeVisible();
  await expect(trail.items.first()).toContainText("Account banned · spam");
  await expect(trail.items.first()).toContainText(`${account.email} by ${administrator.email}`);
});
