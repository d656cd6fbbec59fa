/** Alone in its file so that `proxy.ts` can know the name without the means to open it. */
export const sessionCookieName = "__Host-latchkey";

/** By which accounts know the browser again that they were signed in to in. */
export const deviceCookieName = "__Host-latchkey-device";
