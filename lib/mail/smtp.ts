import ipaddr from "ipaddr.js";
import type { SMTPTransportOptions } from "nodemailer/lib/smtp-transport";
import { type Duration, minutes, seconds } from "#lib/duration.ts";
import type { MailTransport } from "./mail-transport.ts";

/**
 * Sends by the server in `SMTP_URL`, one connection a mail; a server that is silent for longer than `patience` has
 * failed. Off this machine only encrypted and with a certificate
 * that is verified (ASVS 5.0 12.2.1, 12.3.2).
 */
export function smtpTransport(url: URL, patience = seconds(10)): MailTransport {
  return {
    async send(message) {
      // Only now: most of what opens the services never sends a mail.
      const { createTransport } = await import("nodemailer");
      const signal = AbortSignal.timeout(longest);
      await createTransport(smtpOptions(url, patience)).sendMail({ ...message, signal });
    },
  };
}

/** A server that answers a little at a time holds up no more than this. */
const longest = minutes(1);

/** How to reach the server. Exported for its test. */
export function smtpOptions(url: URL, patience: Duration): SMTPTransportOptions {
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  // A relay on this machine often has no certificate that anybody would vouch for, and nobody listens in between.
  const isLocal = !secure && isThisMachine(host);
  const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return {
    host,
    port: Number(url.port) || (secure ? 465 : isLocal ? 25 : 587),
    secure,
    requireTLS: !secure && !isLocal,
    tls: { rejectUnauthorized: !isLocal, minVersion: "TLSv1.2" },
    ...(auth.user !== "" && { auth }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    dnsTimeout: patience,
    socketTimeout: patience,
  };
}

function isThisMachine(host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback";
}
