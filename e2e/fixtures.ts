import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type Page,
} from "playwright/test";
import { cookieName } from "./cookie.ts";
import { signedInCookie } from "./forms.ts";
import { type Outbox, openOutbox } from "./outbox.ts";
import { loginPage } from "./pages/login-page.ts";
import { type Problems, watchFor } from "./problems.ts";
import { type RunningServer, type Settings, startServer } from "./server.ts";
import { type GivenPerson, openStore, type Person, type Store } from "./store.ts";

export { expect } from "playwright/test";

/** User agents that the pages show as these. */
export const devices = {
  "Firefox on Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
  "Safari on macOS":
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
} as const;

export interface WorkerOptions {
  /** Settings of the server that this file's tests share. */
  settings: Settings;
}

interface Shared {
  server: RunningServer;
  store: Store;
}

interface SignIn {
  as?: Person;
  remember?: boolean;
}

export type Device = keyof typeof devices;

interface Own {
  /** Console errors, page errors and lines in the server's log that are not expected fail the test. */
  problems: Problems;
  /** A member of this test's own. */
  account: Person;
  /** An administrator of this test's own. */
  administrator: Person;
  /** The mails that the server has sent. */
  outbox: Outbox;
  newAccount: (given?: GivenPerson) => Promise<Person>;
  /** Another browser, signed in to nothing. */
  newBrowser: (options?: BrowserContextOptions) => Promise<Page>;
  /** Another browser, signed in and not looked at yet: it posted the sign-in form before it opened. */
  newDevice: (person: Person, device?: Device) => Promise<Page>;
  /** Signs this test's page in to its account, through the form. */
  signIn: (options?: SignIn) => Promise<Page>;
  /** Signs this test's account in somewhere that nobody looks at; the cookie's value. */
  elsewhere: (device?: Device) => Promise<string>;
  /** Another browser, signed in to this test's account. */
  secondDevice: (device?: Device) => Promise<Page>;
  /** Another browser, signed in to this test's administrator. */
  adminPage: Page;
}

export const test = base.extend<Own, WorkerOptions & Shared>({
  settings: [{}, { option: true, scope: "worker" }],

  server: [
    async ({ settings }, use) => {
      const server = await startServer(settings);
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],

  store: [
    async ({ server }, use) => {
      const store = openStore(server);
      // Somebody has to remain when a test's only administrator is banned.
      await store.createAccount({ role: "admin", name: "Grace Hopper" });
      await use(store);
      await store.close();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ server, store: _store }, use) => use(server.url),

  problems: [
    async ({ server }, use) => {
      const problems = watchFor(server);
      await use(problems);
      problems.expectNone();
    },
    { auto: true },
  ],

  context: async ({ context, problems }, use) => {
    problems.watch(context);
    await use(context);
  },

  outbox: async ({ server }, use) => use(openOutbox(server)),

  newAccount: async ({ store }, use) => use(store.createAccount),

  account: async ({ newAccount }, use) => use(await newAccount()),

  administrator: async ({ newAccount }, use) =>
    use(await newAccount({ role: "admin", name: "Katherine Johnson" })),

  newBrowser: async ({ browser, problems, baseURL }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), ...options });
      opened.push(context);
      problems.watch(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },

  signIn: async ({ page, account }, use) =>
    use(async ({ as = account, remember = false } = {}) => signedIn(page, as, remember)),

  newDevice: async ({ newBrowser, server }, use) =>
    use(async (person, device = "Firefox on Linux") => {
      const userAgent = devices[device];
      const value = await signedInCookie(server, person, userAgent);
      const page = await newBrowser({ userAgent });
      // Only an https address gives a cookie that is Secure and belongs to this host alone.
      const url = server.url.replace("http:", "https:");
      await page
        .context()
        .addCookies([{ name: cookieName, value, url, httpOnly: true, sameSite: "Lax" }]);
      return page;
    }),

  elsewhere: async ({ server, account }, use) =>
    use((device = "Firefox on Linux") => signedInCookie(server, account, devices[device])),

  secondDevice: async ({ newDevice, account }, use) => use((device) => newDevice(account, device)),

  adminPage: async ({ newDevice, administrator }, use) => use(await newDevice(administrator)),
});

async function signedIn(page: Page, person: Person, remember: boolean): Promise<Page> {
  const login = loginPage(page);
  await login.open();
  await login.signIn(person, { remember });
  await page.waitForURL("**/devices");
  return page;
}
