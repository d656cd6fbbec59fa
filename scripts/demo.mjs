// No static import and no new syntax: an old Node has to get as far as the sentence below.
if (Number(process.versions.node.split(".")[0]) < 18) {
  console.error(`Latchkey needs Node.js 18 or newer to start itself; this is ${process.version}.`);
  process.exit(1);
}
void import("./steps/demo.mjs").then(({ demo }) => demo());
