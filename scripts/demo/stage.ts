import type { Services } from "#lib/services.ts";
import { type Device, devicesOf } from "./devices.ts";
import { type Life, lifeIn } from "./life.ts";
import type { Person } from "./people.ts";
import { type Random, randomFrom } from "./random.ts";
import type { Timeline } from "./timeline.ts";

/** What every part of the story is told with. */
export interface Stage {
  services: Services;
  life: Life;
  random: Random;
  timeline: Timeline;
  /** Now: where the story stops. */
  end: Date;
  /** The same ones whenever they are asked for. */
  devices: (person: Person) => Device[];
}

export function stageFor(services: Services, timeline: Timeline, end: Date): Stage {
  const random = randomFrom(20_260_115);
  const owned = new Map<Person, Device[]>();
  const devices = (person: Person): Device[] => {
    const known = owned.get(person) ?? devicesOf(random);
    owned.set(person, known);
    return known;
  };
  return { services, life: lifeIn(services), random, timeline, end, devices };
}

/** The n-th of somebody's devices. */
export function deviceOf({ devices }: Stage, person: Person, index = 0): Device {
  const device = devices(person)[index];
  if (!device) throw new RangeError(`${person.name} has no such device.`);
  return device;
}
