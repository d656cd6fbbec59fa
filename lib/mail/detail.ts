const maxLength = 100;

/** A text from elsewhere (a device's name, an address) fit for a sentence: on one line, short, nothing unseen. */
export function plainDetail(detail: Record<string, string>, name: string): string | null {
  const text = (detail[name] ?? "").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return text === "" ? null : [...text].slice(0, maxLength).join("");
}

/** An instant among the details, in words; null when there is none. */
export function instantDetail(detail: Record<string, string>, name: string): string | null {
  const at = new Date(detail[name] ?? "");
  return Number.isNaN(at.getTime()) ? null : inWords(at);
}

/** "15 January 2026 at 12:00 UTC": whoever reads it may be anywhere. */
export function inWords(at: Date): string {
  return `${format.format(at)} UTC`;
}

const format = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "long",
  timeStyle: "short",
  timeZone: "UTC",
});
