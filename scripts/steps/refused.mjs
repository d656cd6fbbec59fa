/** Something the person at the keyboard has to put right: shown without a stack. */
export class Refused extends Error {}

/** Runs a command line's work and turns how it ended into what is printed and the exit status. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    console.error(error instanceof Refused ? error.message : error);
    process.exitCode = 1;
  }
}
