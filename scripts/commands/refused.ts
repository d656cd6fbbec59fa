/** The command will not be done. The message is one line for whoever typed it. */
export class Refused extends Error {
  override readonly name = "Refused";
}
