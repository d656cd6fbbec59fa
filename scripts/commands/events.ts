import type { Command } from "commander";
import { headText, parseHead } from "#lib/audit/chain.ts";
import type { TrailFinding } from "#lib/audit/verify-trail.ts";
import { Refused } from "./refused.ts";
import { print } from "./terminal.ts";
import { withServices } from "./with-services.ts";

export function addEventCommands(program: Command): void {
  const events = program.command("events").description("the audit trail");
  events
    .command("verify")
    .description("check that no line of the trail was changed, added or removed")
    .option("--expect <id:hex>", "and that this earlier head, kept elsewhere, is still part of it")
    .option("--json", "as a JSON object", false)
    .action(verify);
}

async function verify(options: { expect?: string; json: boolean }): Promise<void> {
  const expected = options.expect === undefined ? undefined : parseHead(options.expect);
  if (expected === null)
    throw new Refused("--expect must be a head as this command prints it, like 12:9f86d0….");
  await withServices(async ({ audit }) => {
    const finding = audit.verify(expected);
    if (options.json) await print(JSON.stringify(described(finding)));
    if (finding.kind !== "intact") throw new Refused(sentence(finding));
    if (!options.json) await print(sentence(finding));
  });
}

function described(finding: TrailFinding): object {
  if (finding.kind !== "intact") return finding;
  return { ...finding, head: finding.head && headText(finding.head) };
}

function sentence(finding: TrailFinding): string {
  switch (finding.kind) {
    case "intact": {
      const { events, unchained, head } = finding;
      const old = unchained === 0 ? "" : ` (${unchained} from before there was a chain)`;
      return `${events} events${old}, chain intact, head ${head ? headText(head) : "none"}`;
    }
    case "broken":
      return `The trail was tampered with: line ${finding.line} does not follow, ${finding.why}.`;
    case "head_missing":
      return missing[finding.why];
  }
}

const missing = {
  cut_off: "The trail was cut off: it ends before the expected head.",
  rewritten: "The trail was rewritten: its line with that number is not the expected head.",
  purged:
    "The expected head cannot be checked: its line was purged when its time was over. Keep a newer one.",
};
