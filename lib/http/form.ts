/** What an action was given, as a form: whoever calls it by hand may have sent none, which reads like an empty one. */
export function formOf(given: unknown): FormData {
  return given instanceof FormData ? given : new FormData();
}

/** What was typed into a field, for showing it again; empty for a file or nothing, cut where no field goes on. */
export function typedIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, 254) : "";
}
