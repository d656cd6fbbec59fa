const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text that people or their programs chose, without what a terminal would obey: it might repaint the screen. */
export const plain = (text: string): string => text.replace(unprintable, "\ufffd");

/** Writes to standard output once the reader took it; rejects when there is no reader any more. */
export const write = (text: string): Promise<void> => writeTo(process.stdout, text);

export const print = (line: string): Promise<void> => write(`${line}\n`);

/** A remark about work under way; that nobody reads it is no reason to stop. */
export const remark = (line: string): Promise<void> =>
  writeTo(process.stderr, `${line}\n`).catch(() => undefined);

/** A failed write is told to whoever wrote; the stream's own event would end the process halfway. */
export function surviveLostReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

/** Whether the reader left, as `head` does when it has seen enough. */
export function isLostReader(error: unknown): boolean {
  const { code = "" } = error as { code?: string };
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
}

function writeTo(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
