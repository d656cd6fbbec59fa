import { clockSteps } from "./clock-steps.ts";
import { crowded } from "./crowded.ts";
import { damaged } from "./damaged.ts";
import { diskFull } from "./disk-full.ts";
import { type Fault, NotHere, type Scale } from "./fault.ts";
import { flood } from "./flood.ts";
import { garbage } from "./garbage.ts";
import { killed } from "./killed.ts";
import { limited } from "./limited.ts";
import { proxied } from "./proxied.ts";
import { stopped } from "./stopped.ts";
import { synced } from "./synced.ts";

const faults = [
  killed,
  synced,
  diskFull,
  limited,
  crowded,
  flood,
  garbage,
  clockSteps,
  damaged,
  stopped,
  proxied,
];

type Result = "held" | "BROKEN" | "not tried";

interface Line {
  fault: Fault;
  result: Result;
  figures: string;
}

const quick = process.argv.includes("--quick");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const scale: Scale = {
  quick,
  kills: Number(process.env.KILLS) || (quick ? 5 : 50),
  garbageSeconds: Number(process.env.GARBAGE_SECONDS) || (quick ? 5 : 600),
};

const lines: Line[] = [];
for (const fault of faults.filter(isWanted)) {
  const line = await tryOut(fault);
  lines.push(line);
  console.log(`${line.fault.id} ${line.result}: ${line.figures}`);
}
console.log(`\n${table(lines)}`);
process.exit(lines.some(({ result }) => result === "BROKEN") ? 1 : 0);

function isWanted({ id, quick: isQuick }: Fault): boolean {
  return wanted.length > 0 ? wanted.includes(id) : !quick || isQuick;
}

async function tryOut(fault: Fault): Promise<Line> {
  try {
    return { fault, result: "held", figures: await fault.run(scale) };
  } catch (error) {
    const { message, stack } = error as Error;
    if (error instanceof NotHere) return { fault, result: "not tried", figures: message };
    console.error(stack, (error as { stderr?: string }).stderr ?? "");
    return { fault, result: "BROKEN", figures: message.split("\n", 1)[0] ?? "" };
  }
}

function table(all: Line[]): string {
  const rows = all.map(({ fault: { id, done, promise }, result, figures }) =>
    [id, done, promise, result, figures].map((cell) => cell.replaceAll("|", "/")),
  );
  const heading = ["fault", "what was done", "promise", "result", "figures"];
  const rule = heading.map(() => "---");
  return [heading, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
