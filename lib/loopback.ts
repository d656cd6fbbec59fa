/** Whether an address leads to the machine it is opened on, whatever machine that is. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:(?:[^.]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

/** Whether nobody on the way can read along: what browsers call potentially trustworthy (W3C Secure Contexts, 3.1). */
export function isConfidential(url: URL): boolean {
  return url.protocol === "https:" || isLoopback(url);
}
