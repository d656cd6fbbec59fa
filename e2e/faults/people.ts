import { type HeldForm, postForm, readForm } from "../forms.ts";
import { type Answer, ask } from "../http.ts";
import { openStore, type Person, type Store } from "../store.ts";
import type { Desk } from "./desk.ts";
import { Broken } from "./fault.ts";

/** What people do at one server; each answer's status says how it went. */
export interface People {
  signIn(person: Pick<Person, "email" | "password">, headers?: Headers): Promise<Answer>;
  /** A sign-in that has to work: the cookie's value. */
  cookieOf(person: Person): Promise<string>;
  signOut(cookie: string): Promise<Answer>;
  /** 200 for a live session, 401 for none. */
  look(cookie: string): Promise<number>;
  sessionId(cookie: string): Promise<string>;
}

type Headers = Record<string, string>;

/** `person` signs in once, to read the forms that all the others post. */
export async function peopleAt(desk: Pick<Desk, "url">, person: Person): Promise<People> {
  const signInForm = await readForm(`${desk.url}/login`, "Sign in");
  const signIn: People["signIn"] = ({ email, password }, headers = {}) =>
    postForm(signInForm, { email, password }, { headers });
  const cookieOf = async (who: Person) => {
    const { status, newCookie } = await signIn(who);
    if (newCookie === null) throw new Broken(`a sign-in was answered with ${status}`);
    return newCookie;
  };
  const session = (cookie: string) => ask(`${desk.url}/api/session`, { cookie });
  const signOutForm: HeldForm = await readForm(
    `${desk.url}/devices`,
    ">Sign out<",
    await cookieOf(person),
  );
  return {
    signIn,
    cookieOf,
    signOut: (cookie) => postForm(signOutForm, {}, { cookie }),
    look: async (cookie) => (await session(cookie)).status,
    sessionId: async (cookie) => JSON.parse((await session(cookie)).body).session.id,
  };
}

/** Runs `work` with the desk's data opened from outside. */
export async function withStore<T>(
  desk: Pick<Desk, "url" | "databaseFile" | "environment">,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = openStore({ ...desk, log: () => "", stop: async () => {} });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** So many members, made in the desk's database. */
export function makePeople(desk: Desk, count: number): Promise<Person[]> {
  return withStore(desk, async (store) => {
    await store.createAccount({ role: "admin", name: "Grace Hopper" });
    const people: Person[] = [];
    for (let made = 0; made < count; made += 1) people.push(await store.createAccount());
    return people;
  });
}
