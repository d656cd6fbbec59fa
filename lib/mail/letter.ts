/** What a mail says, before it is laid out. Nothing in it is markup; links go to Latchkey alone. */
export interface Letter {
  subject: string;
  paragraphs: string[];
  /** The one thing to do. */
  action?: { label: string; href: string };
  /** What follows it. */
  after: string[];
}

/** The letter for readers of plain text. */
export function asText({ paragraphs, action, after }: Letter): string {
  const link = action ? [`${action.label}:\n${action.href}`] : [];
  return `${[...paragraphs, ...link, ...after].map(oneLineEach).join("\n\n")}\n`;
}

/** The letter as a page of its own: no script, no picture, nothing that is fetched from anywhere. */
export function asHtml({ subject, paragraphs, action, after }: Letter): string {
  const lines = (texts: string[]) =>
    texts.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`);
  const link = action ? [button(action), plainLink(action.href)] : [];
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">',
    '<div style="max-width:560px">',
    ...lines(paragraphs),
    ...link,
    ...lines(after),
    "</div></body></html>",
    "",
  ].join("\n");
}

const buttonStyle =
  "display:inline-block;padding:10px 18px;border-radius:8px;background:#1d6b55;color:#fff;text-decoration:none";

const button = ({ label, href }: { label: string; href: string }): string =>
  `<p style="margin:0 0 16px"><a style="${buttonStyle}"\nhref="${escaped(href)}">${escaped(label)}</a></p>`;

/** For those whose program shows no links. */
const plainLink = (href: string): string =>
  `<p style="margin:0 0 16px;font-size:14px;word-break:break-all">\n${escaped(href)}</p>`;

/** Only a link stands on a line of its own; a text from elsewhere cannot start one. */
function oneLineEach(text: string): string {
  return text.replace(/[^\S\n ]/g, " ");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
