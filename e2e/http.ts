import { type IncomingHttpHeaders, request } from "node:http";
import { type RequestOptions, request as secureRequest } from "node:https";
import { text } from "node:stream/consumers";
import { cookieName, deviceCookieName } from "./cookie.ts";

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  /** The value of the session cookie. */
  cookie?: string | null | undefined;
  body?: string;
  /** How to connect, where that does not follow from the address. */
  connection?: RequestOptions;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  setCookies: string[];
  /** The session cookie's value that this answer sets; null when it sets none or clears it. */
  newCookie: string | null;
  /** The same of the cookie by which accounts know the browser again. */
  newDevice: string | null;
  body: string;
}

/** One request exactly as given: no jar, no redirects, none of a browser's own headers. */
export function ask(
  url: string,
  { method = "GET", headers = {}, cookie, body, connection = {} }: Ask = {},
): Promise<Answer> {
  const sent = {
    accept: "text/html",
    ...(cookie ? { cookie: `${cookieName}=${cookie}` } : {}),
    ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const send = url.startsWith("https:") ? secureRequest : request;
    const asked = send(url, { ...connection, method, headers: sent }, async (response) => {
      const setCookies = response.headers["set-cookie"] ?? [];
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        setCookies,
        newCookie: valueIn(setCookies, cookieName),
        newDevice: valueIn(setCookies, deviceCookieName),
        body: await text(response),
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** The body without what names its own scripts, which is another one in each answer. */
export function withoutNonce({ headers, body }: Pick<Answer, "headers" | "body">): string {
  const nonce = /'nonce-([\w-]+)'/.exec(String(headers["content-security-policy"]))?.[1];
  return nonce === undefined ? body : body.replaceAll(nonce, "");
}

function valueIn(setCookies: string[], name: string): string | null {
  const own = setCookies.findLast((line) => line.startsWith(`${name}=`));
  return own?.slice(name.length + 1).split(";", 1)[0] || null;
}
