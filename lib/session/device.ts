import Bowser from "bowser";
import { remembering } from "#lib/remembering.ts";

/** The longest user agent that is kept or read; real ones stay far below. */
export const maxUserAgentLength = 512;

/** A name a person recognises, such as "Firefox on Linux". Never empty, never the raw header. */
export function deviceName(userAgent: string): string {
  const { browser, os } = namesIn(userAgent.slice(0, maxUserAgentLength));
  if (browser && os) return `${browser} on ${os}`;
  return browser ?? (os ? `Browser on ${os}` : "Unknown device");
}

/** Few browsers are told apart by what they say of themselves, and reading it takes long. */
const parsed = remembering((userAgent: string) => Bowser.parse(userAgent), 1_000);

function namesIn(userAgent: string): { browser: string | undefined; os: string | undefined } {
  if (userAgent.trim() === "") return { browser: undefined, os: undefined };
  const { browser, os, platform } = parsed(userAgent);
  return {
    browser: readable(browser.name) ?? readable(product(userAgent)),
    os: readable(os.name === "iOS" ? (platform.model ?? os.name) : os.name),
  };
}

const betterNames = new Map([
  ["Samsung Internet for Android", "Samsung Internet"],
  ["Chrome OS", "ChromeOS"],
]);

/** For a browser that it does not know, Bowser answers with whatever stands before a slash, be it markup. */
function readable(name: string | undefined): string | undefined {
  if (name === undefined || name === "Mozilla" || !/^[A-Za-z][\w .-]{0,30}$/.test(name))
    return undefined;
  return betterNames.get(name) ?? name;
}

/** Programs that are no browsers name themselves first: `curl/8.5.0`. */
const product = (userAgent: string): string | undefined => /^([^/]+)\/\d/.exec(userAgent)?.[1];

/** What the device looks like, as far as it says. */
export function deviceShape(session: {
  kind: "browser" | "app" | "service";
  userAgent: string;
}): "phone" | "computer" | "program" {
  if (session.kind === "service" || session.userAgent.trim() === "") return "program";
  const { type } = parsed(session.userAgent.slice(0, maxUserAgentLength)).platform;
  if (type === "mobile" || type === "tablet") return "phone";
  return type === "desktop" ? "computer" : "program";
}
