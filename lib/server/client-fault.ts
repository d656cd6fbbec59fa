/** What Next throws about requests that none of its own pages would send. */
const complaints = [
  /^Failed to parse body as FormData/,
  /^Failed to find Server Action/,
  /^The Server Reference ID did not match/,
  /^The router state header was sent but could not be parsed/,
  /^Unexpected end of (?:form|JSON input)/,
  /^Connection closed\b/,
];

/** Whether the request was to blame: damaged, made by hand, or from a page of an older build. */
export function isClientFault(error: unknown): boolean {
  return error instanceof Error && complaints.some((complaint) => complaint.test(error.message));
}
