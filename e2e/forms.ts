import type { RequestOptions } from "node:https";
import { type Answer, type Ask, ask } from "./http.ts";
import type { Person } from "./store.ts";

/** A form as a page holds it for browsers without JavaScript. */
export interface HeldForm {
  /** The page, where it is posted to. */
  url: string;
  fields: Record<string, string>;
}

/** The form on the page whose text contains `label`, for example its button's. */
export async function readForm(
  url: string,
  label: string,
  cookie?: string,
  connection: RequestOptions = {},
): Promise<HeldForm> {
  const { status, body } = await ask(url, { cookie, connection });
  const forms = body.match(/<form\b.*?<\/form>/gs) ?? [];
  const found = forms.find((form) => form.includes(label) && form.includes("$ACTION_"));
  if (found === undefined) throw new Error(`${url} (${status}) holds no form with ${label}.`);
  return { url, fields: fieldsIn(found) };
}

/** Posts the form as a browser without JavaScript does, with some fields changed or added. */
export function postForm(
  form: HeldForm,
  changes: Record<string, string> = {},
  more: Ask = {},
): Promise<Answer> {
  const origin = new URL(form.url).origin;
  const headers = { origin, "sec-fetch-site": "same-origin", ...more.headers };
  return postBare(form, changes, { ...more, headers });
}

/** The same without a word on where it comes from, unless that is among the headers. */
export function postBare(
  form: HeldForm,
  changes: Record<string, string>,
  more: Ask = {},
): Promise<Answer> {
  const boundary = "----latchkey";
  const parts = Object.entries({ ...form.fields, ...changes }).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return ask(form.url, {
    method: "POST",
    ...more,
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, ...more.headers },
    body: `${parts.join("")}--${boundary}--\r\n`,
  });
}

/** Signs in through the real form, without a browser. */
export async function postSignIn(
  server: { url: string },
  { email, password }: Pick<Person, "email" | "password">,
  more: Ask = {},
): Promise<Answer> {
  const form = await readForm(`${server.url}/login`, "Sign in");
  return postForm(form, { email, password }, more);
}

/** The cookie value of a new session. */
export async function signedInCookie(
  server: { url: string },
  person: Person,
  userAgent = "",
): Promise<string> {
  const { newCookie } = await postSignIn(server, person, { headers: { "user-agent": userAgent } });
  if (newCookie === null) throw new Error(`${person.email} could not sign in.`);
  return newCookie;
}

function fieldsIn(form: string): Record<string, string> {
  const inputs = form.match(/<input\b[^>]*>/g) ?? [];
  const pairs = inputs.map((input): [string, string] => [
    attribute(input, "name"),
    attribute(input, "value"),
  ]);
  return Object.fromEntries(pairs.filter(([name]) => name !== "" && name !== "remember"));
}

function attribute(tag: string, name: string): string {
  return decode(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

function decode(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
