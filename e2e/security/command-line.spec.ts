import { spawnSync } from "node:child_process";
import { expect, test } from "../fixtures.ts";
import { signedInCookie } from "../forms.ts";
import { ask } from "../http.ts";
import { banner } from "../pages/banner.ts";
import { type RunningServer, root } from "../server.ts";

test("signing an account out at the shell reaches the open page with its next click", async ({
  signIn,
  account,
  store,
  server,
}) => {
  const page = await signIn();
  expect(latchkey(server, "accounts", "sign-out", account.email)).toMatchObject({
    status: 0,
    stdout: `Ended 1 session of ${account.email}.\n`,
  });
  expect(store.history(account.id)).toMatchObject([
    { reason: "forced", actorKind: "command_line" },
  ]);
  await banner(page).go("Account");
  await expect(page).toHaveURL("/login?next=%2Faccount");
  await expect(page.getByText("This device was signed out by an administrator")).toBeVisible();
});

test("a ban at the shell counts on the very next request", async ({ account, server }) => {
  const cookie = await signedInCookie(server, account);
  expect(latchkey(server, "accounts", "ban", account.email, "--reason", "spam")).toMatchObject({
    status: 0,
  });
  const { status, body } = await ask(`${server.url}/api/session`, { cookie });
  expect(status).toBe(401);
  expect(JSON.parse(body)).toMatchObject({ reason: "banned" });
});

test("the last administrator can be neither banned nor demoted, at the shell either", async ({
  account,
  store,
  server,
}) => {
  const others = store.client.prepare(
    "update accounts set role = 'member' where role = 'admin' and id <> ? returning id",
  );
  store.client.prepare("update accounts set role = 'admin' where id = ?").run(account.id);
  const ids = others.pluck().all(account.id);
  try {
    for (const command of [
      ["ban", account.email, "--reason", "spam"],
      ["set-role", account.email, "member"],
    ]) {
      const { status, stderr } = latchkey(server, "accounts", ...command);
      expect(status).toBe(1);
      expect(stderr).toContain("is the last administrator");
    }
    expect(await store.services.accounts.find(account.id)).toMatchObject({
      role: "admin",
      bannedAt: null,
    });
  } finally {
    const restore = store.client.prepare("update accounts set role = 'admin' where id = ?");
    for (const id of ids) restore.run(id);
  }
});

function latchkey({ environment }: RunningServer, ...args: string[]) {
  return spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "scripts/latchkey.ts", ...args],
    {
      cwd: root,
      env: environment as NodeJS.ProcessEnv,
      encoding: "utf8",
    },
  );
}
