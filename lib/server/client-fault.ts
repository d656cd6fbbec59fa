/** What Next throws about requests that none of its own pages would send. */
const complaints = [
  /^Failed to parse body as FormData/,
  /^Failed to find Server Action/,
  /^The Server Reference ID did not match/,
  /^Invalid Server Actions request\b/,
  /^(?:Invariant: )?Missing 'next-action' header/,
  /^Server Action arguments list is too long/,
  /^(?:Multiple router state headers were sent|The router state header was (?:sent but could not be parsed|too large))/,
  // An action called at an address where nothing is.
  /^Invariant: Expected RSC response, got/,
  // React, on the arguments of an action.
  /^(?:Already initialized|Invalid) (?:Iterator|Map|Set|stream|typed array|data for bytes|forward reference|reference)\b/,
  /^(?:BigInt is too large|Cannot have cyclic thenables|Could not reference an opaque temporary reference)/,
  /^(?:Expected an initialized chunk|Maximum array nesting exceeded|Referenced Blob is not a Blob)/,
  /^(?:Reply finished with incomplete file part|Server Function has too many bound arguments)/,
  /^(?:Multipart: Boundary not found|Malformed content type|Unsupported content type|Malformed part header)/,
  /^Unexpected end of (?:form|JSON input)/,
  /^Connection closed\b/,
];

/** Whether the request was to blame: damaged, made by hand, or from a page of an older build. */
export function isClientFault(error: unknown): boolean {
  return error instanceof Error && complaints.some((complaint) => complaint.test(error.message));
}

const nextsOwn = /[\\/]next[\\/]dist[\\/]compiled[\\/]next-server[\\/]/;

/**
 * Whether an error arose while Next read what was posted, before any code of ours or of another library had a part in
 * it: a body that is no JSON, no form or no list of arguments. There are too many ways to list.
 */
export function isUnreadable(error: unknown): boolean {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return (
    frames.some((frame) => nextsOwn.test(frame)) &&
    frames.every((frame) => nextsOwn.test(frame) || /<anonymous>\)?$|\(node:/.test(frame))
  );
}
