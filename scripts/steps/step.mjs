/** Says what is going on while it goes on, and how long it took. */
export async function step(name, work) {
  const startedAt = Date.now();
  process.stdout.write(`  ${name} … `);
  try {
    const result = await work();
    console.log(inWords(Date.now() - startedAt));
    return result;
  } catch (error) {
    console.log(`failed after ${inWords(Date.now() - startedAt)}`);
    throw error;
  }
}

export function inWords(milliseconds) {
  const seconds = milliseconds / 1000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
