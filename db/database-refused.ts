/** The database file may not be used as it is. The message is one sentence for whoever runs the server. */
export class DatabaseRefused extends Error {
  override readonly name = "DatabaseRefused";
  readonly code = "database_refused";

  constructor(file: string, why: string) {
    super(`The database ${file} ${why}; it was left as it is.`);
  }
}
